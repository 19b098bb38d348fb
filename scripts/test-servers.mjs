/** The servers that the tests need, each on a free port and in a temporary folder, so that two clones can test at once. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, chmodSync, readdirSync, rmSync, accessSync, constants } from 'node:fs';
import { connect, createServer } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { appDir, pathFirst } from './prepare.mjs';

const prefix = 'casita-test-';

/** A folder named after this process; those of processes that were killed before they could tidy up are removed. */
export function makeTemporaryFolder() {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const pid = Number(name.slice(prefix.length).split('-')[0]);
    if (pid > 0 && !isAlive(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  chmodSync(folder, 0o755); // PostgreSQL runs as another user when this is root
  return folder;
}

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Nothing in it outlives the run, so it need not be synced to disk; a killed process still loses nothing. */
export function startPostgres(folder, say) {
  const { ensurePostgres } = createRequire(import.meta.url)(join(appDir, 'dist/src/adapters/embedded-postgres'));
  return ensurePostgres({
    dataDir: join(folder, 'data'),
    log: say,
    settings: { fsync: 'off', max_connections: '300' },
  });
}

/** @returns {Promise<{ url: string, stop(): Promise<void> } | undefined>} undefined without a redis-server on this machine */
export async function startRedis(folder) {
  const program = findProgram(['redis-server']);
  if (!program) return undefined;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const port = await freePort();
    const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
    const child = spawn(process.execPath, [join(appDir, 'scripts/leash.mjs'), program, ...args], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin.on('error', () => undefined);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    if (await answers(port, child)) {
      const stop = async () => {
        child.stdin.end();
        await gone;
      };
      return { url: `redis://127.0.0.1:${port}`, stop };
    }
  }
  throw new Error('redis-server does not start');
}

async function answers(port, child) {
  for (let waited = 0; waited < 5_000 && child.exitCode === null; waited += 50) {
    const open = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
      socket.once('close', () => undefined).end();
    });
    if (open) return true;
    await sleep(50);
  }
  return false;
}

export function findChromium() {
  return findProgram(['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']);
}

function findProgram(names) {
  const folders = pathFirst().PATH.split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return existsSync(file);
  } catch {
    return false;
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
