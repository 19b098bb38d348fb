import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { Sql } from '../../../src/adapters/postgres/sql';
import { dayNumber, nightOf, nightOfDayNumber } from '../../../src/domain/night';
import { onlyDatabase } from '../support/test-database';
import { closedNightsOf, importFolder } from './support';

/**
 * Real snapshots of one city, one after the other: CASITA_AIRBNB_DATA names a folder with a folder for each, in order of their
 * names. What must come out is worked out from the files here, by another reader.
 */
const data = process.env.CASITA_AIRBNB_DATA ?? '';
const snapshots = readdirSync(data, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(join(data, entry.name)).includes('listings.csv.gz'))
  .map(({ name }) => name)
  .sort();

/** What is known of the snapshots of Albany (Inside Airbnb, CC BY 4.0). */
const knownFigures: Readonly<Record<string, object>> = {
  '2024-01-06': { listings: { inFile: 410 }, calendar: { closedNights: 50_310 }, reviews: { onListings: 21_879 } },
  '2024-11-05': {
    listings: { inFile: 421, kept: 303, added: 118, returned: 0, gone: 107 },
    calendar: { closedNights: 57_673 },
    reviews: { onListings: 25_313 },
  },
  '2025-10-05': {
    listings: { inFile: 461, kept: 311, added: 143, returned: 7, gone: 110, published: 452, withoutPrice: 36, keptEarlierPrice: 27, neverPriced: 9 },
  },
}; // prettier-ignore

type Row = Readonly<Record<string, string>>;
const rowsOf = (snapshot: string, part: string): Row[] =>
  parse(gunzipSync(readFileSync(join(data, snapshot, `${part}.csv.gz`))), { columns: true });

/** By listing, in order of time. */
function closedNightsIn(snapshot: string): Map<string, string[]> {
  const closed = new Map<string, string[]>();
  for (const { listing_id = '', date = '', available } of rowsOf(snapshot, 'calendar')) {
    const nights = closed.get(listing_id) ?? [];
    closed.set(listing_id, nights);
    if (available === 'f') nights.push(date);
  }
  for (const nights of closed.values()) nights.sort();
  return closed;
}

async function priced(sql: Sql): Promise<Map<string, { id: number; base: number | null; state: string }>> {
  const rows = await sql.query<{ source_id: string; id: number; base: number | null; state: string }>(
    `select p.source_id, p.id, p.state, c.base from properties p join properties_cmps j on j.entity_id = p.id and j.field = 'prices'
     join components_property_prices c on c.id = j.cmp_id`,
  );
  return new Map(rows.map(({ source_id, ...row }) => [source_id, row]));
}

const daysSeen = 380;

let database: Awaited<ReturnType<typeof onlyDatabase>>;
let previous = new Set<string>();
const ever = new Set<string>();
beforeAll(async () => {
  database = await onlyDatabase();
});
afterAll(() => database.drop());

test('there are snapshots', () => expect(snapshots.length).toBeGreaterThan(0));

describe.each(snapshots)('%s', (snapshot) => {
  test('has the homes, nights and reviews of its files, no more and no less', async () => {
    const { db } = database;
    const report = await importFolder(db, join(data, snapshot), { currency: 'USD' });
    const ids = rowsOf(snapshot, 'listings').map(({ id = '' }) => id);
    const now = new Set(ids);
    expect(report).toMatchObject({
      listings: {
        inFile: ids.length,
        kept: ids.filter((id) => previous.has(id)).length,
        returned: ids.filter((id) => ever.has(id) && !previous.has(id)).length,
        added: ids.filter((id) => !ever.has(id)).length,
        gone: [...previous].filter((id) => !now.has(id)).length,
      },
      reviews: { onListings: rowsOf(snapshot, 'reviews').length },
      skipped: { count: 0 },
    });

    const known = Object.entries(knownFigures).find(([date]) => snapshot.includes(date));
    if (known) expect(report).toMatchObject(known[1]);
    previous = now;
    ids.forEach((id) => ever.add(id));
  }, 180_000);

  test('closes every night that its calendar closes, and no other', async () => {
    const { db } = database;
    const homes = await priced(db);
    const first = rowsOf(snapshot, 'calendar').reduce((least, { date = '' }) => (date < least ? date : least), '9999');
    const from = nightOfDayNumber(dayNumber(nightOf(first)) - 5);
    for (const [listing, nights] of closedNightsIn(snapshot)) {
      const home = homes.get(listing);
      if (home === undefined) throw new Error(`listing ${listing} is not there`);
      if (home.base === null) {
        expect(home.state).toBe('unpublished');
        continue;
      }
      expect([listing, await closedNightsOf(db, home.id, from, daysSeen)]).toEqual([listing, nights]);
    }
  }, 180_000);

  test('publishes exactly the homes of the file that have a price', async () => {
    const homes = await priced(database.db);
    const published = [...homes].filter(([, { state }]) => state === 'published').map(([id]) => id);
    expect(published.sort()).toEqual([...previous].filter((id) => homes.get(id)?.base != null).sort());
  });
});

test('the last snapshot again changes nothing', async () => {
  const last = snapshots.at(-1) ?? '';
  const report = await importFolder(database.db, join(data, last), { currency: 'USD' });
  expect(report).toMatchObject({
    listings: { added: 0, returned: 0, gone: 0, inFile: previous.size },
    reviews: { added: 0, changed: 0, removed: 0 },
  });
}, 180_000);
