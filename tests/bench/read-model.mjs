/** The read model of the homes: written by the app's own code, by several processes at once, and checked by the app's own check. */
import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appDir } from '../../scripts/prepare.mjs';
import { withClient } from './database.mjs';
import { withoutIndexes } from './indexes.mjs';

const require = createRequire(import.meta.url);
const sampled = 500;
const batch = 1_000;

/** Writes it anew, unless the check finds nothing in a sample of the homes. */
export async function refreshReadModel(url, homes, say) {
  if ((await staleInSample(url, homes)) === 0) return;
  const started = Date.now();
  say(`the read model of ${homes.toLocaleString('en')} homes …`);
  await withClient(url, async (client) => {
    await client.query('truncate search_property');
    await withoutIndexes(client, ['search_property'], () => writeAll(url, homes));
    await client.query('vacuum analyze search_property');
  });
  const stale = await staleInSample(url, homes);
  if (stale > 0) throw new Error(`${stale} rows of the read model are not as the truth says`);
  say(`the read model of ${homes.toLocaleString('en')} homes took ${Math.round((Date.now() - started) / 1_000)} s`);
}

/** In order of place, as `search:rebuild` writes it. Each process has every nth batch, so that they end together. */
async function writeAll(url, homes) {
  const writers = Math.min(Math.max(2, cpus().length), Math.ceil(homes / batch));
  const children = Array.from({ length: writers }, (_, writer) =>
    fork(fileURLToPath(import.meta.url), ['writer', url, `${writer}`, `${writers}`], { execArgv: [] }),
  );
  await Promise.all(
    children.map(
      (child) =>
        new Promise((done, failed) => {
          child.once('error', failed);
          child.once('exit', (code) => (code === 0 ? done() : failed(new Error(`a writer ended with ${code}`))));
        }),
    ),
  );
}

async function write(url, writer, writers) {
  const { refreshSearchRows } = require(join(appDir, 'dist/src/search/refresh-search-rows'));
  const { homesByPlace } = require(join(appDir, 'dist/src/search/homes-by-place'));
  const db = open(url);
  const own = (await homesByPlace(db, batch)).filter((_, n) => n % writers === writer);
  for (const ids of own) {
    await db.transaction(async (tx) => {
      await tx.query('set local synchronous_commit = off');
      await refreshSearchRows(tx, ids);
    });
  }
  await db.close();
}

/** How many rows of the read model are not as the app would write them: what `npm run search:verify` says, of some homes. */
async function staleInSample(url, homes) {
  const { staleSearchRows } = require(join(appDir, 'dist/src/search/refresh-search-rows'));
  const db = open(url);
  const step = Math.max(1, Math.floor(homes / sampled));
  try {
    const ids = Array.from({ length: Math.min(sampled, homes) }, (_, n) => 1 + n * step);
    return (await staleSearchRows(db, ids)).length;
  } finally {
    await db.close();
  }
}

function open(connectionString) {
  const { openDatabase } = require(join(appDir, 'dist/src/adapters/postgres/database'));
  return openDatabase({ connectionString, poolMax: 1, lockTimeoutMs: 60_000, statementTimeoutMs: 600_000 });
}

if (process.argv[2] === 'writer') {
  const [url, ...numbers] = process.argv.slice(3);
  await write(url, ...numbers.map(Number));
  process.exit(0);
}
