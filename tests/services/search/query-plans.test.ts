import { Temporal } from 'temporal-polyfill';
import type { Sql } from '../../../src/adapters/postgres/sql';
import { addDays } from '../../../src/domain/night';
import { countAndFindHomes, currenciesOf, findHomes, homesOf, walkHomes } from '../../../src/search/queries/find-homes';
import type { PagePosition } from '../../../src/search/cursor';
import { readSearch, searchQuery } from '../../../src/search/search-query';
import { onlyDatabase } from '../support/test-database';
import { today } from './random-world';

/** Not figures but plans: with 30,000 homes, a search for one city must not read those of the others. */
const homes = 30_000;
const cities = 300;

let database: Awaited<ReturnType<typeof onlyDatabase>>;

beforeAll(async () => {
  database = await onlyDatabase();
  await database.db.transaction(async (tx) => {
    await tx.query('alter table search_property drop constraint search_property_property');
    await tx.query(
      `insert into search_property (property_id, document_id, listed, state, published_on, host_superhost, name, search_text, property_type, room_type,
         latitude, longitude, approximate_latitude, approximate_longitude, max_guests, max_infants, max_pets, amenities, currency, base_price,
         rating_count, ranking, instant_book, min_nights, max_nights, night_rules, advance_notice_days, booking_window_months,
         closed_to_arrival, closed_to_departure, time_zone, terms, closed_from, closed)
       select i, 'd' || i, true, 'published', now(), false, 'Home', 'home of city' || i % $2::integer, 'House', 'entire_home',
         lat, lng, lat, lng, 4, 2, 0, '{wifi}', 'EUR', 100, 0, 4.7 + i / 1e6, true, 1, 365, false, 0, 24, 0, 0, 'Europe/Lisbon', '{}', $3::date - 1, b'0101'
       from generate_series(1, $1::integer) i
       cross join lateral (select (i % $2::integer) % 17 * 5 - 40 + i % 7 / 100.0 as lat, (i % $2::integer) / 17 * 9 - 80 + i % 11 / 100.0 as lng) point`,
      [homes, cities, today()],
    );
  });
  await database.db.query('analyze search_property');
});
afterAll(() => database?.drop());

/** The plan of the one statement that `work` runs. */
async function planOf(work: (sql: Sql) => Promise<unknown>): Promise<string> {
  let plan = '';
  const explaining: Sql = {
    async query<Row>(text: string, values?: readonly unknown[]) {
      const lines = await database.db.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
      plan = lines.map((line) => line['QUERY PLAN']).join('\n');
      return [] as Row[];
    },
  };
  await work(explaining);
  return plan;
}

const now = Temporal.Now.instant();
const dates = { checkIn: addDays(today(), 20), checkOut: addDays(today(), 25) };
const page = { limit: 21 };
const city = { bbox: '-80.1,-40.1,-79.8,-39.8' };

it.each([
  ['a dated box', { ...city, ...dates }, 'search_property_place'],
  ['a box', city, 'search_property_place'],
  [
    'a dated circle, nearest first',
    { ...dates, lat: '-40', lng: '-80', radiusKm: '10', sort: 'distance' },
    'search_property_place',
  ],
  ['the best of the world, dated', dates, 'search_property_ranking'],
  ['the newest', { sort: 'newest' }, 'search_property_newest'],
  ['the cheapest', { sort: 'price' }, 'search_property_price'],
  ['words', { q: 'city217' }, 'search_property_words'],
])('%s is found by an index', async (_name, query, index) => {
  const search = readSearch(searchQuery.parse(query));
  const plan = await planOf((sql) => findHomes(sql, search, now, { position: null, ...page }));
  expect(plan).toContain(index);
  expect(plan).not.toContain('Seq Scan on search_property');
});

it('a dated box is counted by an index, which leaves out the homes beside it', async () => {
  const search = readSearch(searchQuery.parse({ ...city, ...dates }));
  const plan = await planOf((sql) => countAndFindHomes(sql, search, now, { position: null, ...page, most: 1_000 }));
  const conditions = plan.match(/using search_property_place.*?\n.*?Index Cond: .*/g) ?? [];
  expect(conditions).toHaveLength(2);
  for (const each of conditions) expect(each).toContain('approximate_latitude <=');
});

it('the next page goes on in the index', async () => {
  const search = readSearch(searchQuery.parse(dates));
  const plan = await planOf((sql) => findHomes(sql, search, now, { position: { key: 4.71, id: 10 }, ...page }));
  expect(plan).toMatch(/Index Cond: \(ROW\(ranking, property_id\) </);
});

describe('a place with more homes than are put in order', () => {
  const ask = (query: object, position: PagePosition | null) => {
    const search = readSearch(searchQuery.parse(query));
    const wanted = { position, ...page };
    const read = (text: string | null) => (text === null ? null : homesOf(search, text));
    return Promise.all([
      countAndFindHomes(database.db, search, now, { ...wanted, most: 1_000 }),
      walkHomes(database.db, search, now, wanted).then(read),
      findHomes(database.db, search, now, wanted).then((text) => homesOf(search, text)),
    ]);
  };

  it.each([
    {},
    dates,
    { sort: 'newest' },
    { ...dates, sort: 'price' },
    { sort: 'rating' },
    { bbox: '-80.1,-90,180,90', ...dates },
  ])('%p: the page is come upon in order, and so is the next one', async (query) => {
    let position: PagePosition | null = null;
    for (let n = 0; n < 3; n += 1) {
      const [counted, walked, found] = await ask(query, position);
      expect(counted).toEqual({ count: 1_001, found: null });
      expect(walked).toEqual(found);
      expect(found).toHaveLength(page.limit);
      const last = found.at(-1);
      position = last ? { key: last.key, id: last.property_id } : null;
    }
  });

  it('where few of the first homes of all meet it, the page is left to the other way', async () => {
    const [counted, none, found] = await ask({ adults: '5' }, null);
    expect([counted, none, found]).toEqual([{ count: 0, found: '' }, null, []]);
    await database.db.query('update search_property set max_guests = 6 where property_id <= 5000');
    const [rare, walked, all] = await ask({ adults: '5' }, null);
    expect([rare, walked, all.length]).toEqual([{ count: 1_001, found: null }, null, page.limit]);
    await database.db.query('update search_property set max_guests = 4 where property_id <= 5000');
  });
});

it('currencies are looked for among so many homes and no more', async () => {
  const search = readSearch(searchQuery.parse({}));
  expect(await currenciesOf(database.db, search, now, 100)).toEqual({ currencies: ['EUR'], isAll: false });
  expect(await currenciesOf(database.db, search, now, 1_000_000)).toEqual({ currencies: ['EUR'], isAll: true });
});
