import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, parse } from 'node:path';
import type { Account } from './account';
import type { PostgresBinaries } from './binaries';

export const superuser = 'casita';

/** Where things lie below the data folder. */
export const layout = (dataDir: string) => ({
  cluster: join(dataDir, 'postgres'),
  password: join(dataDir, 'postgres-password'),
  keeper: join(dataDir, 'postgres-keeper.json'),
  lock: join(dataDir, 'postgres-start.lock'),
  log: join(dataDir, 'postgres.log'),
});

const stagingPrefix = 'postgres-new-';

/**
 * Makes the database cluster unless there is one. It is made in a folder beside and moved into place when complete,
 * so that a cluster which was interrupted half-way is never taken for a whole one.
 */
export async function ensureCluster(
  dataDir: string,
  binaries: PostgresBinaries,
  account: Account,
  synced: boolean,
): Promise<void> {
  const { cluster } = layout(dataDir);
  if (existsSync(join(cluster, 'PG_VERSION'))) return;
  for (const name of readdirSync(dataDir)) {
    if (name.startsWith(stagingPrefix)) rmSync(join(dataDir, name), { recursive: true, force: true });
  }
  const staging = join(dataDir, `${stagingPrefix}${process.pid}`);
  const data = join(staging, 'data');
  const passwordFile = join(staging, 'password');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, readOrMakePassword(dataDir), { mode: 0o600 });
  if (account.owner)
    for (const path of [staging, data, passwordFile]) chownSync(path, account.owner.uid, account.owner.gid);
  await initdb(binaries, account, data, passwordFile, synced);
  rmSync(cluster, { recursive: true, force: true });
  renameSync(data, cluster);
  rmSync(staging, { recursive: true, force: true });
}

/** The superuser's password: made once, readable by the owner of the data folder alone. */
export function readOrMakePassword(dataDir: string): string {
  const { password } = layout(dataDir);
  if (!existsSync(password)) writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(password, 'utf8').trim();
}

/**
 * Sorting and case follow PostgreSQL's own Unicode tables (no ICU, no libc), the same on every machine. The character
 * classes that pg_trgm asks libc for need a UTF-8 LC_CTYPE; a machine without one still works, for ASCII.
 */
async function initdb(
  binaries: PostgresBinaries,
  account: Account,
  data: string,
  passwordFile: string,
  synced: boolean,
) {
  const characterTypes = [process.platform === 'darwin' ? 'UTF-8' : 'C.UTF-8', 'C'];
  let output = '';
  for (const characterType of characterTypes) {
    const args = [
      `--pgdata=${data}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      `--lc-ctype=${characterType}`,
      ...(synced ? [] : ['--no-sync']),
    ];
    const ended = await run([...account.prefix, binaries.initdb, ...args], account);
    if (ended.code === 0) return;
    output = ended.output;
    for (const name of readdirSync(data)) rmSync(join(data, name), { recursive: true, force: true });
  }
  throw new Error(`initdb failed:\n${output}`);
}

function run([command = '', ...args]: string[], account: Account): Promise<{ code: number | null; output: string }> {
  const child = spawn(command, args, {
    cwd: parse(process.cwd()).root,
    env: serverEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(account.uid === undefined ? {} : { uid: account.uid, gid: account.gid }),
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** Nothing of the caller's PG* variables or locale may reach the server. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, TZ: 'UTC' } as NodeJS.ProcessEnv;
}
