import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { KeeperNote, KeeperOrder, KeeperReport } from './keeper-order';

/** A claim on the server: it runs for as long as anybody has one. */
export interface Hold {
  readonly port: number;
  /** Resolves when the keeper has gone without being asked to. */
  readonly lost: Promise<void>;
  /** Lets go; resolves once the server is stopped, or at once while others hold it. */
  release(): Promise<void>;
}

const answerMs = 120_000;

export function readNote(noteFile: string): KeeperNote | undefined {
  if (!existsSync(noteFile)) return undefined;
  try {
    return JSON.parse(readFileSync(noteFile, 'utf8')) as KeeperNote;
  } catch {
    return undefined; // cut off by a crash
  }
}

/** Holds the server that another process of this clone has started; undefined when there is none. */
export async function holdRunning(noteFile: string, clusterDir: string): Promise<Hold | undefined> {
  const note = readNote(noteFile);
  // A copied clone brings a note that speaks of the original's server.
  if (!note || note.keeperPort === 0 || note.clusterDir !== clusterDir) return undefined;
  const socket = connect(note.keeperPort, '127.0.0.1');
  const connected = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  if (!connected) return undefined;
  socket.on('error', () => undefined);
  socket.write(`${note.token}\n`);
  try {
    const hold = await holdOver(socket, socket);
    socket.unref();
    return hold;
  } catch {
    socket.destroy();
    return undefined;
  }
}

/** Starts a keeper (in a session of its own) and holds its server. */
export async function holdNew(keeperScript: string, order: KeeperOrder): Promise<Hold> {
  const child = spawn(process.execPath, [keeperScript, JSON.stringify(order)], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: process.cwd(),
    env: { PATH: process.env.PATH ?? '', TZ: 'UTC' },
  });
  child.stdin.on('error', () => undefined);
  const hold = await holdOver(child.stdout, child.stdin);
  child.unref();
  for (const stream of [child.stdin, child.stdout]) (stream as unknown as { unref?: () => void }).unref?.();
  return hold;
}

/** Waits for `ready`, and keeps the connection as the claim. */
async function holdOver(input: Readable, output: Writable): Promise<Hold> {
  const reports = createInterface({ input });
  let released = false;
  let settle: (report: KeeperReport | undefined) => void = () => undefined;
  const nextReport = () => new Promise<KeeperReport | undefined>((resolve) => (settle = resolve));
  const first = nextReport();
  const lost = new Promise<void>((resolve) => {
    reports.on('close', () => {
      settle(undefined);
      if (!released) resolve();
    });
  });
  reports.on('line', (line) => settle(parseReport(line)));
  const timer = setTimeout(() => settle(undefined), answerMs);
  const report = await first;
  clearTimeout(timer);
  if (report?.kind !== 'ready') {
    reports.close();
    throw new Error(report?.kind === 'failed' ? report.message : 'the keeper of PostgreSQL did not answer');
  }
  return {
    port: report.port,
    lost,
    release: async () => {
      if (released) return;
      released = true;
      const last = nextReport();
      (input as unknown as { ref?: () => void }).ref?.();
      output.end();
      await last;
    },
  };
}

function parseReport(line: string): KeeperReport | undefined {
  try {
    return JSON.parse(line) as KeeperReport;
  } catch {
    return undefined;
  }
}
