/** Those who are measured, each a process of its own that ends with this one. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { appDir } from '../../scripts/prepare.mjs';
import { testSecrets } from '../../scripts/test-secrets.mjs';

/** Connections to the database: the same for everybody. */
export const poolMax = '10';
const readyMs = 180_000;

/** @typedef {{ url: string, pid: number, readyAfterMs: number, log(): string, stop(): Promise<void> }} Server */

/**
 * The app as an operator runs it: compiled, in production, one process, behind one proxy that says who asks.
 * @param {string[]} nodeArguments
 * @returns {Promise<Server>}
 */
export async function startOurs(databaseUrl, env = {}, nodeArguments = []) {
  const port = String(await freePort());
  const own = {
    ...testSecrets,
    CASITA_ENV_FILE: 'none',
    CASITA_STOP_WITH_STDIN: '1',
    NODE_ENV: 'production',
    // As the image sets it.
    MALLOC_ARENA_MAX: '2',
    NODE_OPTIONS: '--max-semi-space-size=12 --max-old-space-size=1024',
    HOST: '127.0.0.1',
    PORT: port,
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_MAX: poolMax,
    SERVE_ADMIN: 'false',
    TRUSTED_PROXIES: '1',
    // Nobody is there: nothing that is measured asks Stripe, and nothing leaves this machine.
    STRIPE_API_BASE: 'http://127.0.0.1:9',
  };
  const script = join(appDir, 'dist/src/cli/start.js');
  return startProcess([...nodeArguments, script], { cwd: appDir, env: { ...own, ...env } }, `http://127.0.0.1:${port}`);
}

/**
 * A server that does nothing but follow a plan.
 * @param {'http' | 'koa'} kind
 * @returns {Promise<Server>}
 */
export async function startBare(kind, planFile, databaseUrl) {
  const port = String(await freePort());
  const script = fileURLToPath(new URL('./bare-server.mjs', import.meta.url));
  const env = { NODE_ENV: 'production', DATABASE_POOL_MAX: poolMax };
  return startProcess([script, kind, planFile, databaseUrl, port], { cwd: appDir, env }, `http://127.0.0.1:${port}`);
}

/** @returns {Promise<Server>} */
export async function startStripeStub() {
  const port = String(await freePort());
  const script = fileURLToPath(new URL('./stripe-stub.mjs', import.meta.url));
  return startProcess([script, port], { cwd: appDir, env: {} }, `http://127.0.0.1:${port}`);
}

/** What must not reach a measured process from this one's environment. */
const leftOut = ['REDIS_URL', 'DATABASE_URL', 'DATABASE_READ_URL'];

/** Starts a Node process that ends when its standard input does, and waits for `/ready`. @returns {Promise<Server>} */
export async function startProcess(args, { cwd, env }, url, readyPath = '/ready') {
  const started = performance.now();
  const inherited = Object.entries(process.env).filter(([name]) => !leftOut.includes(name));
  const child = spawn(process.execPath, args, {
    cwd,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...Object.fromEntries(inherited), ...env },
  });
  const stop = () => end(child);
  process.once('exit', () => child.kill('SIGKILL'));
  let output = '';
  const keepEnd = (chunk) => (output = (output + chunk).slice(-20_000));
  for (const stream of [child.stdout, child.stderr]) stream.on('data', keepEnd);
  while (!(await isReady(url + readyPath))) {
    if (child.exitCode !== null || performance.now() - started > readyMs) {
      throw new Error(`${args.at(-1)} does not get ready: ${output.slice(-4_000)}`);
    }
    await sleep(20);
  }
  return { url, pid: child.pid, readyAfterMs: performance.now() - started, log: () => output, stop };
}

async function end(child) {
  if (child.exitCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.stdin.end();
  const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(patience);
}

async function isReady(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

/** Memory of a process as the system sees it, in megabytes; null where there is no /proc. */
export function residentMegabytes(pid) {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(kilobytes) / 1_000;
  } catch {
    return null;
  }
}

export function freePort() {
  return new Promise((done, failed) => {
    const probe = createServer().once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}
