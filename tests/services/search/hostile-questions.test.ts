import { Temporal } from 'temporal-polyfill';
import { memoryRateLimiter } from '../../../src/adapters/memory/rate-limiter';
import { propertyReadOperations } from '../../../src/api/property/operations/read-operations';
import { JsonList, type AnyOperation } from '../../../src/contract/operation';
import { perform } from '../../../src/contract/perform';
import type { Outcome } from '../../../src/domain/refusal';
import { addDays } from '../../../src/domain/night';
import type { Casita } from '../../../src/ports';
import { fingerprintOf, writeCursor } from '../../../src/search/cursor';
import { countFacets } from '../../../src/search/queries/count-facets';
import { searchOperations } from '../../../src/search/operations';
import { maxPricedHomes } from '../../../src/search/search-by-price';
import { readSearch, searchQuery } from '../../../src/search/search-query';
import { refreshSearchRows } from '../../../src/search/refresh-search-rows';
import { onlyDatabase } from '../support/test-database';
import * as world from './random-world';

let database: Awaited<ReturnType<typeof onlyDatabase>>;
let app: Casita;
let published: string;
let draft: string;

beforeAll(async () => {
  database = await onlyDatabase();
  const random = world.randomFrom(5);
  const ids: number[] = [];
  await database.db.transaction(async (tx) => {
    const hosts = [await world.insertHost(tx, random)];
    for (let i = 0; i < 12; i += 1) ids.push(await world.insertHome(tx, random, hosts, [], true));
    await tx.query("update properties set state = 'draft' where id = $1", [ids[1]]);
    for (let i = 0; i < 5; i += 1) await world.insertReview(tx, random, ids[0] as number);
    await refreshSearchRows(tx, ids);
  });
  const [row] = await database.db.query<{ published: string; draft: string }>(
    'select (select document_id from properties where id = $1) as published, (select document_id from properties where id = $2) as draft',
    [ids[0], ids[1]],
  );
  ({ published, draft } = row as { published: string; draft: string });
  const newListing = { bookings: 0, basisPoints: 0 };
  const config = { guestServiceFeeBasisPoints: 0, hostServiceFeeBasisPoints: 0, newListing, taxes: [] };
  app = {
    db: database.db,
    searchDb: { ...database.db, isBusy: () => false },
    clock: { now: () => Temporal.Now.instant() },
    config,
    limiter: memoryRateLimiter(),
  } as never;
});
afterAll(() => database?.drop());

const operations = Object.fromEntries([...searchOperations, ...propertyReadOperations].map((each) => [each.id, each]));

type Answer = { data: unknown; meta?: { pagination?: { nextCursor: string | null; total?: number } } };

function ask(id: string, query: unknown, params: unknown = {}): Promise<Outcome<Answer>> {
  const raw = {
    door: 'rest' as const,
    bearer: null,
    address: '1',
    params,
    query,
    body: undefined,
    idempotencyKey: null,
  };
  return perform(app, operations[id] as AnyOperation, raw) as Promise<Outcome<Answer>>;
}

const far = { checkIn: addDays(world.today(), 30), checkOut: addDays(world.today(), 33) };

