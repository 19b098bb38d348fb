import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from './test-database';

/** The app as its operator runs it: a process of its own, reached over HTTP. */
export interface AppProcess {
  readonly url: string;
  readonly pid: number;
  readonly database: Pick<TestDatabase, 'url'>;
  /** Everything that it has printed so far. */
  log(): string;
  /** SIGTERM, and waits. @returns the exit code */
  stop(): Promise<number | null>;
  /** For a test that has seen what it wanted: at once, without the second that a stopping app leaves its clients. */
  end(): Promise<void>;
  /** SIGKILL, as a crash. The database is left for the next process. */
  kill(): Promise<void>;
}

export interface AppOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Left out: one of its own, dropped when the app is stopped. */
  readonly database?: Pick<TestDatabase, 'url'>;
}

const root = resolve(__dirname, '../../..');
const readyMs = 180_000;
const portAttempts = 5;
const leftOut = ['REDIS_URL', 'DATABASE_URL'];

/** Starts the app and waits until it is ready. It ends with this process, however that ends. */
export async function startApp({ env = {}, database }: AppOptions = {}): Promise<AppProcess> {
  const own = database ? undefined : await createTestDatabase();
  const used = database ?? (own as TestDatabase);
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const app = launch(port, used.url, env);
    if (await becomesReady(app)) {
      const end = async () => {
        await app.kill();
        await own?.drop();
      };
      return { ...app, database: used, stop: () => stopAndDrop(app, own), end };
    }
    await app.kill();
    const portTaken = app.log().includes('already used by another application');
    if (portTaken && attempt < portAttempts) continue;
    await own?.drop();
    throw new Error(`the app did not get ready:\n${app.log().slice(-6000)}`);
  }
}

/** A test that fails before it stops its app must not leave it behind, nor keep the runner from ending. */
const running = new Set<Launched>();
afterAll(async () => {
  await Promise.all([...running].map((app) => app.kill()));
});

type Launched = Omit<AppProcess, 'database' | 'end'> & { readonly child: ChildProcess };

function launch(port: number, databaseUrl: string, env: Readonly<Record<string, string>>): Launched {
  const inherited = Object.entries(process.env).filter(([name]) => !leftOut.includes(name));
  const child = spawn(process.execPath, [resolve(root, 'dist/src/cli/start.js')], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...Object.fromEntries(inherited),
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      SERVE_ADMIN: 'false',
      CASITA_STOP_WITH_STDIN: '1',
      ...env,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stdin.on('error', () => undefined);
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  const end = (signal: NodeJS.Signals) => (child.kill(signal), ended);
  const launched: Launched = {
    child,
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    log: () => output,
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
  };
  running.add(launched);
  void ended.then(() => running.delete(launched));
  return launched;
}

async function stopAndDrop(app: Launched, own: TestDatabase | undefined): Promise<number | null> {
  const code = await app.stop();
  await own?.drop();
  return code;
}

async function becomesReady({ child, url }: Launched): Promise<boolean> {
  const deadline = Date.now() + readyMs;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    if (await isReady(url)) return true;
    await sleep(100);
  }
  return false;
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/ready`)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer().once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : failed(new Error('no port'))));
    });
  });
}
