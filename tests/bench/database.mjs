/** A database for each size, made once and kept in .data/bench: making a million homes takes longer than measuring them. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { appDir } from '../../scripts/prepare.mjs';
import { testSecrets } from '../../scripts/test-secrets.mjs';
import { daysBefore, fillHomes } from './homes.mjs';
import { refreshReadModel } from './read-model.mjs';

const require = createRequire(import.meta.url);
const { Client } = require('pg');

/** Several clones may share what was made: CASITA_BENCH_DIR. */
export const benchDir = process.env.CASITA_BENCH_DIR ?? join(appDir, '.data/bench');

/** What an operator of a small machine would set; the same for everybody who is measured. Writes are durable. */
export const settings = {
  shared_buffers: '2GB',
  effective_cache_size: '6GB',
  work_mem: '32MB',
  maintenance_work_mem: '512MB',
  max_wal_size: '8GB',
  random_page_cost: '1.1',
  max_connections: '100',
};

/** For the benchmark's own test: a server that is there, and a database on it that is migrated already. */
const given = { url: process.env.CASITA_BENCH_POSTGRES_URL, template: process.env.CASITA_BENCH_TEMPLATE };

/** @returns {Promise<{ url: string, stop(): Promise<void> }>} the server; its databases by name are `addressOf` */
export function startServer(say) {
  if (given.url) return { url: given.url, stop: async () => {} };
  const { ensurePostgres } = require(join(appDir, 'dist/src/adapters/embedded-postgres'));
  return ensurePostgres({ dataDir: benchDir, log: say, settings });
}

export function addressOf(server, name) {
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return url.href;
}

/**
 * The address of the database with so many homes. Made where it is not there, is of another recipe, or so old that stays in it
 * begin; brought up to date with the app's code where that has changed.
 */
export async function homesDatabase(server, homes, say) {
  const name = `casita_bench_${homes}`;
  const url = addressOf(server, name);
  const note = await readNote(server, name);
  const isGood = note?.recipe === recipe && ageInDays(note.day) < daysBefore;
  if (!isGood) await make(server, name, homes, say);
  else if (note.tables !== tablesOfCode()) await runCommand('migrate', url);
  await refreshReadModel(url, homes, say);
  await writeNote(server, name, { recipe, day: isGood ? note.day : today(), tables: tablesOfCode() });
  return url;
}

/**
 * A database that may be written to: a copy of the homes, kept under a name of its own until the homes are made anew.
 * @returns {Promise<string>} its name
 */
export async function copyOfHomes(server, homes, purpose, say) {
  await homesDatabase(server, homes, say);
  const source = `casita_bench_${homes}`;
  const name = `${source}_${purpose}`;
  const [made, copied] = [await readNote(server, source), await readNote(server, name)];
  if (copied?.recipe === made.recipe && copied.day === made.day) return name;
  say(`a copy of ${homes.toLocaleString('en')} homes: ${purpose} …`);
  await dropCopy(server, name);
  await onServer(server, (admin) => admin.query(`create database ${name} template ${source}`));
  await writeNote(server, name, made);
  return name;
}

export const dropCopy = (server, name) =>
  onServer(server, (admin) => admin.query(`drop database if exists ${name} with (force)`));

async function make(server, name, homes, say) {
  const started = Date.now();
  const saying = (what) => say(`${what} after ${Math.round((Date.now() - started) / 1_000)} s`);
  await onServer(server, async (admin) => {
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.query(`create database ${name} template ${given.template ?? 'template1'}`);
  });
  const url = addressOf(server, name);
  if (!given.template) await runCommand('migrate', url);
  await withClient(url, async (client) => {
    await fillHomes(client, homes, saying);
    await client.query('vacuum analyze');
  });
  saying('all but the read model');
}

export async function withClient(url, work) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const onServer = (server, work) => withClient(addressOf(server, 'postgres'), work);

const hashOf = (files) => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
};

const recipe = hashOf([new URL('./homes.mjs', import.meta.url)]);

/** What the app's tables are made from. */
function tablesOfCode() {
  const made = /^(database\/migrations\/.*\.js|src\/api\/.*schema\.json|src\/adapters\/postgres\/.*\.js)$/;
  const names = readdirSync(join(appDir, 'dist'), { recursive: true }).filter((name) => made.test(name));
  return hashOf(names.sort().map((name) => join(appDir, 'dist', name)));
}

const today = () => new Date().toISOString().slice(0, 10);
const ageInDays = (day) => (Date.now() - Date.parse(day)) / 86_400_000;

/** What is known of a database is written beside its name: a database that was not finished has no note. */
async function readNote(server, name) {
  const found = await onServer(server, (admin) =>
    admin.query(`select shobj_description(oid, 'pg_database') as note from pg_database where datname = $1`, [name]),
  );
  const note = found.rows[0]?.note;
  return note ? JSON.parse(note) : undefined;
}

const writeNote = (server, name, note) =>
  onServer(server, (admin) => admin.query(`comment on database ${name} is '${JSON.stringify(note)}'`));

/** Runs a command of the app to its end. */
export function runCommand(command, url) {
  const env = { ...process.env, ...testSecrets, CASITA_ENV_FILE: 'none', NODE_ENV: 'production', DATABASE_URL: url };
  const script = join(appDir, 'dist/src/cli', `${command}.js`);
  const child = spawn(process.execPath, [script], { cwd: appDir, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => (code === 0 ? done() : failed(new Error(`${command}: ${output.slice(-3_000)}`))));
  });
}
