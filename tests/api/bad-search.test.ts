import type { Casita } from '../../src/ports';
import { systemClock } from '../../src/sandbox/clock';
import { makeHome } from '../services/support/world';
import { call, graphql, type Answer } from './support/client';
import {
  expectGraphqlRefusal,
  expectRefusal,
  hostileWorld,
  type Broken,
  type HostileWorld,
} from './support/hostile-world';

let world: HostileWorld;
let percent: string;
let fiji: string;
beforeAll(async () => {
  world = await hostileWorld();
  const writer = { db: world.db, clock: systemClock } as unknown as Casita;
  percent = (await makeHome(writer, { name: 'Half_price 100% cosy' })).documentId;
  const point = { latitude: -16.8, longitude: 179.99 };
  fiji = (await makeHome(writer, { name: 'On the date line', point, timeZone: 'Pacific/Fiji' })).documentId;
});
afterAll(() => world.stop());

/** What is asked, and for GraphQL the same as values where its types let it through. */
type BadSearch = readonly [
  query: string,
  code: string,
  field: string,
  values?: Readonly<Record<string, unknown>> | undefined,
];

const when = { checkIn: '2027-05-10', checkOut: '2027-05-12' };

const badSearches: readonly BadSearch[] = [
  ['lat=91&lng=0&radiusKm=5', 'too_big', 'lat', { lat: 91, lng: 0, radiusKm: 5 }],
  ['lat=-90.5&lng=0&radiusKm=5', 'too_small', 'lat', { lat: -90.5, lng: 0, radiusKm: 5 }],
  ['lat=0&lng=180.5&radiusKm=5', 'too_big', 'lng', { lat: 0, lng: 180.5, radiusKm: 5 }],
  ['lat=0&lng=0&radiusKm=-1', 'too_small', 'radiusKm', { lat: 0, lng: 0, radiusKm: -1 }],
  ['lat=0&lng=0', 'required', 'radiusKm', { lat: 0, lng: 0 }],
  ['lat=NaN&lng=0&radiusKm=5', 'invalid_format', 'lat'],
  ['lat=1e309&lng=0&radiusKm=5', 'invalid_format', 'lat'],
  ['lat=Infinity&lng=0&radiusKm=5', 'invalid_format', 'lat'],
  ['bbox=0,91,1,92', 'latitude_out_of_range', 'bbox', { bbox: '0,91,1,92' }],
  ['bbox=0,40,1,30', 'inverted_box', 'bbox', { bbox: '0,40,1,30' }],
  ['bbox=181,0,182,1', 'longitude_out_of_range', 'bbox', { bbox: '181,0,182,1' }],
  ['bbox=0,0,1', 'invalid_format', 'bbox', { bbox: '0,0,1' }],
  ['bbox=a,b,c,d', 'invalid_format', 'bbox', { bbox: 'a,b,c,d' }],
  ['bbox=NaN,0,1,1', 'invalid_format', 'bbox', { bbox: 'NaN,0,1,1' }],
  ['bbox=0,0,1,1&lat=0&lng=0&radiusKm=1', 'not_together', 'bbox', { bbox: '0,0,1,1', lat: 0, lng: 0, radiusKm: 1 }],
  ['page=1000000000', 'unknown_field', 'page'],
  ['pageSize=1000000000', 'too_big', 'pageSize', { pageSize: 1_000_000_000 }],
  ['pageSize=0', 'too_small', 'pageSize', { pageSize: 0 }],
  ['pageSize=-1', 'too_small', 'pageSize', { pageSize: -1 }],
  ['pageSize=9223372036854775808', 'invalid_format', 'pageSize'],
  ['pageSize=1.5', 'invalid_format', 'pageSize'],
  ['pageSize=', 'invalid_format', 'pageSize'],
  ['pageSize=5&pageSize=6', 'wrong_type', 'pageSize'],
  ['pageSize[$gt]=1', 'wrong_type', 'pageSize'],
  ['cursor=not-one', 'invalid_cursor', 'cursor', { cursor: 'not-one' }],
  ['cursor=%00', 'invalid_cursor', 'cursor', { cursor: '\u0000' }],
  [
    `cursor=${Buffer.from('["x",1,1]').toString('base64url')}`,
    'cursor_of_another_query',
    'cursor',
    { cursor: Buffer.from('["x",1,1]').toString('base64url') },
  ],
  [`cursor=${'a'.repeat(401)}`, 'too_big', 'cursor', { cursor: 'a'.repeat(401) }],
  [
    'checkIn=2027-05-10&checkOut=2027-05-12&priceMin=20000&priceMax=10000',
    'above_price_max',
    'priceMin',
    { ...when, priceMin: 20_000, priceMax: 10_000 },
  ],
  ['checkIn=2027-05-10&checkOut=2027-05-12&priceMin=-1', 'too_small', 'priceMin', { ...when, priceMin: -1 }],
  ['priceMax=10000', 'needs_dates', 'priceMax', { priceMax: 10_000 }],
  ['checkIn=2027-05-10', 'required', 'checkOut', { checkIn: '2027-05-10' }],
  [
    'checkIn=2027-05-10&checkOut=2027-05-10',
    'check_out_not_after_check_in',
    'checkOut',
    { checkIn: '2027-05-10', checkOut: '2027-05-10' },
  ],
  [
    'checkIn=2027-05-10&checkOut=2037-05-10',
    'stay_too_long',
    'checkOut',
    { checkIn: '2027-05-10', checkOut: '2037-05-10' },
  ],
  [
    'checkIn=2027-02-30&checkOut=2027-03-02',
    'invalid_date',
    'checkIn',
    { checkIn: '2027-02-30', checkOut: '2027-03-02' },
  ],
  [
    'checkIn=9999-05-10&checkOut=9999-05-12',
    'invalid_date',
    'checkIn',
    { checkIn: '9999-05-10', checkOut: '9999-05-12' },
  ],
  ['checkIn[$ne]=null&checkOut=2027-05-12', 'wrong_type', 'checkIn'],
  ['adults=0', 'too_small', 'adults', { adults: 0 }],
  ['adults=1000000', 'too_big', 'adults', { adults: 1_000_000 }],
  ['q=%00', 'invalid_text', 'q', { q: 'a\u0000' }],
  [`q=${'a'.repeat(121)}`, 'too_big', 'q', { q: 'a'.repeat(121) }],
  ['q=', 'too_small', 'q', { q: '' }],
  ['amenities=wifi,%27;drop', 'invalid_format', 'amenities.1', { amenities: ['wifi', "';drop"] }],
  ['sort=price;drop table', 'not_allowed', 'sort'],
  ['sort=distance', 'needs_point', 'sort', { sort: 'distance' }],
  ['ratingMin=6', 'too_big', 'ratingMin', { ratingMin: 6 }],
  ['currency=eur', 'invalid_format', 'currency', { currency: 'eur' }],
  ['instantBook=yes', 'not_allowed', 'instantBook'],
  ['filters[host][user][email][$contains]=a', 'unknown_field', 'filters'],
  ['populate=*', 'unknown_field', 'populate'],
];

