/** The real PostgreSQL 18, installed by npm and run without any setting-up: see README.md beside this file. */
import { chmodSync, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { chooseAccount } from './account';
import { findPostgresBinaries } from './binaries';
import { ensureCluster, layout, readOrMakePassword, superuser } from './cluster';
import { holdNew, holdRunning, readNote, type Hold } from './hold';
import { settingsOf } from './settings';
import { tryStartLock } from './start-lock';

export interface EmbeddedPostgresOptions {
  /** The clone's `.data` folder. */
  readonly dataDir: string;
  readonly log: (line: string) => void;
  /** Added to, or instead of, the usual settings. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** Superuser's address of the database `casita`. */
  readonly url: string;
  /** Whether this call started the server; false: another process of this clone had. */
  readonly owned: boolean;
  /** Lets go of the server; it stops with its last user. */
  stop(): Promise<void>;
}

const waitMs = 100;
const progressMs = 5_000;

/** Makes sure that this clone's PostgreSQL runs, and holds it until `stop()` or the end of this process. */
export async function ensurePostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = prepareDataDir(options.dataDir);
  const started = Date.now();
  const progress = setInterval(
    () => options.log(`PostgreSQL is still starting (${Math.round((Date.now() - started) / 1000)} s) …`),
    progressMs,
  );
  try {
    const { hold, owned } = await obtainHold(dataDir, options);
    const url = addressOf(dataDir, hold.port, superuser);
    await ensureDatabase(addressOf(dataDir, hold.port, 'postgres'), superuser);
    const keeping = keepHeld(hold, dataDir, options);
    return { url, owned, stop: keeping.stop };
  } finally {
    clearInterval(progress);
  }
}

function prepareDataDir(given: string): string {
  mkdirSync(given, { recursive: true, mode: 0o755 });
  return realpathSync(resolve(given));
}

async function obtainHold(dataDir: string, options: EmbeddedPostgresOptions): Promise<{ hold: Hold; owned: boolean }> {
  const places = layout(dataDir);
  for (;;) {
    const running = await holdRunning(places.keeper, places.cluster);
    if (running) return { hold: running, owned: false };
    const release = tryStartLock(places.lock);
    if (!release) {
      await sleep(waitMs);
      continue;
    }
    try {
      const startedMeanwhile = await holdRunning(places.keeper, places.cluster);
      if (startedMeanwhile) return { hold: startedMeanwhile, owned: false };
      return { hold: await startServer(dataDir, options), owned: true };
    } finally {
      release();
    }
  }
}

async function startServer(dataDir: string, { log, settings = {} }: EmbeddedPostgresOptions): Promise<Hold> {
  const places = layout(dataDir);
  const binaries = findPostgresBinaries();
  const account = chooseAccount(places.cluster, [binaries.postgres, places.cluster]);
  if (!existsSync(places.cluster)) log('Making the database cluster in .data/postgres (once) …');
  await ensureCluster(dataDir, binaries, account, settings['fsync'] !== 'off');
  chmodSync(places.cluster, 0o700);
  const note = readNote(places.keeper);
  return holdNew(keeperScript(), {
    clusterDir: places.cluster,
    noteFile: places.keeper,
    logFile: places.log,
    command: [...account.prefix, binaries.postgres, '-D', places.cluster, ...settingsOf(settings)],
    ...(account.uid === undefined ? {} : { uid: account.uid, gid: account.gid ?? account.uid }),
    ...(note?.clusterDir === places.cluster ? { preferredPort: note.postgresPort } : {}),
  });
}

/** The keeper is run by plain Node: compiled, even when this file is run from source by a test. */
function keeperScript(): string {
  if (__filename.endsWith('.js')) return join(__dirname, 'keeper.js');
  return resolve(__dirname, '../../../dist/src/adapters/embedded-postgres/keeper.js');
}

function addressOf(dataDir: string, port: number, database: string): string {
  return `postgres://${superuser}:${readOrMakePassword(dataDir)}@127.0.0.1:${port}/${database}`;
}

async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${name}`);
  } catch (error) {
    const madeMeanwhile = ['42P04', '23505'].includes((error as { code?: string }).code ?? '');
    if (!madeMeanwhile) throw error;
  } finally {
    await client.end();
  }
}

/** When the keeper is killed the server goes on without one: a new keeper takes it over, so that it still ends with us. */
function keepHeld(first: Hold, dataDir: string, options: EmbeddedPostgresOptions): { stop(): Promise<void> } {
  let current = Promise.resolve(first);
  let stopped = false;
  const watch = (hold: Hold): void => {
    void hold.lost.then(() => {
      if (stopped) return;
      options.log('The keeper of the embedded PostgreSQL is gone; taking over.');
      current = obtainHold(dataDir, options).then(({ hold: next }) => {
        if (next.port !== first.port)
          options.log('The embedded PostgreSQL has moved to another port: restart the app.');
        watch(next);
        return next;
      });
      current.catch((error: Error) => options.log(`The embedded PostgreSQL could not be taken over: ${error.message}`));
    });
  };
  watch(first);
  return {
    stop: async () => {
      stopped = true;
      await (await current).release();
    },
  };
}
