import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a PostgreSQL server says of itself in `postmaster.pid` (PostgreSQL: src/include/utils/pidfile.h). */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

const line = { pid: 0, port: 3, status: 7 } as const;

const pidFile = (clusterDir: string) => join(clusterDir, 'postmaster.pid');

/** The server whose pid file lies in the cluster, if that process lives and really serves this cluster. */
export function runningPostmaster(clusterDir: string): Postmaster | undefined {
  const noted = readPidFile(clusterDir);
  return noted && serves(noted.pid, clusterDir) ? noted : undefined;
}

function readPidFile(clusterDir: string): Postmaster | undefined {
  if (!existsSync(pidFile(clusterDir))) return undefined;
  const lines = readFileSync(pidFile(clusterDir), 'utf8').split('\n');
  const pid = Number(lines[line.pid]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[line.port]), ready: lines[line.status]?.trim() === 'ready' };
}

/**
 * PostgreSQL takes any living process with the noted pid for a server and refuses to start; after a crash of the
 * machine or container that pid may be anybody's. The file is kept, since it also names the shared memory that an
 * orphaned backend could still use; only the pid is replaced, by that of the server's parent, which PostgreSQL passes over.
 */
export function forgiveStalePid(clusterDir: string, parentPid: number): void {
  const noted = readPidFile(clusterDir);
  if (!noted || serves(noted.pid, clusterDir)) return;
  const [, ...rest] = readFileSync(pidFile(clusterDir), 'utf8').split('\n');
  writeFileSync(pidFile(clusterDir), [String(parentPid), ...rest].join('\n'));
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function serves(pid: number, clusterDir: string): boolean {
  if (!isAlive(pid)) return false;
  const command = commandLine(pid);
  return command.includes('postgres') && command.includes(clusterDir);
}

function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