const ask = (path: string): Promise<Answer> => world.unchanged(() => call(world.app, 'GET', path));

describe('a search that cannot be', () => {
  test.each(badSearches.map(([query, code, field]) => ({ query, code, field })))(
    '$query',
    async ({ query, code, field }) => {
      expectRefusal(await ask(`/api/search?${query}`), 400, { code, field });
    },
  );

  const twins = badSearches.flatMap(([query, code, field, values]) =>
    values === undefined ? [] : [{ query, code, field, values: values as Record<string, unknown> }],
  );
  test.each(twins)('through GraphQL: $query', async ({ code, field, values }) => {
    expectGraphqlRefusal(await searchGraphql(values), 400, { code, field });
  });

  test.each<[Record<string, unknown>, Broken]>([
    [{ page: 1 }, { code: 'invalid_document' }],
    [{ lat: 'north' }, { code: 'wrong_type', field: 'lat' }],
    [{ pageSize: 1.5 }, { code: 'wrong_type', field: 'pageSize' }],
    [{ sort: 'price;drop table' }, { code: 'wrong_type', field: 'sort' }],
    [{ q: { $ne: null } }, { code: 'wrong_type', field: 'q' }],
  ])('that its types refuse: %j', async (values, reason) => {
    expectGraphqlRefusal(await searchGraphql(values), 400, reason);
  });
});

