/**
 * The plans of the queries that matter most, on a million homes: `node tests/bench/query-plans.mjs` prints them, and fails where one reads a
 * large table row by row; `--docs` puts them into docs/query-plans.md, `--homes 10000` takes a smaller database, `--as-is` one whose rows
 * need not be checked. What is asked over HTTP is
 * recorded from the app's own process; what writes, or needs a sign-in, is asked in a transaction that is rolled back.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { compile } from '../../scripts/compile.mjs';
import { appDir, continueUnderPinnedNode } from '../../scripts/prepare.mjs';
import { datedSearchPath, from, homePath, searchPath } from './asks.mjs';
import { boxesAround, boxSizes } from './boxes.mjs';
import { addressOf, benchDir, homesDatabase, startServer, withClient } from './database.mjs';
import { asText, machine } from './report.mjs';
import { record } from './statements.mjs';
import { directQuestions, fillSmallTables } from './direct-questions.mjs';

/** @typedef {{ what: string, statements: import('./record-statements.mjs').Statement[], writes?: boolean, keeps?: string[] }} Question `keeps`: indexes that an insert is refused by, which plans do not name */
/** @typedef {{ text: string, plan: string[], ms: number, hits: number, reads: number }} Explained */

/** A prepared statement is planned for its values five times, and then perhaps for all: what counts is what stays. */
const warmUps = 6;
/** Of so many the quickest is shown: one alone may have met something else on the machine. */
const shownOf = 5;
/** Reading a table of fewer rows whole is quicker than any index. */
const largeRows = 2_000;

/** An answer is here before the app has written down what it asked for it. */
const recordedMs = 500;

const say = (line) => console.error(line);

async function main() {
  const { values } = parseArgs({
    options: {
      homes: { type: 'string', default: '1000000' },
      docs: { type: 'boolean', default: false },
      'as-is': { type: 'boolean', default: false },
    },
  });
  const homes = Number(values.homes);
  compile(appDir);
  mkdirSync(benchDir, { recursive: true });
  const server = await startServer(say);
  try {
    const url = values['as-is'] ? addressOf(server, `casita_bench_${homes}`) : await homesDatabase(server, homes, say);
    const questions = await askedOverHttp(url, homes);
    const seen = await withClient(url, (client) => explainAll(client, questions));
    const page = pageOf(seen, homes);
    console.log(page);
    if (values.docs) writePage(page);
    const bad = seen.flatMap(({ what, scans }) => scans.map((table) => `${what}: all rows of ${table} are read`));
    bad.forEach(say);
    return bad.length === 0 ? 0 : 1;
  } finally {
    await server.stop();
  }
}

/** @returns {Promise<Question[]>} */
async function askedOverHttp(url, homes) {
  const size = boxSizes.findLast((each) => each <= 1_500 && each * 6 <= homes);
  const [box] = await withClient(url, (client) => boxesAround(client, size, 1));
  const home = await withClient(url, async (client) => {
    const found = `select document_id from properties where id = ${Math.floor(homes / 3)}`;
    return (await client.query(found)).rows[0].document_id;
  });
  const dated = datedSearchPath(box, 1);
  const dates = Object.fromEntries(new URL(dated, 'http://any').searchParams);
  const stay = { checkIn: dates.checkIn, checkOut: dates.checkOut, adults: 2 };
  const asks = {
    [`Search with dates, ${size.toLocaleString('en')} homes in the box`]: { path: dated },
    'Search by place alone': { path: searchPath(box) },
    'Search by the price of the stay': { path: `${dated}&sort=price` },
    'Page of a home': { path: `${homePath(home)}?populate=*` },
    'Calendar of a home for guests, a year': {
      path: `${homePath(home)}/availability?from=${stay.checkIn}&to=${Number(stay.checkIn.slice(0, 4)) + 1}${stay.checkIn.slice(4)}`,
    },
    'Reviews of a home': { path: `${homePath(home)}/reviews` },
    'Quote of a stay': {
      path: `${homePath(home)}/quote`,
      method: 'POST',
      body: JSON.stringify({ ...stay, checkIn: stay.checkIn }),
    },
  };
  const recorded = await record(url, { WORKERS: 'apart' }, async (send) => {
    for (const [what, ask] of Object.entries(asks)) {
      const headers = { ...from(1), 'content-type': 'application/json' };
      await send(what, { ...ask, headers }).catch((error) => refusedAsWell(what, error));
    }
    await sleep(recordedMs);
  });
  return recorded.map(({ name, waves }) => ({ what: name, statements: waves.flat() }));
}

/** A home that is taken on these dates is quoted by the same statements. */
function refusedAsWell(what, error) {
  if (!what.startsWith('Quote') || !/: (409|422) /.test(error.message)) throw error;
}

/** All in one transaction that is rolled back. */
async function explainAll(client, questions) {
  const large = await largeTables(client);
  await client.query('begin');
  try {
    await fillSmallTables(client);
    const all = [...questions, ...(await directQuestions(client))];
    const seen = [];
    for (const question of all) seen.push({ what: question.what, ...(await explainQuestion(client, question, large)) });
    return seen;
  } finally {
    await client.query('rollback');
  }
}

