import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** How PostgreSQL's programs are started: `[...prefix, program, ...args]`, as `uid`/`gid` where they are given. */
export interface Account {
  readonly prefix: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
  /** Who must own the data; undefined: whoever runs this process. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/**
 * PostgreSQL refuses to run as root. As root it is run as the owner of the data, or else as `nobody`.
 * When that account cannot reach the programs or the data (a clone below /root), it gets the one capability
 * that lets it pass through closed folders, and no other.
 */
export function chooseAccount(clusterDir: string, paths: readonly string[]): Account {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const owner = dataOwner(clusterDir) ?? nobody();
  if (paths.every((path) => canReach(owner, path))) return { prefix: [], ...owner, owner };
  return { prefix: throughClosedFolders(owner), owner };
}

type Ids = { readonly uid: number; readonly gid: number };

function dataOwner(clusterDir: string): Ids | undefined {
  if (!existsSync(clusterDir)) return undefined;
  const { uid, gid } = statSync(clusterDir);
  return uid === 0 ? undefined : { uid, gid };
}

function nobody(): Ids {
  const line = existsSync('/etc/passwd')
    ? /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'))
    : null;
  return line ? { uid: Number(line[1]), gid: Number(line[2]) } : { uid: 65534, gid: 65534 };
}

/** Whether every folder above `path` (which need not exist yet) lets these ids through. */
function canReach(ids: Ids, path: string): boolean {
  const lowest = existsSync(path) ? dirname(realpathSync(path)) : nearestExisting(path);
  for (let folder = lowest; ; folder = dirname(folder)) {
    const stat = statSync(folder);
    const bit = stat.uid === ids.uid ? 0o100 : stat.gid === ids.gid ? 0o010 : 0o001;
    if ((stat.mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

function nearestExisting(path: string): string {
  let existing = path;
  while (!existsSync(existing)) existing = dirname(existing);
  return realpathSync(existing);
}

function throughClosedFolders({ uid, gid }: Ids): string[] {
  const prefix = [
    'setpriv',
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    // Without it access(2), by which initdb looks for its programs, would not count the capability.
    '--securebits=+no_setuid_fixup',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    '--',
  ];
  const [command = '', ...args] = [...prefix, '/bin/true'];
  if (spawnSync(command, args, { stdio: 'ignore' }).status === 0) return prefix;
  throw new Error(
    'This folder can be entered by root only, and PostgreSQL does not run as root. ' +
      'Move the clone, run as an ordinary user, install util-linux (setpriv), or set DATABASE_URL.',
  );
}
