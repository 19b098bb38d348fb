import type { Database } from '../../src/adapters/postgres/sql';
import { onlyDatabase } from './support/test-database';

/** Not figures but plans: of two values that many homes have and hardly any has both of, a generated list must not go through all homes. */

const homes = 30_000;
let database: Awaited<ReturnType<typeof onlyDatabase>>;
let db: Database;

beforeAll(async () => {
  database = await onlyDatabase();
  db = database.db;
  await db.transaction(async (tx) => {
    await tx.query('set local session_replication_role = replica');
    // No house is a hotel's, no villa is let in yen; the only private rooms in lofts are the last and the oldest homes.
    await tx.query(
      `insert into properties (id, document_id, name, summary, state, time_zone, published_on, property_type, room_type, currency)
       select i, 'home' || i, 'Home ' || i, repeat('A quiet home near the river. ', 10), 'published', 'Europe/Lisbon', timestamp '2025-01-01' + ($1::int - i) * interval '1 minute', property_type,
         case when property_type = 'House' and room_type = 'hotel_room' or property_type = 'Loft' and room_type = 'private_room' and i < $1 - 60 then 'entire_home' else room_type end,
         case when property_type = 'Villa' then 'EUR' else currency end
       from generate_series(1, $1::int) i
       cross join lateral (select (array['Apartment', 'House', 'Loft', 'Villa'])[1 + i % 4] as property_type,
         (array['entire_home', 'private_room', 'hotel_room'])[1 + i / 4 % 3] as room_type, (array['EUR', 'EUR', 'USD', 'JPY'])[1 + i / 16 % 4] as currency) made`,
      [homes],
    );
  });
  await db.query('vacuum analyze properties');
});
afterAll(() => database?.drop());

interface Plan {
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Actual Rows': number;
  readonly Plans?: readonly Plan[];
}

/** How many rows were read, whether or not they were shown. */
const readBy = (plan: Plan): number =>
  plan['Actual Rows'] +
  (plan['Rows Removed by Filter'] ?? 0) +
  (plan.Plans ?? []).reduce((sum, each) => sum + readBy(each), 0);

async function rowsRead(text: string, values: readonly unknown[]): Promise<number> {
  const [row] = await db.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (analyze, format json) ${text}`, values);
  return readBy((row?.['QUERY PLAN'] ?? [])[0]?.Plan ?? { 'Actual Rows': Infinity });
}

const pairs = [
  ['room_type', 'hotel_room', 'property_type', 'House', 0],
  ['room_type', 'private_room', 'property_type', 'Loft', 1],
  ['currency', 'JPY', 'property_type', 'Villa', 0],
] as const;

describe.each(pairs)('%s %s with %s %s', (one, ofOne, other, ofOther, least) => {
  const where = `where (("t0"."${one}" = $1 and "t0"."${other}" = $2 and "t0"."state" = $3))`;
  const values = [ofOne, ofOther, 'published'];

  test('is as it is meant: each has many homes, and hardly any has both', async () => {
    const [row] = await db.query<{ both: number; one: number; other: number }>(
      `select count(*) filter (where ${one} = $1 and ${other} = $2)::int as both, count(*) filter (where ${one} = $1)::int as one,
         count(*) filter (where ${other} = $2)::int as other from properties`,
      [ofOne, ofOther],
    );
    expect(row?.both).toBeGreaterThanOrEqual(least);
    expect(row?.both).toBeLessThan(10);
    expect(Math.min(row?.one ?? 0, row?.other ?? 0)).toBeGreaterThan(homes / 10);
  });

  test.each([
    ['in the order of ids', `select "t0".* from "properties" as "t0" ${where} order by "t0"."id" asc limit $4`, 25],
    [
      'the newest first',
      `select "t0".* from "properties" as "t0" ${where} order by "t0"."published_on" desc, "t0"."id" asc limit $4`,
      25,
    ],
    ['counted', `select count("t0"."id") as "count" from "properties" as "t0" ${where} limit $4`, 1],
  ])('%s reads these alone', async (_what, text, limit) => {
    expect(await rowsRead(text, [...values, limit])).toBeLessThan(100);
  });
});
