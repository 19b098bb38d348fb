import { Temporal } from 'temporal-polyfill';
import { memoryRateLimiter } from '../../../src/adapters/memory/rate-limiter';
import { dataOf, type AnyOperation } from '../../../src/contract/operation';
import { perform } from '../../../src/contract/perform';
import { distanceMetres } from '../../../src/domain/approximate-point';
import { checkStay } from '../../../src/domain/availability';
import { addDays, addMonths, nightOf, type Night } from '../../../src/domain/night';
import { priceStay } from '../../../src/domain/price';
import type { PropertyTerms } from '../../../src/domain/property-terms';
import { rankingMean, shownMean } from '../../../src/domain/rating-mean';
import { pricingAt, type MarketplaceConfig } from '../../../src/marketplace-config';
import type { Casita } from '../../../src/ports';
import { loadNights, loadTerms, type KnownNights } from '../../../src/search/load-terms';
import { searchOperations } from '../../../src/search/operations';
import { refreshSearchRows } from '../../../src/search/refresh-search-rows';
import { onlyDatabase } from '../support/test-database';
import * as world from './random-world';

/** A home as the plainest reader of the tables would describe it. */
interface Truth {
  readonly id: number;
  readonly documentId: string;
  readonly terms: PropertyTerms;
  readonly nights: KnownNights;
  readonly latitude: number;
  readonly longitude: number;
  readonly words: string;
  readonly amenities: readonly string[];
  readonly languages: readonly string[];
  readonly type: string;
  readonly roomType: string;
  readonly bedrooms: number | null;
  readonly beds: number | null;
  readonly bathrooms: number | null;
  readonly mean: number | null;
  readonly ranking: number;
  readonly publishedOn: Date;
  readonly completedBookings: number;
  readonly place: { country: string | null; region: string | null; city: string | null };
}

type Query = Record<string, string>;

const config = {
  newListing: { bookings: 3, basisPoints: 2_000 },
  guestServiceFeeBasisPoints: 500,
  hostServiceFeeBasisPoints: 300,
  taxes: [{ country: 'PT', region: null, city: 'Lisboa', rule: { kind: 'per_guest_night', code: 'city', label: 'City tax', amount: 200, maxNights: 7, exemptUnderAge: 13 } }],
} as unknown as MarketplaceConfig; // prettier-ignore

const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);
const random = world.randomFrom(seed);
const now = Temporal.Now.instant();
const homesMade = 120;
const queriesAsked = 150;

let database: Awaited<ReturnType<typeof onlyDatabase>>;
let app: Casita;
let truths: Truth[];

beforeAll(async () => {
  database = await onlyDatabase();
  const ids: number[] = [];
  await database.db.transaction(async (tx) => {
    const amenities = await world.insertAmenities(tx, random);
    const hosts = [];
    for (let i = 0; i < 6; i += 1) hosts.push(await world.insertHost(tx, random));
    for (let i = 0; i < homesMade; i += 1) ids.push(await world.insertHome(tx, random, hosts, amenities, i % 5 > 0));
    await refreshSearchRows(tx, ids);
  });
  app = {
    db: database.db,
    searchDb: { ...database.db, isBusy: () => false },
    clock: { now: () => now },
    config,
    limiter: memoryRateLimiter(),
  } as unknown as Casita;
  truths = await readTruths(ids);
});
afterAll(() => database?.drop());

async function readTruths(ids: readonly number[]): Promise<Truth[]> {
  const truthsOfAll: Truth[] = [];
  for (const id of ids) {
    const terms = await loadTerms(database.db, id);
    if (terms?.state === 'published') truthsOfAll.push(...(await readTruth(id, terms)));
  }
  return truthsOfAll;
}

interface PlainRow {
  readonly words: string;
  readonly amenities: string[];
  readonly scores: number[];
  readonly imported: { count?: unknown; overall?: unknown } | null;
  readonly [column: string]: unknown;
}