describe('search refuses', () => {
  it.each<[Record<string, unknown>, string, string]>([
    [{ nonsense: '1' }, 'nonsense', 'unknown_field'],
    [{ flexible: 'weekend' }, 'months', 'required'],
    [{ flexible: 'fortnight', months: '2027-02' }, 'flexible', 'not_allowed'],
    [{ flexible: '±8', ...far }, 'flexible', 'not_allowed'],
    [{ flexible: '±2' }, 'checkIn', 'required'],
    [{ flexible: 'week', months: '2027-13' }, 'months.0', 'invalid_format'],
    [{ flexible: 'week', months: '2027-01,2027-02,2027-03,2027-04,2027-05,2027-06,2027-07' }, 'months', 'too_big'],
    [{ flexible: 'week', months: '2027-01', ...far }, 'checkIn', 'not_together'],
    [{ months: '2027-01', ...far }, 'months', 'not_together'],
    [{ facets: 'roomType,host' }, 'facets.1', 'not_allowed'],
    [{ hostLanguage: 'en;--' }, 'hostLanguage.0', 'invalid_format'],
    [{ checkIn: far.checkIn }, 'checkOut', 'required'],
    [{ checkOut: far.checkOut }, 'checkIn', 'required'],
    [{ checkIn: far.checkIn, checkOut: far.checkIn }, 'checkOut', 'check_out_not_after_check_in'],
    [{ checkIn: far.checkOut, checkOut: far.checkIn }, 'checkOut', 'check_out_not_after_check_in'],
    [{ checkIn: '2027-02-30', checkOut: '2027-03-02' }, 'checkIn', 'invalid_date'],
    [{ checkIn: '2027-02-10T00:00:00Z', checkOut: '2027-03-02' }, 'checkIn', 'invalid_date'],
    [{ checkIn: '2027-01-01', checkOut: '2037-01-01' }, 'checkOut', 'stay_too_long'],
    [{ checkIn: ['2027-01-01', '2027-01-02'], checkOut: '2027-01-03' }, 'checkIn', 'wrong_type'],
    [{ checkIn: { $ne: null }, checkOut: '2027-01-03' }, 'checkIn', 'wrong_type'],
    [{ adults: '0' }, 'adults', 'too_small'],
    [{ adults: '1.5' }, 'adults', 'invalid_format'],
    [{ adults: '1000000' }, 'adults', 'too_big'],
    [{ adults: '-1' }, 'adults', 'too_small'],
    [{ adults: '1e3' }, 'adults', 'invalid_format'],
    [{ adults: '9223372036854775808' }, 'adults', 'invalid_format'],
    [{ pets: 'NaN' }, 'pets', 'invalid_format'],
    [{ bbox: '0,10,1,5' }, 'bbox', 'inverted_box'],
    [{ bbox: '0,-91,1,5' }, 'bbox', 'latitude_out_of_range'],
    [{ bbox: '-181,0,1,5' }, 'bbox', 'longitude_out_of_range'],
    [{ bbox: '1,2,3' }, 'bbox', 'invalid_format'],
    [{ bbox: '1,2,3,1e309' }, 'bbox', 'invalid_format'],
    [{ bbox: '1,2,3,4', lat: '1', lng: '1', radiusKm: '1' }, 'bbox', 'not_together'],
    [{ lat: '91', lng: '0', radiusKm: '1' }, 'lat', 'too_big'],
    [{ lat: '1', lng: '0' }, 'radiusKm', 'required'],
    [{ lat: '1', lng: '0', radiusKm: '0' }, 'radiusKm', 'too_small'],
    [{ sort: 'distance' }, 'sort', 'needs_point'],
    [{ sort: 'id; drop table' }, 'sort', 'not_allowed'],
    [{ priceMin: '1' }, 'priceMin', 'needs_dates'],
    [{ ...far, priceMin: '2', priceMax: '1' }, 'priceMin', 'above_price_max'],
    [{ ...far, priceMax: '-1' }, 'priceMax', 'too_small'],
    [{ amenities: 'a b' }, 'amenities.0', 'invalid_format'],
    [{ amenities: '' }, 'amenities.0', 'invalid_format'],
    [{ q: '' }, 'q', 'too_small'],
    [{ q: '\u0000' }, 'q', 'invalid_text'],
    [{ q: '\ud800' }, 'q', 'invalid_text'],
    [{ q: 'x'.repeat(1_000_000) }, 'q', 'too_big'],
    [{ roomType: 'castle' }, 'roomType', 'not_allowed'],
    [{ instantBook: 'yes' }, 'instantBook', 'not_allowed'],
    [{ ratingMin: '6' }, 'ratingMin', 'too_big'],
    [{ pageSize: '0' }, 'pageSize', 'too_small'],
    [{ pageSize: '101' }, 'pageSize', 'too_big'],
    [{ cursor: 'page9' }, 'cursor', 'invalid_cursor'],
    [{ cursor: '%' }, 'cursor', 'invalid_cursor'],
    [{ cursor: Buffer.from('[1,2,3]').toString('base64url') }, 'cursor', 'cursor_of_another_query'],
  ])('%j, naming the field', async (query, field, code) => {
    const outcome = await ask('searchProperties', query);
    expect(outcome).toMatchObject({ ok: false, kind: 'malformed' });
    expect(outcome.ok ? [] : outcome.reasons).toContainEqual(expect.objectContaining({ field, code }));
  });

  it('a cursor of another question', async () => {
    const page = await ask('searchProperties', { pageSize: '2' });
    const cursor = (page as { value: Answer }).value.meta?.pagination?.nextCursor;
    expect(cursor).toEqual(expect.any(String));
    expect(await ask('searchProperties', { pageSize: '2', cursor })).toMatchObject({ ok: true });
    expect(await ask('searchProperties', { pageSize: '3', cursor })).toMatchObject({ ok: true });
    expect(await ask('searchProperties', { adults: '2', cursor })).toMatchObject({ ok: false, kind: 'malformed' });
  });

  it.each<[Record<string, string>, unknown]>([
    [{ sort: 'price' }, 1.5],
    [{ sort: 'price' }, 1e300],
    [{ sort: 'price' }, 1e19],
    [{ sort: 'price', ...far }, 0.5],
    [{ sort: 'price' }, '1'],
    [{ sort: 'newest' }, 5],
    [{ sort: 'newest' }, '2027-02-31 00:00:00'],
    [{ sort: 'newest' }, '0000-01-01 00:00:00'],
    [{ sort: 'newest' }, '2027-01-01 24:00:00'],
    [{}, '1'],
  ])('a cursor of %j with the key %j', async (query, key) => {
    const search = readSearch(searchQuery.parse(query));
    const cursor = writeCursor({ key: key as never, id: 1 }, fingerprintOf(search));
    const outcome = await ask('searchProperties', { ...query, cursor });
    expect(outcome).toMatchObject({ ok: false, kind: 'malformed', reasons: [{ code: 'invalid_cursor', field: 'cursor' }] }); // prettier-ignore
  });

  it('amounts of several currencies in one order, naming the currencies', async () => {
    await database.db.query(
      "update search_property set currency = case when property_id % 2 = 0 then 'EUR' else 'JPY' end",
    );
    expect(await ask('searchProperties', { sort: 'price' })).toMatchObject({
      ok: false,
      kind: 'refused',
      reasons: [{ code: 'currency_required', field: 'currency', limit: ['EUR', 'JPY'] }],
    });
    expect(await ask('searchProperties', { sort: 'price', currency: 'JPY' })).toMatchObject({ ok: true });
  });
});

