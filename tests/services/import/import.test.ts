import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sql } from '../../../src/adapters/postgres/sql';
import { overridesBetween } from '../../../src/domain/calendar-range';
import { addDays, nightOf } from '../../../src/domain/night';
import type { PropertyTerms } from '../../../src/domain/property-terms';
import { loadNights, loadTerms } from '../../../src/search/load-terms';
import { onlyDatabase } from '../support/test-database';
import {
  big,
  closedNightsOf,
  contentOf,
  emptyTables,
  fixture,
  folderOf,
  idOf,
  importFolder,
  importOutcome,
  packed,
  simpleRows,
} from './support';

type TestDatabase = Awaited<ReturnType<typeof onlyDatabase>>;
let database: TestDatabase;
beforeAll(async () => {
  database = await onlyDatabase();
});
afterAll(() => database.drop());
beforeEach(() => emptyTables(database.db));

interface Home {
  id: string;
  name: string;
  state: string;
  state_reason: string | null;
  document_id: string;
}

const homes = async (sql: Sql): Promise<Record<string, Home>> => {
  const rows = await sql.query<Home>('select source_id as id, name, state, state_reason, document_id from properties');
  return Object.fromEntries(rows.map((row) => [row.id, row]));
};

const componentOf = async (sql: Sql, sourceId: string, field: string, table: string) => {
  const [row] = await sql.query(
    `select c.* from components_property_${table} c join properties_cmps j on j.cmp_id = c.id and j.field = $2
     join properties p on p.id = j.entity_id where p.source_id = $1`,
    [sourceId, field],
  );
  return row;
};

const pricesOf = (sql: Sql, sourceId: string) => componentOf(sql, sourceId, 'prices', 'prices');

const reviewsOf = (sql: Sql, sourceId: string) =>
  sql.query<{
    source_id: string;
    body: string;
    author_name: string | null;
    state: string;
    side: string;
    written_at: Date;
  }>(
    `select r.source_id, r.body, r.author_name, r.state, r.side, r.written_at from reviews r join properties p on p.id = r.property_id
     where p.source_id = $1 order by r.source_id`,
    [sourceId],
  );

