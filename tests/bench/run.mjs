/**
 * `npm run bench`: makes what it needs, measures ours and others in turn, prints tables, and keeps them as JSON.
 *   --homes 10000,1000000   numbers of homes (default: 10000,100000,1000000)
 *   --only search,sql       parts (default: all)
 *   --rounds 3 --seconds 5  how often, and for how long each
 *   --docs                  puts all that was measured so far into docs/performance.md
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compile } from '../../scripts/compile.mjs';
import { appDir, continueUnderPinnedNode } from '../../scripts/prepare.mjs';
import { isEnough, newBench } from './bench.mjs';
import { benchDir, settings, startServer } from './database.mjs';
import { keepResults, writeDocs } from './keep.mjs';
import { measureBookings } from './parts/bookings.mjs';
import { measureHomePage } from './parts/home-page.mjs';
import { measureLists } from './parts/lists.mjs';
import { measureProcess } from './parts/process.mjs';
import { measureScale } from './parts/scale.mjs';
import { measureSearch } from './parts/search.mjs';
import { measureSignedIn } from './parts/signed-in.mjs';
import { measureSql } from './parts/sql.mjs';
import { measureStock } from './parts/stock.mjs';
import { asText, figureTable, ratioTable } from './report.mjs';

const parts = {
  search: measureSearch,
  scale: measureScale,
  sql: measureSql,
  'home-page': measureHomePage,
  'signed-in': measureSignedIn,
  stock: measureStock,
  lists: measureLists,
  bookings: measureBookings,
  process: measureProcess,
};

const say = (line) => console.error(line);

function readOptions() {
  const { values } = parseArgs({
    options: {
      homes: { type: 'string', default: '10000,100000,1000000' },
      only: { type: 'string', default: Object.keys(parts).join(',') },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '5' },
      docs: { type: 'boolean', default: false },
    },
  });
  const only = values.only.split(',').filter(Boolean);
  const unknown = only.filter((name) => !(name in parts));
  if (unknown.length > 0) throw new Error(`No such part: ${unknown}. There are ${Object.keys(parts).join(', ')}`);
  const sizes = values.homes.split(',').map(Number);
  return { only, docs: values.docs, sizes, rounds: Number(values.rounds), seconds: Number(values.seconds) };
}

async function main() {
  const { only, docs, ...options } = readOptions();
  compile(appDir);
  mkdirSync(benchDir, { recursive: true });
  const server = await startServer(say);
  const bench = newBench({ ...options, server, say });
  try {
    for (const name of only) await parts[name](bench);
  } finally {
    await server.stop();
  }
  return finish(bench.rows, docs);
}

function finish(rows, docs) {
  const results = keepResults(benchDir, rows, settings);
  if (docs) writeDocs(results);
  console.log(`\n${asText(ratioTable(rows))}\n\n${asText(figureTable(rows))}\n`);
  const wrong = rows.flatMap(({ figures }) => Object.values(figures)).reduce((sum, each) => sum + (each.notOk ?? 0), 0);
  if (wrong > 0) say(`${wrong} answers were not what was asked for: nothing of this counts`);
  const missed = rows.flatMap(({ ratios }) => ratios).filter((each) => isEnough(each) === false);
  if (rows.length > 0) say(`${missed.length === 0 ? 'All' : 'Not all'} that is wanted is met. Kept in ${benchDir}`);
  return wrong > 0 ? 1 : 0;
}

await continueUnderPinnedNode(import.meta.url);
main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
