import {
  changeListing,
  checkListing,
  missingForPublication,
  newListing,
  type ListingContent,
} from '../../src/domain/listing';

const lisbon = { latitude: 38.71, longitude: -9.14 };
const timeZoneAt = () => 'Europe/Lisbon';

const complete: ListingContent = {
  ...newListing,
  name: 'House by the river',
  currency: 'EUR',
  point: lisbon,
  timeZone: 'Europe/Lisbon',
  prices: { ...newListing.prices, base: 12_000 },
};

const missing = (change: Partial<ListingContent>) =>
  missingForPublication({ ...complete, ...change }).map(({ code, field }) => `${code} ${field}`);

test('a complete listing lacks nothing', () => {
  expect(missingForPublication(complete)).toEqual([]);
});

test('a bare draft names every field that it lacks at once', () => {
  expect(missing({ point: null, timeZone: null, prices: newListing.prices })).toEqual([
    'required point',
    'required prices.base',
  ]);
});

test.each([
  ['a price of nothing', { prices: { ...complete.prices, base: 0 } }, ['required prices.base']],
  ['a blank name', { name: '  ' }, ['required name']],
  ['no room for anybody', { capacity: { ...complete.capacity, maxGuests: 0 } }, ['required capacity.maxGuests']],
  ['a point at sea without a clock', { timeZone: null }, ['required timeZone']],
])('%s is not publishable', (_, change, expected) => {
  expect(missing(change)).toEqual(expected);
});

test.each('BOV CHE CHW CLF COU MXV USN UYI UYW VED XAD'.split(' '))(
  'no home is priced in %s: no card is charged in it',
  (currency) => {
    const reason = { code: 'currency_not_charged', field: 'currency', value: currency };
    expect(checkListing({ ...complete, currency })).toContainEqual(reason);
    expect(missingForPublication({ ...complete, currency })).toContainEqual(reason);
  },
);

test('a currency that is none, and amounts that no card can be charged with, are refused for drafts too', () => {
  expect(checkListing({ ...complete, currency: 'XXX' })).toEqual([
    { code: 'unknown_currency', field: 'currency', value: 'XXX' },
  ]);
  expect(
    checkListing({ ...complete, currency: 'KWD', prices: { ...complete.prices, base: 12_345, petFee: 10 } }),
  ).toEqual([{ code: 'not_chargeable', field: 'prices.base', limit: 10, value: 12_345 }]);
});

test('the shortest stay is never longer than the longest', () => {
  const bookingRules = { ...complete.bookingRules, minNights: 8, minNightsWeekend: 9, maxNights: 7 };
  expect(checkListing({ ...complete, bookingRules }).map(({ field, limit }) => [field, limit])).toEqual([
    ['bookingRules.minNights', 7],
    ['bookingRules.minNightsWeekend', 7],
  ]);
});

test('a change touches what it names, also inside of a component, and null empties', () => {
  const changed = changeListing(
    complete,
    { summary: 'Quiet', prices: { cleaningFee: 500, weekend: null }, address: { city: 'Lisboa' } },
    timeZoneAt,
  );
  expect(changed).toEqual({
    ...complete,
    summary: 'Quiet',
    prices: { ...complete.prices, cleaningFee: 500 },
    address: { line1: null, line2: null, postcode: null, city: 'Lisboa', region: null, country: null },
  });
  expect(changeListing(changed, { summary: null }, timeZoneAt).summary).toBeNull();
});

test('the clock of a home follows its place, and only then', () => {
  const tokyo = () => 'Asia/Tokyo';
  expect(changeListing(complete, { name: 'Other' }, tokyo).timeZone).toBe('Europe/Lisbon');
  expect(changeListing(complete, { point: lisbon }, tokyo).timeZone).toBe('Asia/Tokyo');
});
