/**
 * Keeps one PostgreSQL server for as long as somebody holds it. A process of its own, in its own session, so that neither
 * Ctrl-C nor the sudden death of the app reaches the server first: the app holds a pipe to it, other processes of the
 * same clone hold a loopback connection. When the last holder lets go (or dies), the server is shut down in order.
 * When the server itself dies it is started again on the same port, and recovers.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { KeeperNote, KeeperOrder, KeeperReport } from './keeper-order';
import { bringUp, shutDown, type ServerProcess } from './server-process';

/** Somebody who needs the server; `say` is safe when they are gone. */
interface Holder {
  say(report: KeeperReport): void;
}

const restartsPerMinute = 10;

const order = JSON.parse(process.argv[2] ?? '{}') as KeeperOrder;
const token = randomBytes(24).toString('base64url');
const holders = new Set<Holder>();
let stopping = false;
let server: Promise<ServerProcess>;

function letGo(holder: Holder): void {
  if (!holders.delete(holder)) return;
  if (holders.size > 0) holder.say({ kind: 'kept' });
  else void end([holder]);
}

async function end(listeners: readonly Holder[]): Promise<void> {
  if (stopping) return;
  stopping = true;
  const current = await server.catch(() => undefined);
  if (current) await shutDown(current);
  writeNote(0, current?.port ?? 0);
  for (const listener of listeners) listener.say({ kind: 'stopped' });
  setImmediate(() => process.exit(0));
}

/** The process that started the keeper holds it by the keeper's own standard input. */
function holdByPipe(): Holder {
  const holder: Holder = { say: (report) => process.stdout.write(`${JSON.stringify(report)}\n`) };
  process.stdout.on('error', () => undefined);
  holders.add(holder);
  process.stdin.on('end', () => letGo(holder));
  process.stdin.on('error', () => letGo(holder));
  process.stdin.resume();
  return holder;
}

function holdBySocket(socket: Socket): void {
  const holder: Holder = { say: (report) => socket.writable && socket.write(`${JSON.stringify(report)}\n`) };
  socket.on('error', () => letGo(holder));
  socket.on('close', () => letGo(holder));
  socket.on('end', () => {
    letGo(holder);
    if (!stopping) socket.end();
  });
  createInterface({ input: socket }).once('line', (line) => {
    if (stopping || !isToken(line)) return void socket.destroy();
    holders.add(holder);
    void server.then(({ port }) => holder.say({ kind: 'ready', port }));
  });
}

function isToken(line: string): boolean {
  const given = Buffer.from(line);
  const expected = Buffer.from(token);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function listen(): Promise<Server> {
  const door = createServer({ allowHalfOpen: true }, holdBySocket);
  return new Promise((resolve, reject) => {
    door.once('error', reject);
    door.listen(0, '127.0.0.1', () => resolve(door));
  });
}

function writeNote(keeperPort: number, postgresPort: number): void {
  const note: KeeperNote = { clusterDir: order.clusterDir, keeperPort, token, postgresPort };
  writeFileSync(order.noteFile, JSON.stringify(note), { mode: 0o600 });
}

/** Brings a server that died back, on its port; gives up when it keeps dying. */
async function superviseFrom(first: ServerProcess): Promise<void> {
  const deaths: number[] = [];
  for (let current = first; ; current = await server) {
    await current.exited;
    if (stopping) return;
    const now = Date.now();
    deaths.push(now);
    if (deaths.filter((at) => now - at < 60_000).length > restartsPerMinute) throw new Error('PostgreSQL keeps dying');
    server = bringUp(order, first.port);
  }
}

async function main(): Promise<void> {
  const owner = holdByPipe();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void end([...holders]));
  server = bringUp(order);
  const first = await server;
  const door = await listen();
  const address = door.address();
  writeNote(address && typeof address === 'object' ? address.port : 0, first.port);
  owner.say({ kind: 'ready', port: first.port });
  await superviseFrom(first);
}

main().catch((error: Error) => {
  process.stdout.write(`${JSON.stringify({ kind: 'failed', message: error.message } satisfies KeeperReport)}\n`, () =>
    process.exit(1),
  );
});