const types: Readonly<Record<string, string>> = {
  lat: 'Float',
  lng: 'Float',
  radiusKm: 'Float',
  ratingMin: 'Float',
  pageSize: 'Int',
  adults: 'Int',
  priceMin: 'SafeInt',
  priceMax: 'SafeInt',
  checkIn: 'Night',
  checkOut: 'Night',
  amenities: '[String!]',
  sort: 'SearchPropertiesSort',
};

function searchGraphql(values: Readonly<Record<string, unknown>>): Promise<Answer> {
  const names = Object.keys(values);
  const declared = names.map((name) => `$${name}: ${types[name] ?? 'String'}`).join(', ');
  const given = names.map((name) => `${name}: $${name}`).join(', ');
  const query = `query (${declared}) { searchProperties(${given}) { data { documentId } } }`;
  return world.unchanged(() => graphql(world.app, query, values));
}

const found = async (query: string): Promise<string[]> => {
  const answer = await ask(`/api/search?${query}`);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return (answer.body.data as { documentId: string }[]).map(({ documentId }) => documentId);
};

describe('a search that only looks hostile', () => {
  test('across the antimeridian', async () => {
    expect(await found('bbox=179,-18,-179,-16')).toEqual([fiji]);
    expect(await found('bbox=-179,-18,179,-16')).toEqual([]);
    expect(await found('lat=-16.8&lng=-179.99&radiusKm=20')).toEqual([fiji]);
  });

  test('% and _ are letters, not wildcards', async () => {
    expect(await found(`q=${encodeURIComponent('100%')}`)).toEqual([percent]);
    expect(await found(`q=${encodeURIComponent('half_price')}`)).toEqual([percent]);
    for (const q of ['%', '_', '1%c', 'h_me', '%%%', "' or 1=1 --", '\\', '\\%', '*', '(', '&|!', 'a & !b:*']) {
      const seen = await found(`q=${encodeURIComponent(q)}`);
      expect([q, seen.filter((id) => id !== percent)]).toEqual([q, []]);
    }
  });
});

describe('a calendar or a list of reviews that cannot be', () => {
  test.each([
    ['availability', 'too_many_nights', 'to', 'from=2027-05-01&to=2037-05-01'],
    ['availability', 'to_not_after_from', 'to', 'from=2027-05-01&to=2027-05-01'],
    ['availability', 'to_not_after_from', 'to', 'from=2027-05-01&to=2027-04-01'],
    ['availability', 'invalid_date', 'from', 'from=2027-02-30&to=2027-04-01'],
    ['availability', 'invalid_date', 'to', 'from=2027-02-20&to=9999-04-01'],
    ['availability', 'invalid_date', 'from', 'from=2027-05-01T00:00&to=2027-06-01'],
    ['availability', 'required', 'to', 'from=2027-05-01'],
    ['availability', 'wrong_type', 'from', 'from=2027-05-01&from=2027-05-02&to=2027-06-01'],
    ['availability', 'unknown_field', 'asOf', 'from=2027-05-01&to=2027-06-01&asOf=1'],
    ['reviews', 'too_big', 'pageSize', 'pageSize=1000000000'],
    ['reviews', 'too_small', 'pageSize', 'pageSize=-1'],
    ['reviews', 'invalid_format', 'pageSize', 'pageSize=NaN'],
    ['reviews', 'wrong_type', 'pageSize', 'pageSize=1&pageSize=2'],
    ['reviews', 'invalid_cursor', 'cursor', 'cursor=%00'],
    ['reviews', 'invalid_cursor', 'cursor', 'cursor=bm9uc2Vuc2U'],
    ['reviews', 'unknown_field', 'page', 'page=1000000000'],
  ])('%s: %s of %s: %s', async (what, code, field, query) => {
    expectRefusal(await ask(`/api/properties/${world.home.documentId}/${what}?${query}`), 400, { code, field });
  });
});

test('nothing of it was a fault of ours', () => {
  expect(world.app.log()).not.toMatch(/UnhandledPromiseRejection|TypeError|Cannot read prop|RangeError|syntax error/);
});

test('of a date that there is not it is said once that there is not', async () => {
  const { body } = await call(world.app, 'GET', '/api/search?checkIn=2027-02-30&checkOut=2027-02-28');
  expect(body.error.details.reasons).toEqual([{ code: 'invalid_date', field: 'checkIn' }]);
});
