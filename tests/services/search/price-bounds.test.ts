import { Temporal } from 'temporal-polyfill';
import { chargeStep } from '../../../src/domain/currency';
import { addDays } from '../../../src/domain/night';
import { pricingAt, type MarketplaceConfig } from '../../../src/marketplace-config';
import { priceHomes } from '../../../src/search/price-homes';
import { homesAsked, type PricedSearch } from '../../../src/search/queries/home-conditions';
import { homesToPrice } from '../../../src/search/queries/homes-by-price';
import { Values } from '../../../src/search/queries/values';
import { refreshSearchRows } from '../../../src/search/refresh-search-rows';
import { readSearch, searchQuery } from '../../../src/search/search-query';
import { onlyDatabase } from '../support/test-database';
import * as world from './random-world';

/** What SQL says that a stay costs at least and at most, against what the domain says that it costs. */
const tax = (rule: object, place: object = {}) => ({
  country: 'PT',
  region: null,
  city: null,
  ...place,
  rule: { code: 'tax', label: 'Tax', ...rule },
});

const config = {
  newListing: { bookings: 3, basisPoints: 2_000 },
  guestServiceFeeBasisPoints: 1_234,
  hostServiceFeeBasisPoints: 300,
  taxes: [
    tax({ kind: 'per_guest_night', amount: 215, maxNights: 3, exemptUnderAge: 13 }, { city: 'Lisboa' }),
    tax({ kind: 'percent', basisPoints: 633, of: ['accommodation', 'cleaning', 'guest_service_fee'] }),
    tax(
      { kind: 'percent', basisPoints: 950, of: ['accommodation', 'pets', 'extra_guests'], maxNights: 2 },
      { country: 'FJ' },
    ),
    tax({ kind: 'per_night', amount: 333, exemptFromNights: 6 }, { country: 'FJ' }),
    tax({ kind: 'per_stay', amount: 1_001 }, { country: 'WS', city: 'Apia' }),
    tax({ kind: 'per_stay', amount: 9_999 }, { country: 'WS', city: 'Elsewhere' }),
  ],
} as unknown as MarketplaceConfig;

const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);
const random = world.randomFrom(seed);
const now = Temporal.Now.instant();
const currencies = ['EUR', 'JPY', 'KWD', 'ISK'];

let database: Awaited<ReturnType<typeof onlyDatabase>>;
beforeAll(async () => {
  database = await onlyDatabase();
  await database.db.transaction(async (tx) => {
    const hosts = [await world.insertHost(tx, random)];
    const ids: number[] = [];
    for (let i = 0; i < 120; i += 1) ids.push(await world.insertHome(tx, random, hosts, [], true));
    await tx.query('update properties set currency = ($1::text[])[1 + id % 4]', [currencies]);
    await tx.query('update components_property_prices set base = base + id % 7, cleaning_fee = cleaning_fee + id % 13');
    await refreshSearchRows(tx, ids);
  });
});
afterAll(() => database?.drop());

function randomSearch(currency: string): PricedSearch {
  const checkIn = addDays(world.today(), random.int(1, 70));
  const dates = random.chance(0.8)
    ? {
        checkIn,
        checkOut: addDays(checkIn, random.pick([1, 2, 4, 7, 9, 28, 30])),
        ...(random.chance(0.3) && { flexible: '±3' }),
      }
    : { flexible: random.pick(['weekend', 'week', 'month']), months: addDays(world.today(), 40).slice(0, 7) };
  const count = (most: number) => String(random.int(0, most));
  const people = { adults: String(random.int(1, 4)), children: count(2), infants: count(1), pets: count(1) };
  const { guestServiceFeeBasisPoints: guestFeeBasisPoints, newListing, taxes } = config;
  const pricing = { step: chargeStep(currency), guestFeeBasisPoints, newListing, taxes };
  return { ...readSearch(searchQuery.parse({ ...dates, ...people, currency, sort: 'price' })), pricing };
}

async function boundsOf(search: PricedSearch) {
  const values = new Values();
  const { from, where } = homesAsked(search, now, values);
  const text = `select s.property_id as id, price.low, price.high from ${from} where ${where}`;
  return database.db.query<{ id: number; low: number; high: number }>(text, values.list);
}

test(`what a stay costs lies between its limits, which mostly are close (seed ${seed})`, async () => {
  let [seen, close] = [0, 0];
  for (let i = 0; i < 90; i += 1) {
    const search = randomSearch(random.pick(currencies));
    const bounds = new Map((await boundsOf(search)).map((row) => [row.id, row]));
    const homes = await homesToPrice(database.db, search, now, [...bounds.keys()]);
    for (const { home, price } of priceHomes({ config, now }, homes, search.guests)) {
      const { low = Infinity, high = 0 } = bounds.get(home.property_id) ?? {};
      const total = price.total.amount;
      const isWithin = low <= total && total <= high;
      expect(isWithin || [search, home, low, total, high]).toBe(true);
      expect(pricingAt(config, home).taxes.length).toBeLessThan(4);
      seen += 1;
      close += high - low < total / 50 ? 1 : 0;
    }
  }
  expect(seen).toBeGreaterThan(100);
  expect(close).toBeGreaterThan(seen / 20);
});

test('a home whose prices are not in its row yet may cost anything', async () => {
  const { db } = database;
  await db.query('update search_property set night_prices = null');
  const bounds = await boundsOf(randomSearch('EUR'));
  expect(bounds.every(({ low, high }) => low === 0 && high === Infinity)).toBe(true);
});