/** The approximate point is taken as stored: read-model.test.ts is about it. */
async function readTruth(id: number, terms: PropertyTerms): Promise<Truth[]> {
  const [row] = await database.db.query<PlainRow>(
    `select p.document_id, concat_ws(' ', p.name, p.neighbourhood, a.city) as words, p.property_type, p.room_type, p.published_on, a.city, a.country,
       c.bedrooms, c.beds, c.bathrooms::float8, p.imported_ratings as imported, s.approximate_latitude, s.approximate_longitude,
       (select count(*) from bookings b where b.property_id = p.id) as bookings,
       array(select m.code from amenities m join properties_amenities_lnk l on l.amenity_id = m.id where l.property_id = p.id) as amenities,
       (select h.languages from host_profiles h where h.id = p.host_id) as languages,
       array(select r.overall from reviews r where r.property_id = p.id and r.state = 'published' and r.side = 'guest' and r.overall is not null) as scores
     from properties p join search_property s on s.property_id = p.id
     left join properties_cmps xa on xa.entity_id = p.id and xa.field = 'address' left join components_property_address a on a.id = xa.cmp_id
     left join properties_cmps xc on xc.entity_id = p.id and xc.field = 'capacity' left join components_property_capacity c on c.id = xc.cmp_id
     where p.id = $1 and s.approximate_latitude is not null`,
    [id],
  );
  if (!row) return [];
  const { count, overall } = row.imported ?? {};
  const counts = typeof count === 'number' && typeof overall === 'number' && count >= 1 && overall >= 1 && overall <= 5;
  const sum = row.scores.reduce((a, b) => a + b, 0) + (counts ? count * overall : 0);
  const n = row.scores.length + (counts ? count : 0);
  return [
    {
      id, terms, nights: await loadNights(database.db, terms, addDays(world.today(), -30), addDays(world.today(), 530)), documentId: String(row['document_id']), latitude: Number(row['approximate_latitude']), longitude: Number(row['approximate_longitude']),
      words: fold(row.words), amenities: row.amenities, languages: languagesOf(row['languages']), type: String(row['property_type']), roomType: String(row['room_type']),
      bedrooms: row['bedrooms'] as number | null, beds: row['beds'] as number | null, bathrooms: row['bathrooms'] as number | null,
      mean: shownMean(sum, n), ranking: rankingMean(sum, n), publishedOn: row['published_on'] as Date,
      completedBookings: Number(row['bookings']),
      place: { country: row['country'] as string | null, region: null, city: row['city'] as string | null },
    },
  ]; // prettier-ignore
}

const languagesOf = (stored: unknown) =>
  Array.isArray(stored) ? stored.map((code) => String(code).toLowerCase()) : [];

const fold = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();

