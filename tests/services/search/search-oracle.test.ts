import { Temporal } from 'temporal-polyfill';
import { memoryRateLimiter } from '../../../src/adapters/memory/rate-limiter';
import { addDays } from '../../../src/domain/night';
import type { MarketplaceConfig } from '../../../src/marketplace-config';
import type { Casita } from '../../../src/ports';
import { refreshSearchRows } from '../../../src/search/refresh-search-rows';
import { onlyDatabase } from '../support/test-database';
import { compareFacets, compareSearches, performSearch } from './oracle/compare';
import type { Known } from './oracle/naive-search';
import { randomQuery, type Subject } from './oracle/questions';
import { readTruths } from './oracle/truth';
import * as world from './random-world';

/** Homes of every kind that the tables allow. */

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

const subject: Subject = {
  today: world.today(),
  currencies: ['EUR', 'JPY'],
  place: () => {
    const { latitude, longitude } = random.pick(world.places);
    return { latitude: latitude + 0.05, longitude };
  },
  boxes: [0.02, 0.1, 3],
  radiiKm: [2, 8, 40, 500],
  words: () => random.pick(['casa', 'cassa', 'lisbon vicnte', 'ATICO', 'são vicente', '50%', '_', '%', 'a_b', 'under_score lisboa', 'nadi 100%', '\\']), // prettier-ignore
  amenities: () => random.pick(['wifi', 'wifi,kitchen', 'pool,pool', 'none']),
  languages: () => random.pick(['en', 'PT', 'fr,pt', 'xx']),
  type: () => random.pick(['House', 'apartment']),
  roomType: () => 'private_room',
  pageSizes: [1, 3, 20, 100],
};

let database: Awaited<ReturnType<typeof onlyDatabase>>;
let app: Casita;
let known: Known;

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
  known = { truths: await readTruths(database.db, world.today()), config, now };
});
afterAll(() => database?.drop());

it(`finds, prices and orders exactly what a naive reader of the tables would (seed ${seed})`, async () => {
  const compared = await compareSearches(app, known, Array.from({ length: queriesAsked }, () => randomQuery(random, subject))); // prettier-ignore
  // The question must have been worth asking.
  expect(compared.shown).toBeGreaterThan(queriesAsked);
  expect(compared.dated).toBeGreaterThan(20);
  expect(compared.flexible).toBeGreaterThan(5);
});

it(`counts its facets over the homes that other values would find (seed ${seed})`, async () => {
  const { facetValues } = await compareFacets(app, known, random, subject, 60);
  expect(facetValues).toBeGreaterThan(100);
});

it('says which currencies there are where a price is asked for in none', async () => {
  const dates = { checkIn: addDays(world.today(), 30), checkOut: addDays(world.today(), 31) };
  expect(await performSearch(app, { ...dates, sort: 'price' })).toMatchObject({
    ok: false,
    kind: 'refused',
    reasons: [{ code: 'currency_required', limit: ['EUR', 'JPY'] }],
  });
});

it.each(['price', 'rating'])('goes on to the next page of a search within prices, in order of %s', async (sort) => {
  const dates = { checkIn: addDays(world.today(), 30), checkOut: addDays(world.today(), 31) };
  const query = { ...dates, sort, priceMin: '1', currency: 'EUR', pageSize: '1' };
  const first = await performSearch(app, query);
  const cursor = first.ok && (first.value.meta as { pagination: { nextCursor: string } }).pagination.nextCursor;
  expect(cursor).toEqual(expect.any(String));
  expect(await performSearch(app, { ...query, cursor: String(cursor) })).toMatchObject({ ok: true });
});