it('search asks to be narrowed where more homes would have to be priced than it prices', async () => {
  const { rows } = await manyHomes();
  expect(rows).toBeGreaterThan(maxPricedHomes);
  const outcome = await ask('searchProperties', { ...far, sort: 'price', currency: 'XAF' });
  expect(outcome).toMatchObject({
    ok: false,
    kind: 'refused',
    reasons: [{ code: 'too_many_homes', field: 'sort', limit: maxPricedHomes }],
  });
  const counted = await ask('searchProperties', { currency: 'XAF', pageSize: '1' });
  expect(counted).toMatchObject({ ok: true, value: { meta: { pagination: { total: 1_000, totalIsExact: false } } } });
  await database.db.query("delete from properties where currency = 'XAF'");
});

/** Copies of one home that is free on every night, of whose price the row says nothing: whichever home it is, each has to be priced. */
async function manyHomes(): Promise<{ rows: number }> {
  const columns = (
    await database.db.query<{ name: string }>(
      "select column_name as name from information_schema.columns where table_name = 'search_property' order by ordinal_position",
    )
  ).map((row) => row.name);
  const copied: Record<string, string> = {
    property_id: 'copy.id', document_id: 'copy.document_id', currency: "'XAF'", closed: "b''", night_prices: 'null', closed_to_arrival: '0', closed_to_departure: '0',
    min_nights: '1', min_nights_weekend: 'null', max_nights: '365', night_rules: 'false', advance_notice_days: '0', booking_window_months: '36',
  }; // prettier-ignore
  return database.db.transaction(async (tx) => {
    await tx.query(
      "insert into properties (document_id, currency) select 'copy' || n, 'XAF' from generate_series(1, 5001) n",
    );
    const values = columns.map((name) => copied[name] ?? `s.${name}`);
    const rows = await tx.query(
      `insert into search_property (${columns.join(', ')}) select ${values.join(', ')}
       from properties copy cross join (select * from search_property where listed order by property_id limit 1) s where copy.currency = 'XAF' returning 1`,
    );
    return { rows: rows.length };
  });
}

it.each([
  [{ q: '%%%' }],
  [{ q: "'; drop table search_property; --" }],
  [{ q: '\\' }],
  [{ checkIn: '1970-01-01', checkOut: '1970-01-02' }],
  [{ checkIn: '9998-12-30', checkOut: '9998-12-31' }],
  [{ flexible: '±7', checkIn: '1970-01-01', checkOut: '1970-01-02' }],
  [{ flexible: 'month', months: '9998-12,1970-01' }],
  [{ bbox: '180,-90,-180,90' }],
  [{ lat: '90', lng: '180', radiusKm: '500', sort: 'distance' }],
  [{ lat: '-90', lng: '-180', radiusKm: '0.1' }],
  [{ priceMin: '0', priceMax: '0', ...far, currency: 'EUR' }],
])('search answers %j, with nothing', async (query) => {
  expect(await ask('searchProperties', query)).toMatchObject({
    ok: true,
    value: { data: new JsonList([]), meta: { pagination: { total: 0 } } },
  });
});