function randomQuery(): Query {
  const query: Query = {};
  const some = (probability: number, fill: () => void) => random.chance(probability) && fill();
  const place = random.pick(world.places);
  some(0.6, () => {
    query['checkIn'] = addDays(world.today(), random.pick([-1, 0, 0, 1, 2, random.int(3, 80), random.int(3, 80), 300]));
    query['checkOut'] = addDays(query['checkIn'] as Night, random.pick([1, 2, 3, 5, 8, 29]));
  });
  if (query['checkIn']) some(0.25, () => (query['flexible'] = random.pick(['exact', '±1', '±3', '7'])));
  else if (random.chance(0.3)) {
    query['flexible'] = random.pick(['weekend', 'week', 'month']);
    query['months'] = random.pick([[0], [1, 0], [2, 9]]).map((ahead) => addMonths(nightOf(world.today()), ahead).slice(0, 7)).join(','); // prettier-ignore
  }
  some(0.5, () => (query['adults'] = String(random.int(1, 5))));
  some(0.2, () => (query['children'] = String(random.int(0, 2))));
  some(0.2, () => (query['infants'] = String(random.int(0, 2))));
  some(0.2, () => (query['pets'] = String(random.int(0, 1))));
  if (random.chance(0.4)) {
    const [lat, lng, size] = [place.latitude + 0.05, place.longitude, random.pick([0.02, 0.1, 3])];
    const wrap = (x: number) => (x > 180 ? x - 360 : x < -180 ? x + 360 : x);
    query['bbox'] = [wrap(lng - size), lat - size, wrap(lng + size), lat + size].map((x) => x.toFixed(6)).join(',');
  } else if (random.chance(0.5)) {
    Object.assign(query, {
      lat: place.latitude.toFixed(3),
      lng: place.longitude.toFixed(3),
      radiusKm: String(random.pick([2, 8, 40, 500])),
    });
  }
  some(
    0.2,
    () =>
      (query['q'] = random.pick([
        'casa',
        'ATICO',
        'são vicente',
        '50%',
        '_',
        '%',
        'a_b',
        'under_score lisboa',
        'nadi 100%',
        '\\',
      ])),
  );
  some(0.2, () => (query['amenities'] = random.pick(['wifi', 'wifi,kitchen', 'pool,pool', 'none'])));
  some(0.1, () => (query['hostLanguage'] = random.pick(['en', 'PT', 'fr,pt', 'xx'])));
  some(0.1, () => (query['type'] = random.pick(['House', 'apartment'])));
  some(0.1, () => (query['roomType'] = 'private_room'));
  some(0.1, () => (query['bedrooms'] = String(random.int(0, 3))));
  some(0.1, () => (query['beds'] = String(random.int(0, 4))));
  some(0.1, () => (query['bathrooms'] = '1.5'));
  some(0.1, () => (query['instantBook'] = random.pick(['true', 'false'])));
  some(0.1, () => (query['ratingMin'] = random.pick(['4', '4.5'])));
  query['sort'] = random.pick(['relevance', 'price', 'rating', 'newest', 'distance']);
  if (query['sort'] === 'distance' && !query['lat']) query['sort'] = 'relevance';
  if (query['checkIn'] || query['months']) {
    some(0.3, () => (query['priceMin'] = String(random.int(0, 60_000))));
    some(0.3, () => (query['priceMax'] = String(random.int(60_000, 200_000))));
  }
  if (query['sort'] === 'price' || query['priceMin'] || query['priceMax'] || random.chance(0.1))
    query['currency'] = random.pick(['EUR', 'JPY']);
  query['pageSize'] = String(random.pick([1, 3, 20, 100]));
  return query;
}

interface Expected {
  readonly documentId: string;
  /** Its dates. */
  readonly stay: string;
  readonly total: number | null;
  readonly keys: readonly number[];
}

/** Every home, one by one, by the domain's rules on the truth. */
function oracle(query: Query): Expected[] {
  const found: Expected[] = [];
  const guests = {
    adults: Number(query['adults'] ?? 1),
    children: Number(query['children'] ?? 0),
    infants: Number(query['infants'] ?? 0),
    pets: Number(query['pets'] ?? 0),
  };
  for (const truth of truths) {
    if (!fits(truth, query, guests)) continue;
    let total: number | null = null;
    const wishes = staysWished(query);
    const { ranges, taken } = truth.nights;
    const stay = wishes.find((wish) => checkStay(truth.terms, ranges, taken, { ...wish, guests }, now).length === 0);
    if (wishes.length > 0 && !stay) continue;
    if (stay) {
      const request = { ...stay, guests };
      const { completedBookings } = truth;
      const context = { now, completedBookings, ...pricingAt(config, truth.place) };
      total = priceStay(truth.terms, ranges, request, context).total.amount;
      if (total < Number(query['priceMin'] ?? 0) || total > Number(query['priceMax'] ?? Infinity)) continue;
    }
    found.push({
      documentId: truth.documentId,
      stay: `${stay?.checkIn} ${stay?.checkOut}`,
      total,
      keys: sortKeys(truth, query, total),
    });
  }
  return found.sort(
    (a, b) => (a.keys[0] as number) - (b.keys[0] as number) || (a.keys[1] as number) - (b.keys[1] as number),
  );
}

