import { call, type Answer } from './support/client';
import {
  expectGraphqlRefusal,
  expectRefusal,
  hostileWorld,
  may,
  type Broken,
  type HostileWorld,
} from './support/hostile-world';

let world: HostileWorld;
beforeAll(async () => (world = await hostileWorld()));
afterAll(() => world.stop());

interface BadStay {
  readonly what: string;
  /** In place of, or beside, a stay that is fine. JSON text, since some of these numbers only exist there. */
  readonly json: Readonly<Record<string, string>>;
  readonly status: number;
  readonly reason: Broken;
  /** Where GraphQL's own types say it in other words. */
  readonly inGraphql?: Broken;
}

const bad = (
  what: string,
  json: Record<string, string>,
  status: number,
  code: string,
  field: string,
  inGraphql?: string,
): BadStay => ({
  what,
  json,
  status,
  reason: { code, field },
  ...(inGraphql ? { inGraphql: { code: inGraphql, field } } : {}),
});

const dates = (checkIn: string, checkOut: string) => ({ checkIn: `"${checkIn}"`, checkOut: `"${checkOut}"` });

const badStays: readonly BadStay[] = [
  bad('out is in', dates('2027-05-10', '2027-05-10'), 422, 'check_out_not_after_check_in', 'checkOut'),
  bad('out is before in', dates('2027-05-10', '2027-05-09'), 422, 'check_out_not_after_check_in', 'checkOut'),
  bad('in the past', dates('2020-05-10', '2020-05-12'), 422, 'in_the_past', 'checkIn'),
  bad('in the year 9999', dates('9999-05-10', '9999-05-12'), 400, 'invalid_date', 'checkIn'),
  bad('in the year 9998', dates('9998-05-10', '9998-05-12'), 422, 'booking_window', 'checkOut'),
  bad('30 February', dates('2027-02-28', '2027-02-30'), 400, 'invalid_date', 'checkOut'),
  bad('29 February of a common year', dates('2027-02-29', '2027-03-02'), 400, 'invalid_date', 'checkIn'),
  bad('a time in a date', dates('2027-05-10T15:00:00Z', '2027-05-12'), 400, 'invalid_date', 'checkIn'),
  bad('a date of another shape', dates('10/05/2027', '2027-05-12'), 400, 'invalid_date', 'checkIn'),
  bad('ten years', dates('2027-05-10', '2037-05-10'), 422, 'stay_too_long', 'checkOut'),
  bad('a number for a date', { checkIn: '20270510' }, 400, 'wrong_type', 'checkIn'),
  bad('an operator for a date', { checkIn: '{"$ne":null}' }, 400, 'wrong_type', 'checkIn'),
  bad('null for a date', { checkIn: 'null' }, 400, 'wrong_type', 'checkIn'),
  bad('nobody', { adults: '0' }, 400, 'too_small', 'adults'),
  bad('−1 guests', { adults: '-1' }, 400, 'too_small', 'adults'),
  bad('−1 children', { children: '-1' }, 400, 'too_small', 'children'),
  bad('a guest and a half', { adults: '1.5' }, 400, 'wrong_type', 'adults'),
  bad('a million guests', { adults: '1000000' }, 400, 'too_big', 'adults'),
  bad('2^63 guests', { adults: '9223372036854775808' }, 400, 'too_big', 'adults', 'wrong_type'),
  bad('1e309 guests', { adults: '1e309' }, 400, 'wrong_type', 'adults'),
  bad('"2" guests', { adults: '"2"' }, 400, 'wrong_type', 'adults'),
  bad('a list of guests', { adults: '[2]' }, 400, 'wrong_type', 'adults'),
  bad('more than the home has room for', { adults: '5' }, 422, 'capacity', 'guests'),
  bad("a client's price", { price: '1' }, 400, 'unknown_field', 'price'),
  bad("a client's total", { total: '{"amount":1,"currency":"EUR"}' }, 400, 'unknown_field', 'total'),
  bad("a client's currency", { currency: '"JPY"' }, 400, 'unknown_field', 'currency'),
  bad("a client's state", { state: '"confirmed"' }, 400, 'unknown_field', 'state'),
  bad("another's account", { guestId: '1' }, 400, 'unknown_field', 'guestId'),
  bad('no such coupon', { coupon: '"HALF"' }, 422, 'coupon_unknown', 'coupon'),
  bad('a coupon with NUL', { coupon: '"a\\u0000b"' }, 400, 'invalid_text', 'coupon'),
];

const stayJson = (json: Readonly<Record<string, string>>): string => {
  const fine = Object.fromEntries(Object.entries(may).map(([name, value]) => [name, JSON.stringify(value)]));
  return `{${Object.entries({ ...fine, ...json })
    .map(([name, value]) => `"${name}":${value}`)
    .join(',')}}`;
};

const askQuote = (homeId: string, body: string, token: string | null = null): Promise<Answer> =>
  world.unchanged(() =>
    call(world.app, 'POST', `/api/properties/${homeId}/quote`, {
      token,
      body,
      headers: { 'content-type': 'application/json' },
    }),
  );

const quoteMutation = 'mutation ($id: ID!, $input: QuoteStayInput!) { quoteStay(id: $id, input: $input) { quote } }';
/** As text, so that 1e309 is sent and not what JavaScript makes of it. */
const askQuoteGraphql = (homeId: string, input: string, token: string | null = null): Promise<Answer> =>
  world.unchanged(() =>
    call(world.app, 'POST', '/graphql', {
      token,
      body: `{"query":${JSON.stringify(quoteMutation)},"variables":{"id":${JSON.stringify(homeId)},"input":${input}}}`,
      headers: { 'content-type': 'application/json' },
    }),
  );

describe('a stay that cannot be: no quote', () => {
  test.each(badStays)('$what', async ({ json, status, reason }) => {
    expectRefusal(await askQuote(world.home.documentId, stayJson(json)), status, reason);
  });

  test.each(badStays)('through GraphQL: $what', async ({ json, status, reason, inGraphql }) => {
    expectGraphqlRefusal(await askQuoteGraphql(world.home.documentId, stayJson(json)), status, inGraphql ?? reason);
  });

  test('at the own home', async () => {
    const reason = { code: 'own_property', field: 'id' };
    expectRefusal(await askQuote(world.home.documentId, stayJson({}), world.host.token), 422, reason);
    expectGraphqlRefusal(await askQuoteGraphql(world.home.documentId, stayJson({}), world.host.token), 422, reason);
  });

  test('at a home that is not published', async () => {
    const reason = { code: 'not_found', field: 'id' };
    expectRefusal(await askQuote(world.draft.documentId, stayJson({})), 404, reason);
    expectGraphqlRefusal(await askQuoteGraphql(world.draft.documentId, stayJson({})), 404, reason);
  });
});

test('nothing of it was a fault of ours', () => {
  expect(world.app.log()).not.toMatch(/UnhandledPromiseRejection|TypeError|Cannot read prop|RangeError/);
});
