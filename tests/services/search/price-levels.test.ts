import type { Sql } from '../../../src/adapters/postgres/sql';
import { refreshSearchRows, staleSearchRows } from '../../../src/search/refresh-search-rows';
import { rebuildSearch, verifySearch } from '../../../src/search/whole-read-model';
import { onlyDatabase } from '../support/test-database';
import * as world from './random-world';

/** What a city costs: measured of its homes, and held by a home's row as it was when the row was written. */
let database: Awaited<ReturnType<typeof onlyDatabase>>;
let homes: number[];

beforeAll(async () => {
  database = await onlyDatabase();
  const random = world.randomFrom(11);
  homes = await database.db.transaction(async (tx) => {
    const hosts = [await world.insertHost(tx, random)];
    const ids: number[] = [];
    for (let i = 0; i < 40; i += 1) ids.push(await world.insertHome(tx, random, hosts, [], true));
    await tx.query("update properties set currency = 'EUR'");
    await tx.query(
      "update components_property_address set city = case when id % 4 = 0 then 'Small' else 'Large' end, country = 'PT'",
    );
    await tx.query(
      "update components_property_address set city = 'Large' where city = 'Small' and id > (select id from components_property_address where city = 'Small' order by id offset 8 limit 1)",
    );
    await refreshSearchRows(tx, ids);
    return ids;
  });
});
afterAll(() => database?.drop());

const levels = (sql: Sql) =>
  sql.query<{ city: string; per_guest: number; homes: number }>(
    'select city, per_guest, homes from price_level order by city',
  );

const rowsOf = (sql: Sql, city: string) =>
  sql.query<{ price: number; local: number | null }>(
    'select base_price / max_guests as price, local_price as local from search_property where listed and city = $1 order by 1',
    [city],
  );

test('is what its middle home costs a guest, where it has ten homes', async () => {
  expect(await levels(database.db)).toEqual([]);
  await rebuildSearch(database.db, () => undefined);
  const large = await rowsOf(database.db, 'Large');
  const middle = large[Math.ceil(large.length / 2) - 1]?.price;
  expect(await levels(database.db)).toEqual([{ city: 'Large', per_guest: middle, homes: large.length }]);
  expect(new Set(large.map((row) => row.local))).toEqual(new Set([middle]));
  expect((await rowsOf(database.db, 'Small')).every((row) => row.local === null)).toBe(true);
  expect((await verifySearch(database.db, () => undefined)).stale).toEqual([]);
});

test('moves under rows that are right until they are written again', async () => {
  const { db } = database;
  await db.query('update price_level set per_guest = per_guest * 2');
  expect(await staleSearchRows(db, homes)).toEqual([]);
  const [home] = await db.query<{ id: number; ranking: number }>(
    "select property_id as id, ranking from search_property where listed and city = 'Large' order by abs(base_price / max_guests - local_price) limit 1",
  );
  const id = home?.id ?? 0;
  await db.transaction((tx) => refreshSearchRows(tx, [id]));
  const [after] = await db.query<{ ranking: number }>('select ranking from search_property where property_id = $1', [
    id,
  ]);
  expect(after?.ranking).toBeGreaterThan(home?.ranking ?? 9);
  expect(await staleSearchRows(db, homes)).toEqual([]);
  await db.query('update search_property set ranking = ranking + 0.000001 where property_id = $1', [id]);
  expect(await staleSearchRows(db, homes)).toEqual([id]);
});
