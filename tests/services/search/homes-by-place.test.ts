import { homesByPlace } from '../../../src/search/homes-by-place';
import { refreshSearchRows } from '../../../src/search/refresh-search-rows';
import { onlyDatabase } from '../support/test-database';
import * as world from './random-world';

/** A rebuild goes through the homes as the index of places has them, and their rows lie so. */
let database: Awaited<ReturnType<typeof onlyDatabase>>;
let homes: number[];

beforeAll(async () => {
  database = await onlyDatabase();
  const random = world.randomFrom(23);
  homes = await database.db.transaction(async (tx) => {
    const hosts = [await world.insertHost(tx, random)];
    const ids: number[] = [];
    for (let i = 0; i < 60; i += 1) ids.push(await world.insertHome(tx, random, hosts, [], true));
    return ids;
  });
});
afterAll(() => database?.drop());

const inIndex = 'floor(approximate_latitude * 100)::integer, approximate_longitude';
const idsBy = async (order: string) =>
  (await database.db.query<{ id: number }>(`select property_id as id from search_property order by ${order}`)).map(({ id }) => id); // prettier-ignore

test('lists every home once, in the order of the index, also before it has a row', async () => {
  const lists = await homesByPlace(database.db, 25);
  expect(lists.map((list) => list.length)).toEqual([25, 25, 10]);
  const listed = lists.flat();
  expect([...listed].sort((a, b) => a - b)).toEqual(homes);
  await database.db.transaction((tx) => refreshSearchRows(tx, homes));
  const withPoint = await idsBy(`${inIndex} nulls last`);
  expect(listed).toEqual(withPoint);
  expect(listed).not.toEqual(homes);
  const pages = (await database.db.query<{ page: number }>(`select (ctid::text::point)[0] as page from search_property order by ${inIndex}`)).map(({ page }) => page); // prettier-ignore
  expect(new Set(pages).size).toBeGreaterThan(3);
  // One that is a little shorter may find room in the page before.
  expect(pages.filter((page, at) => page !== pages[at - 1]).length).toBeLessThan(homes.length / 3);
});
