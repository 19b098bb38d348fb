import { call, type Answer } from './support/client';
import {
  bookedFor,
  expectGraphqlRefusal,
  expectRefusal,
  hostileWorld,
  may,
  newKey,
  quoteFor,
  type HostileWorld,
} from './support/hostile-world';

/** What names a booking, or makes one, and is not what it should be: the same refusal over REST and GraphQL, and no row another. */
let world: HostileWorld;
let bookingId: string;
beforeAll(async () => {
  world = await hostileWorld();
  bookingId = (await bookedFor(world, { ...may, checkIn: '2027-06-10', checkOut: '2027-06-12' })).documentId;
});
afterAll(() => world.stop());

interface IdDoor {
  readonly method: string;
  readonly path: string;
  readonly kind: 'query' | 'mutation';
  readonly field: string;
  readonly who: 'otherGuest' | 'otherHost';
}

const doors: readonly IdDoor[] = [
  { method: 'GET', path: '', kind: 'query', field: 'booking(id: $id) { documentId }', who: 'otherGuest' },
  {
    method: 'POST',
    path: '/cancellation-preview',
    kind: 'query',
    field: 'cancellationPreview(id: $id) { rule }',
    who: 'otherGuest',
  },
  {
    method: 'POST',
    path: '/cancel',
    kind: 'mutation',
    field: 'cancelBooking(id: $id) { documentId }',
    who: 'otherGuest',
  },
  {
    method: 'POST',
    path: '/approve',
    kind: 'mutation',
    field: 'approveBooking(id: $id) { documentId }',
    who: 'otherHost',
  },
];

/** As JSON text, since some of these numbers only exist there. */
const wrongIds: readonly [json: string, inGraphql: string][] = [
  ['-1', 'invalid_format'],
  ['1', 'invalid_format'],
  ['9223372036854775808', 'invalid_format'],
  ['"9223372036854775808"', 'invalid_format'],
  ['"__proto__"', 'invalid_format'],
  ['"constructor"', 'invalid_format'],
  ['"\\u0000"', 'invalid_format'],
  ['"%"', 'invalid_format'],
  // What is no id at all GraphQL's own types refuse.
  ['1.5', 'wrong_type'],
  ['1e309', 'wrong_type'],
  ['{"$ne":null}', 'wrong_type'],
  ['["a"]', 'wrong_type'],
  ['true', 'wrong_type'],
];

const json = { 'content-type': 'application/json' };
const viaGraphql = (query: string, variables: string, token: string): Promise<Answer> =>
  world.unchanged(() =>
    call(world.app, 'POST', '/graphql', {
      token,
      body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
      headers: json,
    }),
  );

describe.each(doors)('$method /bookings/:id$path', ({ method, path, kind, field, who }) => {
  const rest = (id: string): Promise<Answer> =>
    world.unchanged(() =>
      call(world.app, method, `/api/bookings/${encodeURIComponent(id)}${path}`, {
        token: world[who].token,
        body: method === 'GET' ? undefined : {},
      }),
    );
  const twin = (id: string) => viaGraphql(`${kind} ($id: ID!) { ${field} }`, `{"id":${id}}`, world[who].token);

  test.each(wrongIds)('id %s', async (id, inGraphql) => {
    const text = id.startsWith('"') ? (JSON.parse(id) as string) : id;
    expectRefusal(await rest(text), 400, { code: 'invalid_format', field: 'id' });
    expectGraphqlRefusal(await twin(id), 400, { code: inGraphql, field: 'id' });
  });

  test("another's is as missing as none at both", async () => {
    const reason = { code: 'not_found', field: 'id' };
    for (const id of [bookingId, 'a'.repeat(24)]) {
      expectRefusal(await rest(id), 404, reason);
      expectGraphqlRefusal(await twin(JSON.stringify(id)), 404, reason);
    }
  });
});

describe('a booking made of', () => {
  const mutation =
    'mutation ($input: PlaceBookingInput!, $key: String!) { placeBooking(input: $input, idempotencyKey: $key) { documentId } }';

  test.each([
    ['no quote', '{}', 'required', 'quote'],
    ['null for a quote', '{"quote":null}', 'wrong_type', 'quote'],
    ['an operator for a quote', '{"quote":{"$ne":null}}', 'wrong_type', 'quote'],
    ['a list of quotes', '{"quote":["a"]}', 'wrong_type', 'quote'],
    ['−1 for a quote', '{"quote":-1}', 'wrong_type', 'quote'],
    ['2^63 for a quote', '{"quote":9223372036854775808}', 'wrong_type', 'quote'],
    ['1e309 for a quote', '{"quote":1e309}', 'wrong_type', 'quote'],
    ['its own id', '{"quote":"QUOTE","documentId":"aaaaaaaaaaaaaaaaaaaaaaaa"}', 'unknown_field', 'documentId'],
    ['its own nights', '{"quote":"QUOTE","checkIn":"2027-05-10"}', 'unknown_field', 'checkIn'],
    ['its own constructor', '{"quote":"QUOTE","constructor":{"isAdmin":true}}', 'unknown_field', 'constructor'],
  ])('%s', async (_what, input, code, field) => {
    const body = input.replace('QUOTE', await quoteFor(world));
    const { token } = world.guest;
    const key = newKey();
    const answer = await world.unchanged(() =>
      call(world.app, 'POST', '/api/bookings', { token, body, headers: { ...json, ...key } }),
    );
    expectRefusal(answer, 400, { code, field });
    const variables = `{"input":${body},"key":${JSON.stringify(key['idempotency-key'])}}`;
    expectGraphqlRefusal(await viaGraphql(mutation, variables, token), 400, { code, field });
  });
});

test('nothing of it was a fault of ours', () => {
  expect(world.app.log()).not.toMatch(/UnhandledPromiseRejection|TypeError|Cannot read prop|RangeError/);
});
