import type { Sql, Tx } from '../../../src/adapters/postgres/sql';
import { addDays, nightOf } from '../../../src/domain/night';
import { rollSearch } from '../../../src/jobs/roll-search';
import type { Casita } from '../../../src/ports';
import { loadNights, loadTerms } from '../../../src/search/load-terms';
import { nightStatuses } from '../../../src/domain/night-statuses';
import { refreshNights, refreshSearchRows, staleSearchRows } from '../../../src/search/refresh-search-rows';
import { onlyDatabase } from '../support/test-database';
import * as world from './random-world';
import { Temporal } from 'temporal-polyfill';

type TestDatabase = Awaited<ReturnType<typeof onlyDatabase>>;
type Refresh = (tx: Tx, home: number) => Promise<void>;
const whole: Refresh = (tx, home) => refreshSearchRows(tx, [home]);
const base = (days: number) => addDays(nightOf(world.today()), days);

const writes: [string, (tx: Tx, home: number, random: world.Random) => Promise<unknown>, Refresh][] = [
  ['a new name', (tx, home) => tx.query("update properties set name = 'New name' where id = $1", [home]), whole],
  ['a property taken off', (tx, home) => tx.query("update properties set state = 'unpublished' where id = $1", [home]), whole],
  ['a base price', (tx, home) => tx.query("update components_property_prices set base = base + 7 where id = (select cmp_id from properties_cmps where entity_id = $1 and field = 'prices')", [home]), whole],
  ['an amenity', (tx, home) => tx.query("with gone as (delete from properties_amenities_lnk where property_id = $1 returning amenity_id) insert into properties_amenities_lnk (property_id, amenity_id) select $1, id from amenities where id not in (select amenity_id from gone)", [home]), whole],
  ['a published review', (tx, home) => tx.query("insert into reviews (document_id, property_id, side, state, overall) values (md5(random()::text), $1, 'guest', 'published', 2)", [home]), whole],
  ['a sold night', (tx, home) => sold(tx, home, base(40)), refreshNights],
  ['a closed range', (tx, home) => closed(tx, home, base(200), base(210)), refreshNights],
  ['a range closed for ever', (tx, home) => closed(tx, home, base(300), base(9000)), refreshNights],
  ['a minimum stay', (tx, home) => tx.query("insert into calendar_ranges (document_id, property_id, first_night, last_night, min_nights) values (md5(random()::text), $1, $2, $2, 9)", [home, base(50)]), whole],
]; // prettier-ignore

const closed = (tx: Tx, home: number, first: string, last: string) =>
  tx.query("insert into calendar_ranges (document_id, property_id, first_night, last_night, closed) values (md5(random()::text), $1, $2, $3, true)", [home, first, last]); // prettier-ignore

const sold = async (tx: Tx, home: number, night: string) => {
  const booking = await world.insertBooking(tx, world.randomFrom(1), home);
  await tx.query('insert into stay_night (property_id, night, booking_id) values ($1, $2, $3) on conflict do nothing', [
    home,
    night,
    booking,
  ]);
};

const openNights = (tx: Tx, home: number) =>
  tx.query(
    'with ranges as (delete from calendar_ranges where property_id = $1) delete from stay_night where property_id = $1',
    [home],
  );

async function fill(tx: Tx, random: world.Random, count: number): Promise<number[]> {
  const amenities = await world.insertAmenities(tx, random);
  const hosts = [await world.insertHost(tx, random), await world.insertHost(tx, random)];
  const ids: number[] = [];
  for (let i = 0; i < count; i += 1) ids.push(await world.insertHome(tx, random, hosts, amenities, i < count / 2));
  return ids;
}

async function storedNights(sql: Sql, home: number, from: string, count: number): Promise<string> {
  const [row] = await sql.query<{ bits: string }>(
    "select rpad(substring(closed from ($2::date - closed_from) + 1 for $3)::text, $3, '0') as bits from search_property where property_id = $1",
    [home, from, count],
  );
  return row?.bits ?? '';
}