describe('the first import', () => {
  test('takes in what can be read and reports the rest with file, line and reason', async () => {
    const report = await importFolder(database.db, fixture('first'));
    expect(report).toMatchObject({
      source: 'inside-airbnb',
      currency: 'EUR',
      snapshotDate: '2026-03-02',
      shiftedDays: 0,
      listings: {
        inFile: 5,
        added: 5,
        kept: 0,
        returned: 0,
        gone: 0,
        published: 4,
        withoutPrice: 1,
        keptEarlierPrice: 0,
        neverPriced: 1,
      },
      calendar: { closedNights: 24, clashes: [] },
      reviews: { onListings: 4, added: 4, changed: 0, removed: 0 },
    });
    expect(report.skipped.listed.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual([
      'calendar.csv:86 night 2026-03-05 of listing 102 came before',
      'calendar.csv:87 not a date: "2026-02-30"',
      'calendar.csv:88 neither t nor f: "maybe"',
      'calendar.csv:89 no listing id: "abc"',
      'calendar.csv:91 all nights of listing 999, which is not in listings.csv',
      'calendar.csv:93 all nights of listing 105, which could not be read',
      'calendar.csv:94 a quote is not closed before the next record',
      'listings.csv:8 no coordinates on earth',
      'listings.csv:9 a quote is not closed before the next record',
      'listings.csv:10 6 columns instead of 32',
      'listings.csv:11 listing 102 came before',
      'listings.csv:12 unknown room type: "Tree"',
      'reviews.csv:6 review 5003 came before',
      'reviews.csv:7 not a date: "2025-13-02"',
      'reviews.csv:8 review 5005 of listing 777, which was not read',
      'reviews.csv:9 a quote is not closed before the next record',
    ]);
    expect(report.skipped.count).toBe(16);
    expect(report.remarks.listed).toEqual(
      expect.arrayContaining([
        {
          file: 'listings.csv',
          line: 4,
          reason: 'minimum of 7 nights over the maximum of 5: the maximum is raised to it',
        },
        { file: 'listings.csv', line: 13, reason: 'price left out, not readable: "about 50"' },
        { file: 'calendar.csv', line: 90, reason: 'price left out, not readable: "a lot"' },
      ]),
    );
  });

  test('makes whole homes of the rows', async () => {
    const { db } = database;
    await importFolder(db, fixture('first'));
    const [home] = await db.query(
      `select p.*, h.display_name, h.about, h.location, h.host_since, h.response_time, h.response_rate_percent, h.superhost
       from properties p join host_profiles h on h.id = p.host_id where p.source_id = $1`,
      [big],
    );
    expect(home).toMatchObject({
      document_id: expect.stringMatching(/^[a-z][a-z0-9]{23}$/),
      name: 'Rental unit in Lagos · ★4.9 · 2 bedrooms · 3 beds · 1 bath',
      summary: 'Two rooms & a view.\n\nThe space\nBright, with a "real" stove.',
      neighbourhood: 'OLD TOWN',
      property_type: 'Entire rental unit',
      room_type: 'entire_home',
      state: 'published',
      currency: 'EUR',
      time_zone: 'Europe/Lisbon',
      licence: '12345/AL',
      imported_ratings: expect.objectContaining({ count: 2, overall: 4.9, checkIn: 5, value: null }),
      published_at: expect.any(Date),
      display_name: 'Marta',
      about: 'Hello!\nI like the sea.',
      host_since: '2015-03-09',
      response_time: 'within_an_hour',
      response_rate_percent: 98,
      superhost: true,
    });
    expect(await componentOf(db, big, 'address', 'address')).toMatchObject({ city: 'Lagos', region: 'Faro', country: 'PT', line_1: null });
    expect(await componentOf(db, '103', 'address', 'address')).toMatchObject({ city: 'Lagos', region: 'Faro', country: 'PT' });
    expect(await componentOf(db, big, 'point', 'point')).toMatchObject({ latitude: 37.1028, longitude: -8.6742 });
    expect(await componentOf(db, big, 'capacity', 'capacity')).toMatchObject({ max_guests: 4, bedrooms: 2, beds: 3, bathrooms: '1.00', max_pets: 2 });
    expect(await componentOf(db, '102', 'capacity', 'capacity')).toMatchObject({ bathrooms: '1.50', bathroom_shared: true, max_pets: 0 });
    expect(await componentOf(db, '109', 'capacity', 'capacity')).toMatchObject({ max_guests: 50, bathrooms: '1.00' });
    expect(await componentOf(db, big, 'bookingRules', 'booking_rules')).toMatchObject({ instant_book: true, min_nights: 2, max_nights: 365, cancellation_policy: 'moderate' });
    expect(await componentOf(db, '102', 'bookingRules', 'booking_rules')).toMatchObject({ instant_book: false, min_nights: 7, max_nights: 7 });
    expect(await componentOf(db, big, 'houseRules', 'house_rules')).toMatchObject({ smoking_allowed: false });
    const amenities = await db.query<{ code: string }>(
      `select a.code from properties_amenities_lnk l join amenities a on a.id = l.amenity_id join properties p on p.id = l.property_id
       where p.source_id = $1 order by l.amenity_ord`,
      [big],
    );
    expect(amenities.map(({ code }) => code)).toEqual(['wifi', 'kitchen', 'pets-allowed', 'cafe-bar']);
  }); // prettier-ignore

  test('the price of most nights is the own one; a home without any is not published', async () => {
    const { db } = database;
    await importFolder(db, fixture('first'));
    expect(await pricesOf(db, big)).toMatchObject({ base: 110_000, weekend: null, cleaning_fee: 0 });
    expect(await pricesOf(db, '103')).toMatchObject({ base: 15_000 });
    expect(await pricesOf(db, '104')).toMatchObject({ base: null });
    expect((await homes(db))['104']).toMatchObject({
      state: 'unpublished',
      state_reason: 'No price in the imported data',
    });
    const ranges = await db.query(
      `select r.first_night, r.last_night, r.closed, r.price, r.min_nights, r.max_nights, r.source from calendar_ranges r
       join properties p on p.id = r.property_id where p.source_id = $1 order by r.closed desc, r.first_night`,
      [big],
    );
    const same = { closed: false, price: null, min_nights: null, max_nights: null, source: 'import' };
    expect(ranges).toEqual([
      { ...same, first_night: '2026-03-05', last_night: '2026-03-08', closed: true },
      { ...same, first_night: '2026-03-22', last_night: '2026-03-22', closed: true },
      { ...same, first_night: '2026-03-06', last_night: '2026-03-07', price: 130_000 },
      { ...same, first_night: '2026-03-13', last_night: '2026-03-14', price: 130_000 },
      { ...same, first_night: '2026-03-16', last_night: '2026-03-19', min_nights: 3 },
      { ...same, first_night: '2026-03-20', last_night: '2026-03-21', price: 130_000, min_nights: 3 },
      { ...same, first_night: '2026-03-22', last_night: '2026-03-26', min_nights: 3 },
      { ...same, first_night: '2026-03-27', last_night: '2026-03-28', price: 130_000, min_nights: 3 },
      { ...same, first_night: '2026-03-29', last_night: '2026-03-29', min_nights: 3 },
    ]);
  });

  test('reviews are published as they were written', async () => {
    await importFolder(database.db, fixture('first'));
    expect(await reviewsOf(database.db, big)).toEqual([
      {
        source_id: '900719925474099301',
        author_name: 'Hilde',
        body: 'Lovely.\nWe will be back \u{1f468}\u200d\u{1f469}\u200d\u{1f467}\nCall 555-0100!',
        state: 'published',
        side: 'guest',
        written_at: new Date('2025-07-01T12:00:00Z'),
      },
      expect.objectContaining({ author_name: 'Joe', body: 'He said "good",\nshe said\nbetter' }),
    ]);
    expect((await reviewsOf(database.db, '102')).map(({ body }) => body)).toEqual(['<3 this place', '']);
  });

  test('homes can be found: the search rows are there', async () => {
    await importFolder(database.db, fixture('first'));
    const rows = await database.db.query<{ id: string }>(
      'select p.source_id as id from search_property s join properties p on p.id = s.property_id order by 1',
    );
    expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(['102', '103', '109', big].sort()));
  });
});