/** Day by day, the plainest way: nearest first, of two as near the later one; within months in order. */
function staysWished(query: Query): { checkIn: Night; checkOut: Night }[] {
  const lengths: Record<string, number> = { weekend: 2, week: 7, month: 28 };
  const [checkIn, checkOut] = [query['checkIn'] as Night, query['checkOut'] as Night];
  const days = Number(/\d/.exec(query['flexible'] ?? '')?.[0] ?? 0);
  if (query['checkIn']) {
    const shifts = [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7].filter((shift) => Math.abs(shift) <= days);
    return shifts.map((shift) => ({ checkIn: addDays(checkIn, shift), checkOut: addDays(checkOut, shift) }));
  }
  const nights = lengths[query['flexible'] ?? ''];
  if (nights === undefined) return [];
  const first = addDays(nightOf(world.today()), -31);
  const coming = Array.from({ length: 500 }, (_, i) => addDays(first, i));
  return coming
    .filter((night) => query['months']?.split(',').includes(night.slice(0, 7)))
    .filter((night) => nights !== 2 || new Date(`${night}T12:00:00Z`).getUTCDay() === 5)
    .map((night) => ({ checkIn: night, checkOut: addDays(night, nights) }));
}

function fits(
  truth: Truth,
  query: Query,
  guests: { adults: number; children: number; infants: number; pets: number },
): boolean {
  const { capacity } = truth.terms;
  const atLeast = (value: number | null, wanted: string | undefined) =>
    wanted === undefined || (value !== null && value >= Number(wanted));
  return (
    guests.adults + guests.children <= capacity.maxGuests && guests.infants <= (capacity.maxInfants ?? 0) && guests.pets <= capacity.maxPets &&
    inArea(truth, query) &&
    (query['q'] ?? '').split(' ').every((word) => truth.words.includes(fold(word))) &&
    (query['amenities']?.split(',') ?? []).every((code) => truth.amenities.includes(code)) &&
    (!query['hostLanguage'] || query['hostLanguage'].toLowerCase().split(',').some((code) => truth.languages.includes(code))) &&
    (!query['type'] || truth.type.toLowerCase() === query['type'].toLowerCase()) &&
    (!query['roomType'] || truth.roomType === query['roomType']) &&
    (!query['currency'] || truth.terms.currency === query['currency']) &&
    (query['instantBook'] !== 'true' || truth.terms.rules.instantBook) &&
    atLeast(truth.bedrooms, query['bedrooms']) && atLeast(truth.beds, query['beds']) && atLeast(truth.bathrooms, query['bathrooms']) && atLeast(truth.mean, query['ratingMin'])
  ); // prettier-ignore
}

function inArea(truth: Truth, query: Query): boolean {
  if (query['bbox']) {
    const [west, south, east, north] = query['bbox'].split(',').map(Number) as [number, number, number, number];
    const across =
      west > east
        ? truth.longitude >= west || truth.longitude <= east
        : truth.longitude >= west && truth.longitude <= east;
    return across && truth.latitude >= south && truth.latitude <= north;
  }
  return !query['lat'] || away(truth, query) <= Number(query['radiusKm']);
}

const away = (truth: Truth, query: Query): number =>
  distanceMetres(truth, { latitude: Number(query['lat']), longitude: Number(query['lng']) }) / 1000;

/** Smaller comes first. */
function sortKeys(truth: Truth, query: Query, total: number | null): number[] {
  switch (query['sort']) {
    case 'price':
      return [total ?? truth.terms.prices.base, truth.id];
    case 'rating':
      return [-(truth.mean ?? 0), -truth.id];
    case 'newest':
      return [-truth.publishedOn.getTime(), -truth.id];
    case 'distance':
      return [Math.round(away(truth, query) * 1e6), truth.id];
    default:
      return [-truth.ranking, -truth.id];
  }
}

interface Page {
  readonly data: {
    readonly documentId: string;
    readonly stay: { readonly checkIn: string; readonly checkOut: string; readonly total: { amount: number } } | null;
  }[];
  readonly meta: {
    readonly facets: { readonly name: string; readonly values: { readonly value: string; readonly count: number }[] }[];
    readonly pagination: { readonly nextCursor: string | null; readonly total: number; readonly totalIsExact: boolean };
  };
}

async function ask(query: Query): Promise<Page> {
  const raw = {
    door: 'rest' as const,
    bearer: null,
    address: String(random.next()),
    params: {},
    query,
    body: undefined,
    idempotencyKey: null,
  };
  const outcome = await perform(app, searchOperations[0] as AnyOperation, raw);
  if (!outcome.ok) throw new Error(`${outcome.message} ${JSON.stringify(query)}`);
  return { ...outcome.value, data: dataOf(outcome.value) } as never;
}