describe('the read model', () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);
  const random = world.randomFrom(seed);
  let database: TestDatabase;
  let homes: number[];

  beforeAll(async () => {
    database = await onlyDatabase();
    homes = await database.db.transaction((tx) => fill(tx, random, 60));
  });
  afterAll(() => database?.drop());

  const allStale = () => staleSearchRows(database.db, homes);

  it(`is stale for every home that it does not have yet (seed ${seed})`, async () => {
    expect(await allStale()).toEqual(homes);
  });

  it('equals the truth once refreshed, and lists some homes but not all', async () => {
    await database.db.transaction((tx) => refreshSearchRows(tx, homes));
    expect(await allStale()).toEqual([]);
    const [counts] = await database.db.query<{ listed: number; all: number }>(
      'select count(*) filter (where listed) as listed, count(*) as all from search_property',
    );
    expect(counts?.listed).toBeGreaterThan(30);
    expect(counts?.listed).toBeLessThan(counts?.all ?? 0);
  });

  it.each(writes)('notices %s, and equals the truth again after a refresh', async (_name, write, refresh) => {
    const home = homes[random.int(0, 29)] as number;
    await database.db.transaction(async (tx) => {
      await openNights(tx, home);
      await refreshSearchRows(tx, [home]);
    });
    await database.db.transaction((tx) => write(tx, home, random));
    expect(await allStale()).toContain(home);
    await database.db.transaction(async (tx) => {
      await tx.query('select id from properties where id = $1 for update', [home]);
      await refresh(tx, home);
    });
    expect(await allStale()).not.toContain(home);
    await database.db.transaction((tx) => refreshSearchRows(tx, homes));
  });

  it('holds the same closed nights as the rules say of the truth', async () => {
    for (const home of homes) {
      const terms = await loadTerms(database.db, home);
      if (!terms) continue;
      const from = addDays(world.today(), 2);
      const to = addDays(from, 400);
      const { ranges, taken } = await loadNights(database.db, terms, from, to);
      const statuses = nightStatuses({ ...terms, rules: { ...terms.rules, advanceNoticeDays: 0, bookingWindowMonths: null } },
        ranges, taken, from, to, Temporal.Now.instant()); // prettier-ignore
      expect(await storedNights(database.db, home, from, 400)).toBe(
        statuses.map((night) => (night.free ? '0' : '1')).join(''),
      );
    }
  });

  it.each([
    ['currency', 'XTS'],
    ['time_zone', 'Mars/Olympus'],
    ['host_id', null],
  ])('does not list a home whose %s is %s', async (column, value) => {
    const listed = async () =>
      database.db.query<{ property_id: number }>('select property_id from search_property where listed limit 1');
    const [home] = await listed();
    const id = home?.property_id ?? 0;
    await database.db.transaction(async (tx) => {
      await tx.query(`update properties set ${column} = $2 where id = $1`, [id, value]);
      await refreshSearchRows(tx, [id]);
    });
    expect((await listed()).map((row) => row.property_id)).not.toContain(id);
    expect(await loadTerms(database.db, id)).toBeNull();
  });

  it('moves its nights on with the days', async () => {
    const begins = () => database.db.query('select distinct closed_from from search_property');
    const before = await begins();
    const app = { db: database.db } as Casita;
    expect(await rollSearch.run(app)).toBe(0);
    await database.db.query(
      "update search_property set closed_from = closed_from - 40, closed = b'1'::varbit || closed",
    );
    const due = await rollSearch.nextDueAt(app);
    expect(due && Temporal.Instant.compare(due, Temporal.Now.instant())).toBe(-1);
    expect(await rollSearch.run(app)).toBe(homes.length);
    expect(await begins()).toEqual(before);
    expect(await allStale()).toEqual([]);
    expect(await rollSearch.run(app)).toBe(0);
  });

  it('removes the row of a property that is gone', async () => {
    const home = homes.at(-1) as number;
    await database.db.transaction(async (tx) => {
      await tx.query('delete from stay_night where property_id = $1', [home]);
      await tx.query('delete from bookings where property_id = $1', [home]);
      await tx.query('delete from properties where id = $1', [home]);
      await refreshSearchRows(tx, [home]);
    });
    expect(await database.db.query('select 1 from search_property where property_id = $1', [home])).toEqual([]);
  });

  it('moves a home 150 to 500 m, always to the same point', async () => {
    const points = () => database.db.query<Record<string, number>>('select property_id, latitude, approximate_latitude, approximate_longitude from search_property where latitude is not null order by 1'); // prettier-ignore
    const before = await points();
    await database.db.transaction((tx) => refreshSearchRows(tx, homes));
    expect(await points()).toEqual(before);
    for (const row of before) expect(row['approximate_latitude']).not.toBe(row['latitude']);
  });
});