describe('a second import', () => {
  test('keeps, adds, takes off the market, and changes what the file says', async () => {
    const { db } = database;
    await importFolder(db, fixture('first'));
    const before = await homes(db);
    const report = await importFolder(db, packed(fixture('second')));
    expect(report).toMatchObject({
      listings: {
        inFile: 4,
        added: 1,
        kept: 3,
        returned: 0,
        gone: 1,
        published: 4,
        withoutPrice: 1,
        keptEarlierPrice: 1,
        neverPriced: 0,
      },
      calendar: { closedNights: 2 },
      reviews: { onListings: 3, added: 1, changed: 0, removed: 2 },
    });
    expect(report.skipped.listed.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual([
      'calendar.csv.gz:58 all nights of listing 109, which could not be read',
      'listings.csv.gz:5 no coordinates on earth',
      'reviews.csv.gz:6 review 6002 of listing 109, which was not read',
    ]);
    const after = await homes(db);
    expect(Object.keys(after).sort()).toEqual(['102', '103', '104', '109', '110', big].sort());
    for (const id of Object.keys(before)) expect(after[id]?.document_id).toBe(before[id]?.document_id);
    expect(after['103']).toMatchObject({ state: 'unpublished', state_reason: 'No longer in the imported data' });
    expect(after['104']).toMatchObject({ state: 'published', state_reason: null });
    // Its row is broken this time: it is there, only not readable.
    expect(after['109']).toEqual(before['109']);
    expect(await pricesOf(db, '102')).toMatchObject({ base: 8_500 });
    expect(await reviewsOf(db, big)).toMatchObject([{ source_id: '6001' }, { source_id: '900719925474099302' }]);
  });

  test('what the file does not know stays: texts, amenities, prices', async () => {
    const { db } = database;
    await importFolder(db, fixture('first'));
    await importFolder(db, fixture('second'));
    const [home] = await db.query('select name, summary, licence from properties where source_id = $1', [big]);
    expect(home).toEqual({
      name: 'Two rooms and a view',
      summary: expect.stringContaining('The space'),
      licence: '12345/AL',
    });
    expect(await componentOf(db, big, 'capacity', 'capacity')).toMatchObject({ max_guests: 5, bedrooms: 2, beds: 3 });
    expect(await pricesOf(db, big)).toMatchObject({ base: 110_000 });
    const [amenities] = await db.query<{ count: number }>(
      'select count(*) from properties_amenities_lnk l join properties p on p.id = l.property_id where p.source_id = $1',
      [big],
    );
    expect(amenities?.count).toBe(4);
  });

  test('the same file again changes nothing', async () => {
    const { db } = database;
    await importFolder(db, fixture('first'));
    const before = await contentOf(db, ['updated_at', 'seen_at']);
    const report = await importFolder(db, packed(fixture('first')), {}, '2026-02-21T10:00:00Z');
    expect(report).toMatchObject({
      listings: { added: 0, kept: 5, returned: 0, gone: 0 },
      reviews: { added: 0, changed: 0, removed: 0 },
    });
    expect(await contentOf(db, ['updated_at', 'seen_at'])).toBe(before);
  });

  test('a home that comes back is on the market again', async () => {
    const { db } = database;
    await importFolder(db, fixture('first'));
    await importFolder(db, fixture('second'));
    expect(await importFolder(db, fixture('first'))).toMatchObject({
      listings: { added: 0, kept: 4, returned: 1, gone: 1 },
    });
    expect(await homes(db)).toMatchObject({
      '103': { state: 'published', state_reason: null },
      '110': { state: 'unpublished' },
    });
  });

  test("a price in another currency is no home's earlier price", async () => {
    const { db } = database;
    await importFolder(db, fixture('first'));
    const report = await importFolder(db, fixture('second'), { currency: 'USD' });
    expect(report.listings).toMatchObject({ published: 3, withoutPrice: 1, keptEarlierPrice: 0, neverPriced: 1 });
  });

  test('another city is another set: nobody is gone', async () => {
    const { db } = database;
    await importFolder(db, fixture('first'));
    const columns = 'id,host_id,host_location,latitude,longitude,room_type,price';
    const porto = folderOf({
      'listings.csv': `${columns}\n7001,91,"Porto, Portugal",41.15,-8.61,Private room,$40.00\n`,
    });
    expect((await importFolder(db, porto)).listings).toMatchObject({ inFile: 1, added: 1, gone: 0, published: 1 });
    expect(await componentOf(db, '7001', 'address', 'address')).toMatchObject({ city: 'Porto', country: 'PT' });
    expect((await importFolder(db, fixture('second'))).listings).toMatchObject({ kept: 3, gone: 1 });
    expect((await homes(db))['7001']).toMatchObject({ state: 'published' });
  });
});

describe('what others have done since', () => {
  beforeEach(() => importFolder(database.db, fixture('first')));

  test("the host's prices, closed nights and decision to close hold", async () => {
    const { db } = database;
    await db.query(
      `update components_property_prices set weekend = 1, cleaning_fee = 2500
       where id = (select cmp_id from properties_cmps where entity_id = $1 and field = 'prices')`,
      [await idOf(db, big)],
    );
    await db.query(
      `insert into calendar_ranges (document_id, property_id, first_night, last_night, closed, source)
       values ('hostsownrange0000000000x', $1, '2026-09-01', '2026-09-03', true, 'host')`,
      [await idOf(db, big)],
    );
    await db.query(`update properties set state = 'unpublished', state_reason = 'Renovation' where source_id = '102'`);
    await importFolder(db, fixture('second'));
    expect(await pricesOf(db, big)).toMatchObject({ base: 110_000, weekend: 1, cleaning_fee: 2_500 });
    expect(await closedNightsOf(db, await idOf(db, big), '2026-08-30', 30)).toEqual([
      '2026-09-01', '2026-09-02', '2026-09-03', '2026-09-17', '2026-09-18',
    ]); // prettier-ignore
    expect((await homes(db))['102']).toMatchObject({ state: 'unpublished', state_reason: 'Renovation' });
  });

  test("the host's own price for a night counts before that of any later import", async () => {
    const { db } = database;
    const home = await idOf(db, big);
    const night = nightOf('2026-03-06');
    const price = async () =>
      (await loadNights(db, (await loadTerms(db, home)) as PropertyTerms, night, addDays(night, 1))).ranges;
    const paid = async () => overridesBetween(await price(), night, addDays(night, 1))[0]?.price;
    expect(await paid()).toBe(130_000);
    await db.query(
      `insert into calendar_ranges (document_id, property_id, first_night, last_night, closed, price, source)
       values ('hostsownrange0000000000y', $1, $2, $2, false, 99900, 'host')`,
      [home, night],
    );
    expect(await paid()).toBe(99_900);
    await importFolder(db, fixture('second'));
    await importFolder(db, fixture('first'));
    expect((await price()).filter((range) => range.price !== null)).toHaveLength(2);
    expect(await paid()).toBe(99_900);
  });

  test('a review that staff hid stays hidden; one with a decision is never deleted', async () => {
    const { db } = database;
    const hidden = `update reviews set state = 'hidden', moderation_reason = 'Insult' where source_id = $1`;
    await db.query(hidden, ['900719925474099302']);
    await db.query(
      `insert into review_decisions (document_id, review_id, decision) select 'decision0000000000000001', id, 'publish' from reviews where source_id = '5007'`,
    );
    const report = await importFolder(db, fixture('second'));
    expect(report.reviews.removed).toBe(2);
    expect(await reviewsOf(db, big)).toMatchObject([
      { source_id: '6001' },
      { source_id: '900719925474099302', state: 'hidden' },
    ]);
    expect(await reviewsOf(db, '102')).toMatchObject([
      { source_id: '5003', state: 'published' },
      { source_id: '5007', state: 'hidden' },
    ]);
    await importFolder(db, fixture('first'));
    expect(await reviewsOf(db, big)).toMatchObject([
      { state: 'published' },
      { source_id: '900719925474099302', state: 'hidden' },
    ]);
    expect(await reviewsOf(db, '102')).toMatchObject([
      { source_id: '5003' },
      { source_id: '5007', state: 'published' },
    ]);
  });

  test('a booking on nights that the file closes stays, and is reported', async () => {
    const { db } = database;
    const home = await idOf(db, big);
    await book(db, home, 'CA-1', ['2026-09-16', '2026-09-17', '2026-09-18']);
    const report = await importFolder(db, fixture('second'));
    expect(report.calendar.clashes).toEqual([
      {
        listing: big,
        propertyDocumentId: (await homes(db))[big]?.document_id,
        booking: 'CA-1',
        nights: 2,
        firstNight: '2026-09-17',
        lastNight: '2026-09-18',
      },
    ]);
    const nights = await db.query('select night from stay_night where property_id = $1', [home]);
    expect(nights).toHaveLength(3);
  });
});

async function book(sql: Sql, home: number, reference: string, nights: readonly string[]): Promise<void> {
  const [booking] = await sql.query<{ id: number }>(
    `insert into bookings (document_id, reference, property_id, host_id, state, check_in, check_out, nights, currency, total)
     select md5($2::text), $2::text, id, host_id, 'confirmed', $3::date, $3::date + $4::integer, $4::integer, 'EUR', 1 from properties where id = $1
     returning id`,
    [home, reference, nights[0], nights.length],
  );
  for (const night of nights) {
    await sql.query('insert into stay_night (property_id, night, booking_id) values ($1, $2, $3)', [
      home,
      night,
      booking?.id,
    ]);
  }
}

describe('the calendar', () => {
  test('every night that the file closes is closed to guests, and no other', async () => {
    const { db } = database;
    await importFolder(db, fixture('second'));
    const rows = simpleRows(readFileSync(join(fixture('second'), 'calendar.csv'), 'utf8'));
    for (const id of [big, '102', '104', '110']) {
      const closed = rows.filter((row) => row.listing_id === id && row.available === 'f').map((row) => row.date);
      if (id === big) {
        // Without an earlier import it has no price, so it cannot be sold at all.
        expect((await homes(db))[id]?.state).toBe('unpublished');
        continue;
      }
      expect(await closedNightsOf(db, await idOf(db, id), '2026-09-01', 60)).toEqual(closed);
    }
    await importFolder(db, fixture('first'));
    expect(await closedNightsOf(db, await idOf(db, big), '2026-02-20', 60)).toEqual([
      '2026-03-05', '2026-03-06', '2026-03-07', '2026-03-08', '2026-03-22',
    ]); // prettier-ignore
  });

  test('moves to today by whole weeks, seen from where the homes are', async () => {
    const { db } = database;
    // In Lisbon it is still Sunday 2027-06-13; the file begins on a Monday.
    const report = await importFolder(db, fixture('first'), { shiftToToday: true }, '2027-06-13T22:30:00Z');
    expect(report).toMatchObject({ snapshotDate: '2026-03-02', shiftedDays: 462, calendar: { closedNights: 24 } });
    expect(await closedNightsOf(db, await idOf(db, big), '2027-06-07', 30)).toEqual([
      '2027-06-10', '2027-06-11', '2027-06-12', '2027-06-13', '2027-06-27',
    ]); // prettier-ignore
    expect((await reviewsOf(db, big))[0]?.written_at).toEqual(new Date('2025-07-01T12:00:00Z'));
  });

  test('files of the calendar and the reviews that are not there change nothing of them', async () => {
    const { db } = database;
    await importFolder(db, fixture('first'));
    const listings = readFileSync(join(fixture('first'), 'listings.csv'));
    const report = await importFolder(db, folderOf({ 'listings.csv': listings }));
    expect(report).toMatchObject({
      snapshotDate: null,
      calendar: { rows: 0, closedNights: 24 },
      reviews: { onListings: 4, removed: 0 },
    });
  });
});

describe('a file that cannot be understood', () => {
  const listings = readFileSync(join(fixture('first'), 'listings.csv'));
  const gzip = readFileSync(join(packed(fixture('first')), 'calendar.csv.gz'));
  const cases: [string, Record<string, string | Buffer>, string][] = [
    ['listings without their columns', { 'listings.csv': 'id,name\n1,a\n' }, 'listings.csv has no column "host_id"'],
    ['not one listing', { 'listings.csv': `${listings.toString().split('\n')[0]}\n` }, 'Not one listing could be read'],
    ['an HTML page', { 'listings.csv': '<html><body>Not here</body></html>' }, 'listings.csv has no column'],
    ['a packed file that is cut off', { 'listings.csv': listings, 'calendar.csv.gz': gzip.subarray(0, 200) }, 'unexpected end of file'],
    ['a packed file that is not packed', { 'listings.csv': listings, 'reviews.csv.gz': 'a,b' }, 'incorrect header check'],
    ['the summary of the reviews', { 'listings.csv': listings, 'reviews.csv': 'listing_id,date\n102,2025-01-01\n' }, 'reviews.csv has no column "id", "comments"'],
  ]; // prettier-ignore

  test.each(cases)('%s: nothing is imported', async (_name, files, message) => {
    const outcome = await importOutcome(database.db, folderOf(files));
    expect(outcome).toMatchObject({ ok: false, message: expect.stringContaining(message) });
    expect(await database.db.query('select from properties')).toEqual([]);
  });
});