async function largeTables(client) {
  const { rows } = await client.query(
    `select relname from pg_class where relkind = 'r' and reltuples > $1 union values ('strapi_sessions'), ('stripe_call'), ('calendar_ranges')`,
    [largeRows],
  );
  return new Set(rows.map(({ relname }) => relname));
}

async function explainQuestion(client, { statements, writes = false, keeps = [] }, large) {
  /** @type {Explained[]} */
  const explained = [];
  for (const statement of statements.filter(({ text }) => /^\s*(select|with|insert|update|delete)/i.test(text)))
    explained.push(await explain(client, statement, writes));
  const lines = explained.flatMap(({ plan }) => plan);
  const named = (pattern) => [...new Set(lines.flatMap((line) => [...line.matchAll(pattern)].map(([, name]) => name)))];
  return {
    explained,
    indexes: [
      ...keeps,
      ...named(/(?:Index (?:Only )?Scan(?: Backward)? using|Bitmap Index Scan on) (\w+)/g),
      ...named(/Conflict Arbiter Indexes: (\w+)/g),
    ],
    scans: named(/Seq Scan on (\w+)/g).filter((table) => large.has(table)),
  };
}

let prepared = 0;

/** @returns {Promise<Explained>} */
async function explain(client, { text, values }, writes) {
  const options = 'analyze, buffers, costs off, timing off, summary on';
  let rows;
  if (writes) {
    ({ rows } = await client.query(`explain (${options}) ${text}`, values));
  } else {
    const name = `plan_${(prepared += 1)}`;
    for (let n = 0; n < warmUps; n += 1) await client.query({ name, text, values });
    const given = values.map((value) => (value === null ? 'null' : client.escapeLiteral(String(value)))).join(', ');
    const asked = `explain (${options}) execute ${name}${given === '' ? '' : `(${given})`}`;
    const seen = [];
    for (let n = 0; n < shownOf; n += 1) seen.push((await client.query(asked)).rows);
    [rows] = seen.sort((one, other) => msOf(one) - msOf(other));
  }
  const plan = rows.map((row) => row['QUERY PLAN']);
  const all = plan.join('\n');
  const first = /Buffers: shared(?: hit=(\d+))?(?: read=(\d+))?/.exec(all) ?? [];
  return {
    text,
    plan,
    ms: msOf(rows),
    hits: Number(first[1] ?? 0),
    reads: Number(first[2] ?? 0),
  };
}

const msOf = (rows) => Number(/Execution Time: ([\d.]+) ms/.exec(rows.at(-1)?.['QUERY PLAN'] ?? '')?.[1] ?? 0);

const total = (explained, figure) => explained.reduce((sum, each) => sum + each[figure], 0);
const pages = (explained) => (total(explained, 'hits') + total(explained, 'reads')).toLocaleString('en');

function pageOf(seen, homes) {
  const { processor, cores, memoryGb } = machine();
  const head = ['question', 'statements', 'ms', 'pages'];
  const rows = seen.map(({ what, explained }) => [
    what,
    String(explained.length),
    total(explained, 'ms').toFixed(2),
    pages(explained),
  ]);
  const seenOn = `${homes.toLocaleString('en')} homes, ${cores} cores (${processor}), ${memoryGb} GB, ${new Date().toISOString().slice(0, 10)}.`;
  return [seenOn, asText([head, ...rows]), ...seen.map(sectionOf)].join('\n\n');
}

const widest = 160;
const cut = (line) => (line.length > widest ? `${line.slice(0, widest - 1)}…` : line);
/** The statement's own lines, without what they are indented by. */
const linesOf = (text) => text.split('\n').map((line) => line.trim()).filter(Boolean).map(cut); // prettier-ignore

/** The dearest statement of a question, and its plan. */
function sectionOf({ what, explained, indexes }) {
  const dearest = explained.reduce((most, each) => (each.ms > most.ms ? each : most));
  const others = explained.length > 1 ? ` The dearest of ${explained.length} statements:` : '';
  const on = `On ${indexes.map((name) => `\`${name}\``).join(', ')}.${others}`;
  return `### ${what}\n\n${on}\n\n\`\`\`sql\n${linesOf(dearest.text).join('\n')}\n\`\`\`\n\n\`\`\`text\n${dearest.plan.map(cut).join('\n')}\n\`\`\``;
}

function writePage(content) {
  const page = join(appDir, 'docs/query-plans.md');
  const marked = /(<!-- query-plans -->)[\s\S]*?(<!-- \/query-plans -->)/;
  const text = readFileSync(page, 'utf8');
  if (!marked.test(text)) throw new Error('docs/query-plans.md has no place for the plans');
  writeFileSync(
    page,
    text.replace(marked, (_all, start, end) => `${start}\n\n${content}\n\n${end}`),
  );
}

await continueUnderPinnedNode(import.meta.url);
main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