/** All pages, one after the other. */
async function askAll(query: Query): Promise<Page> {
  const first = await ask(query);
  const data = [...first.data];
  for (let page = first; page.meta.pagination.nextCursor !== null;) {
    expect(page.data).toHaveLength(Number(query['pageSize']));
    page = await ask({ ...query, cursor: page.meta.pagination.nextCursor });
    data.push(...page.data);
  }
  return { data, meta: first.meta };
}

it(`finds, prices and orders exactly what a naive reader of the tables would (seed ${seed})`, async () => {
  let shown = 0;
  let dated = 0;
  let flexible = 0;
  for (let i = 0; i < queriesAsked; i += 1) {
    const query = randomQuery();
    const expected = oracle(query);
    const found = await askAll(query);
    const context = JSON.stringify(query);
    expect([
      context,
      ...found.data.map(
        (home) => `${home.documentId} ${home.stay?.checkIn} ${home.stay?.checkOut} ${home.stay?.total.amount ?? null}`,
      ),
    ]).toEqual([context, ...expected.map((home) => `${home.documentId} ${home.stay} ${home.total}`)]);
    expect([context, found.meta.pagination.total, found.meta.pagination.totalIsExact]).toEqual([
      context,
      expected.length,
      true,
    ]);
    shown += expected.length;
    dated += query['checkIn'] ? expected.length : 0;
    flexible += query['months'] || /\d/.test(query['flexible'] ?? '') ? expected.length : 0;
  }
  // The question must have been worth asking.
  expect(shown).toBeGreaterThan(queriesAsked);
  expect(dated).toBeGreaterThan(50);
  expect(flexible).toBeGreaterThan(20);
});

const valuesOf: Record<string, (truth: Truth) => string[]> = {
  type: ({ type }) => [type],
  roomType: ({ roomType }) => [roomType],
  amenities: ({ amenities }) => [...amenities],
  hostLanguage: ({ languages }) => [...new Set(languages)],
  instantBook: ({ terms }) => [String(terms.rules.instantBook)],
  bedrooms: ({ bedrooms }) => Array.from({ length: bedrooms ?? 0 }, (_, i) => String(i + 1)),
};

it(`counts its facets over the homes that other values would find (seed ${seed})`, async () => {
  let counted = 0;
  for (let i = 0; i < 60; i += 1) {
    const query = { ...randomQuery(), facets: Object.keys(valuesOf).join(',') };
    const found = await ask(query);
    for (const { name, values } of found.meta.facets) {
      const expected = new Map<string, number>();
      const homes = new Set(oracle(name === 'amenities' ? query : without(query, name)).map((home) => home.documentId));
      for (const truth of truths.filter(({ documentId }) => homes.has(documentId)))
        for (const value of valuesOf[name]?.(truth) ?? []) expected.set(value, (expected.get(value) ?? 0) + 1);
      const sorted = [...expected].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
      expect([name, query, ...values.map(({ value, count }) => [value, count])]).toEqual([name, query, ...sorted]);
      counted += values.length;
    }
    expect(found.meta.facets.map(({ name }) => name)).toEqual(Object.keys(valuesOf));
  }
  expect(counted).toBeGreaterThan(200);
});

const without = (query: Query, name: string): Query =>
  Object.fromEntries(Object.entries(query).filter(([field]) => field !== name));

it('says which currencies there are where a price is asked for in none', async () => {
  const dates = { checkIn: addDays(world.today(), 30), checkOut: addDays(world.today(), 31) };
  const raw = { door: 'rest' as const, bearer: null, address: '1', params: {}, query: { ...dates, sort: 'price' }, body: undefined, idempotencyKey: null }; // prettier-ignore
  const outcome = await perform(app, searchOperations[0] as AnyOperation, raw);
  expect(outcome).toMatchObject({
    ok: false,
    kind: 'refused',
    reasons: [{ code: 'currency_required', limit: ['EUR', 'JPY'] }],
  });
});
