import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const compiled = resolve(__dirname, '../../../dist/src/adapters/embedded-postgres/index.js');

const program = `
const { ensurePostgres } = require(${JSON.stringify(compiled)});
const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
ensurePostgres({ dataDir: process.argv[1], log: (line) => say({ log: line }), settings: { shared_buffers: '32MB', fsync: 'off' } }).then(
  (postgres) => {
    say({ url: postgres.url, owned: postgres.owned });
    process.stdin.on('data', () => postgres.stop().then(() => process.exit(0)));
  },
  (error) => { say({ failed: error.message }); process.exit(1); },
);`;

/** A process of its own that holds the embedded PostgreSQL, to be stopped or killed. */
export interface HolderProcess {
  readonly url: string;
  readonly owned: boolean;
  readonly log: string[];
  stop(): Promise<void>;
  /** Takes its turn away, so that it cannot put another keeper in a killed one's place before it is killed itself. */
  freeze(): void;
  kill(): Promise<void>;
}

const running = new Set<ChildProcess>();

export async function startHolder(dataDir: string): Promise<HolderProcess> {
  const child = spawn(process.execPath, ['-e', program, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] });
  running.add(child);
  const gone = new Promise<void>((done) => child.once('exit', () => (running.delete(child), done())));
  const log: string[] = [];
  const answer = await new Promise<{ url: string; owned: boolean }>((ready, failed) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const message = JSON.parse(line) as { url?: string; owned?: boolean; log?: string; failed?: string };
      if (message.log !== undefined) log.push(message.log);
      if (message.failed !== undefined) failed(new Error(message.failed));
      if (message.url !== undefined) ready({ url: message.url, owned: message.owned ?? false });
    });
  });
  return {
    ...answer,
    log,
    stop: async () => (child.stdin.write('stop\n'), gone),
    freeze: () => void child.kill('SIGSTOP'),
    kill: async () => (child.kill('SIGKILL'), gone),
  };
}

export function killAllHolders(): void {
  for (const child of running) child.kill('SIGKILL');
}

export async function query<Row>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Pids of the keeper and of PostgreSQL's main process, told by the folder in their command lines. */
export function processesOn(dataDir: string): { keeper: number[]; postmaster: number[] } {
  const found = { keeper: [] as number[], postmaster: [] as number[] };
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const command = commandLine(name);
    if (!command.includes(dataDir)) continue;
    if (command.includes('keeper.js')) found.keeper.push(Number(name));
    else if (command.includes('bin/postgres')) found.postmaster.push(Number(name));
  }
  return found;
}

function commandLine(pid: string): string {
  try {
    return readFileSync(join('/proc', pid, 'cmdline'), 'utf8');
  } catch {
    return '';
  }
}

export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  patienceMs = 20_000,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ${patienceMs} ms: ${what}`);
    await sleep(50);
  }
}