it('types of homes that differ by capitals are counted together, as they are found', async () => {
  const types =
    "update search_property set property_type = case when property_id % 2 = 0 then 'Yurt' else 'yurt' end where listed";
  await database.db.query(types);
  const outcome = await ask('searchProperties', { facets: 'type', type: 'yurt', pageSize: '1' });
  const { pagination, facets } = (
    outcome as unknown as { value: { meta: { pagination: { total: number }; facets: unknown } } }
  ).value.meta;
  expect(pagination.total).toBeGreaterThan(2);
  expect(facets).toEqual([{ name: 'type', values: [{ value: 'Yurt', count: pagination.total }], isExact: true }]);
});

it('a facet that none of the homes has says how many were gone through all the same', async () => {
  await database.db.query("update search_property set host_languages = '{}'");
  const search = readSearch(searchQuery.parse({}));
  const counted = await countFacets(database.db, [['hostLanguage', search]], Temporal.Now.instant(), 5);
  expect(counted).toEqual([{ facet: 'hostLanguage', value: null, homes: 0, of: 6 }]);
});

describe('a home that is not published', () => {
  it.each(['propertyAvailability', 'propertyReviews'])('is missing to %s, like one that never was', async (id) => {
    const query = id === 'propertyAvailability' ? { from: far.checkIn, to: far.checkOut } : {};
    expect(await ask(id, query, { id: published })).toMatchObject({ ok: true });
    const missing = await ask(id, query, { id: 'a'.repeat(24) });
    expect(missing).toMatchObject({ ok: false, kind: 'not_found' });
    expect(await ask(id, query, { id: draft })).toEqual(missing);
  });
});

describe('the calendar', () => {
  it.each([
    [{ from: far.checkIn, to: far.checkIn }, 'to', 'to_not_after_from'],
    [{ from: far.checkIn, to: addDays(far.checkIn, 732) }, 'to', 'too_many_nights'],
    [{ from: far.checkIn }, 'to', 'required'],
  ])('refuses %j', async (query, field, code) => {
    expect(await ask('propertyAvailability', query, { id: published })).toMatchObject({
      ok: false,
      reasons: [{ field, code }],
    });
  });

  it.each([
    ['1970-01-01', '1970-01-02'],
    ['9998-12-30', '9998-12-31'],
  ])('has nothing free from %s to %s', async (from, to) => {
    const outcome = await ask('propertyAvailability', { from, to }, { id: published });
    expect(outcome).toMatchObject({ ok: true, value: { data: { nights: [{ free: false }] } } });
  });

  it('does not tell a sold night from a closed one', async () => {
    const outcome = await ask(
      'propertyAvailability',
      { from: world.today(), to: addDays(world.today(), 60) },
      { id: published },
    );
    const text = JSON.stringify(outcome);
    expect(text).toContain('"free":false');
    expect(text).not.toMatch(/taken|closed"|preparation|reason/);
  });
});

describe('reviews', () => {
  it('come a page at a time, published only, without anything private', async () => {
    const all: { documentId: string; publishedAt: string }[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const outcome = await ask('propertyReviews', { pageSize: '2', ...(cursor && { cursor }) }, { id: published });
      if (!outcome.ok) throw new Error(outcome.message);
      all.push(...(outcome.value.data as typeof all));
      cursor = outcome.value.meta?.pagination?.nextCursor ?? null;
      expect(JSON.stringify(outcome)).not.toContain('PRIVATE');
    }
    const expected = await database.db.query<{ document_id: string }>(
      `select r.document_id from reviews r join properties p on p.id = r.property_id
       where p.document_id = $1 and r.state = 'published' and r.side = 'guest' order by r.visible_at desc, r.id desc`,
      [published],
    );
    expect(expected.length).toBeGreaterThan(2);
    expect(all.map((review) => review.documentId)).toEqual(expected.map((row) => row.document_id));
  });

  it.each([
    ['not a time'],
    [5],
    [null],
    [{}],
    ['2026-99-99 00:00:00'],
    ['2026-02-30 00:00:00'],
    ['0000-01-01 00:00:00'],
  ])('refuse a cursor whose key is %j', async (key) => {
    const cursor = writeCursor({ key: key as never, id: 1 }, fingerprintOf(['reviews', published]));
    expect(await ask('propertyReviews', { cursor }, { id: published })).toMatchObject({
      ok: false,
      kind: 'malformed',
    });
  });
});
