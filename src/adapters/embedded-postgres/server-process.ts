import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { parse } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serverEnvironment } from './cluster';
import type { KeeperOrder } from './keeper-order';
import { forgiveStalePid, isAlive, runningPostmaster } from './postmaster';

/** A running PostgreSQL server, started or adopted by the keeper. */
export interface ServerProcess {
  readonly pid: number;
  readonly port: number;
  /** Resolves when the server is gone, for whatever reason. */
  readonly exited: Promise<void>;
}

const pollMs = 50;
const adoptedPollMs = 500;
const launchAttempts = 60;
const retryMs = 500;
const logBytesKept = 20_000_000;

const portTaken = /could not bind|Address already in use|could not create any TCP\/IP sockets/;
/** A killed server's backends need a moment to notice and to let go of its memory. */
const predecessorLingers = /pre-existing shared memory block|lock file "postmaster.pid" already exists|is still in use/;

/** Takes over the server that already runs on this cluster, or starts one. Retries a lost port race and a lingering predecessor. */
export async function bringUp(order: KeeperOrder, fixedPort?: number): Promise<ServerProcess> {
  rotateLog(order.logFile);
  let preferred = fixedPort ?? order.preferredPort;
  for (let attempt = 1; ; attempt += 1) {
    const adopted = await adopt(order.clusterDir);
    if (adopted) return adopted;
    forgiveStalePid(order.clusterDir, process.pid);
    const logStart = existsSync(order.logFile) ? statSync(order.logFile).size : 0;
    const started = await launch(order, preferred || (await freePort()));
    if (started) return started;
    const said = readFileSync(order.logFile).subarray(logStart).toString();
    const worthRetrying = portTaken.test(said) || predecessorLingers.test(said);
    if (!worthRetrying || attempt >= launchAttempts)
      throw new Error(`PostgreSQL does not start:\n${said.slice(-2000)}`);
    if (portTaken.test(said) && fixedPort === undefined) preferred = undefined;
    else await sleep(retryMs);
  }
}

/** Fast shutdown (clients are disconnected, everything committed is kept); harder when it does not end. */
export async function shutDown(server: ServerProcess): Promise<void> {
  const steps = [
    ['SIGINT', 60_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5_000],
  ] as const;
  for (const [signal, patienceMs] of steps) {
    if (!isAlive(server.pid)) break;
    try {
      process.kill(server.pid, signal);
    } catch {
      break; // ended in between
    }
    const ended = await Promise.race([server.exited.then(() => true), sleep(patienceMs, false, { ref: false })]);
    if (ended) return;
  }
}

async function adopt(clusterDir: string): Promise<ServerProcess | undefined> {
  for (let found = runningPostmaster(clusterDir); found; found = runningPostmaster(clusterDir)) {
    if (found.ready) return { pid: found.pid, port: found.port, exited: untilGone(found.pid) };
    await sleep(pollMs); // starting up, or shutting down
  }
  return undefined;
}

/** Not our child, so nobody tells us of its end. */
async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(adoptedPollMs);
}

async function launch(order: KeeperOrder, port: number): Promise<ServerProcess | undefined> {
  const [command = '', ...args] = order.command;
  const log = openSync(order.logFile, 'a', 0o600);
  const child = spawn(command, [...args, '-c', `port=${port}`], {
    cwd: parse(process.cwd()).root,
    env: serverEnvironment(),
    stdio: ['ignore', log, log],
    ...(order.uid === undefined ? {} : { uid: order.uid, gid: order.gid }),
  });
  closeSync(log);
  let gone = false;
  const exited = new Promise<void>((resolve, reject) => {
    child.once('exit', () => {
      gone = true;
      resolve();
    });
    child.once('error', reject);
  });
  while (!gone) {
    await Promise.race([exited, sleep(pollMs)]);
    const found = runningPostmaster(order.clusterDir);
    if (found?.ready && found.pid === child.pid) return { pid: found.pid, port: found.port, exited };
  }
  return undefined;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

function rotateLog(logFile: string): void {
  if (existsSync(logFile) && statSync(logFile).size > logBytesKept) renameSync(logFile, `${logFile}.1`);
}
