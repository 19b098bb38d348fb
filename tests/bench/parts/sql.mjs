/**
 * Time within PostgreSQL, in boxes with many homes: the search with dates against finding all homes of the box by geography alone, and against
 * the same search without dates. Both searches end when they know that more than a thousand homes meet them and have a page; with dates
 * they have to look at more homes until then, as many more as are taken.
 */
import { datedSearchPath, from, searchPath } from '../asks.mjs';
import { boxesAround, boxSizes } from '../boxes.mjs';
import { homesDatabase, withClient } from '../database.mjs';
import { median } from '../rounds.mjs';
import { recordPlan } from '../statements.mjs';

const boxesEach = 20;
/** A statement is planned for its values the first times, and then perhaps for all: what counts is what stays. */
const warmUps = 7;
const times = 9;

/** @param {import('../bench.mjs').Bench} bench */
export async function measureSql(bench) {
  const homes = Math.max(...bench.sizes);
  const size = boxSizes.findLast((each) => each * 6 <= homes);
  const url = await homesDatabase(bench.server, homes, bench.say);
  const boxes = await withClient(url, (client) => boxesAround(client, size, boxesEach));
  const pairs = boxes.map((box, n) => [searchPath(box), datedSearchPath(box, n)]);
  const plan = await recordPlan(url, pairs.flat().map((path, n) => ({ path, headers: from(n) }))); // prettier-ignore
  bench.say(`time within PostgreSQL, ${size} of ${homes} homes in the box`);
  const seen = await withClient(url, async (client) => {
    const timeOf = timer(client);
    const rows = [];
    for (const [place, dated] of pairs) rows.push(await compareBox(timeOf, plan, boxes[rows.length], place, dated));
    return rows;
  });
  const middle = (name) => median(seen.map((row) => row[name]));
  bench.add({
    id: `sql ${size}`,
    what: `SQL time of the search with dates, ${size.toLocaleString('en')} homes in the box`,
    homes,
    figures: Object.fromEntries(
      ['with dates', 'without dates', 'geography alone'].map((name) => [name, { p50: middle(name) }]),
    ),
    ratios: [
      { of: 'with dates', to: 'geography alone', figure: 'p50', atMost: 1.2, ratio: median(seen.map((row) => row['with dates'] / row['geography alone'])) },
      { of: 'with dates', to: 'without dates', figure: 'p50', atMost: 1.2, ratio: median(seen.map((row) => row['with dates'] / row['without dates'])) },
    ], // prettier-ignore
  });
}

async function compareBox(timeOf, plan, box, place, dated) {
  const scan = [{ text: scanOfBox, values: [box.latitude, box.longitude, box.half, bandsOf(box)] }];
  const contestants = { 'with dates': plan[dated].waves.flat(), 'without dates': plan[place].waves.flat(), 'geography alone': scan }; // prettier-ignore
  const seen = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let n = 0; n < warmUps + times; n += 1) {
    for (const [name, statements] of Object.entries(contestants)) {
      let total = 0;
      for (const statement of statements) total += await timeOf(statement);
      if (n >= warmUps) seen[name].push(total);
    }
  }
  return Object.fromEntries(Object.entries(seen).map(([name, each]) => [name, median(each)]));
}

/** Which homes are in the box, and nothing else: in the index alone. */
const scanOfBox = `select count(*) from search_property s where s.listed and floor(s.approximate_latitude * 100)::integer = any($4::integer[])
  and s.approximate_latitude between $1::double precision - $3::double precision and $1 + $3
  and s.approximate_longitude between $2::double precision - $3 and $2 + $3`;

function bandsOf({ latitude, half }) {
  const [first, last] = [latitude - half, latitude + half].map((degrees) => Math.floor(degrees * 100));
  return `{${Array.from({ length: last - first + 1 }, (_, n) => first + n)}}`;
}

/** @returns milliseconds that a statement takes in the server, prepared, without what sending its rows takes */
function timer(client) {
  const prepared = new Map();
  return async ({ text, values }) => {
    let name = prepared.get(text);
    if (name === undefined) {
      name = `timed_${prepared.size}`;
      await client.query({ name, text, values });
      prepared.set(text, name);
    }
    const given = values.map((value) => (value === null ? 'null' : client.escapeLiteral(String(value)))).join(', ');
    const execute = `execute ${name}${given === '' ? '' : `(${given})`}`;
    const { rows } = await client.query(`explain (analyze, timing off, format json) ${execute}`);
    return rows[0]['QUERY PLAN'][0]['Execution Time'];
  };
}
