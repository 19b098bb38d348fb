import { call } from './support/client';
import { bookedFor, expectRefusal, hostileWorld, newKey, type HostileWorld } from './support/hostile-world';

/** What every door that takes a body or an id must withstand. What one thing's own rules refuse is in its own file. */

let world: HostileWorld;
let bookingId: string;
beforeAll(async () => {
  world = await hostileWorld();
  bookingId = (await bookedFor(world)).documentId;
});
afterAll(() => world.stop());

type Who = 'guest' | 'host' | 'otherGuest' | 'otherHost';

interface Door {
  readonly name: string;
  readonly method: 'POST' | 'PUT';
  readonly path: () => string;
  readonly who: Who;
  /** A text of the body, and what the body cannot do without. */
  readonly textField: string;
  readonly required: string | null;
}

const homeId = () => world.home.documentId;

const doors: readonly Door[] = [
  {
    name: 'quote',
    method: 'POST',
    path: () => `/api/properties/${homeId()}/quote`,
    who: 'guest',
    textField: 'coupon',
    required: 'checkIn',
  },
  { name: 'book', method: 'POST', path: () => '/api/bookings', who: 'guest', textField: 'message', required: 'quote' },
  {
    name: 'cancel',
    method: 'POST',
    path: () => `/api/bookings/${bookingId}/cancel`,
    who: 'guest',
    textField: 'reason',
    required: null,
  },
  { name: 'review', method: 'POST', path: () => '/api/reviews', who: 'guest', textField: 'body', required: 'booking' },
  {
    name: 'new property',
    method: 'POST',
    path: () => '/api/properties',
    who: 'host',
    textField: 'summary',
    required: 'name',
  },
  {
    name: 'property',
    method: 'PUT',
    path: () => `/api/properties/${homeId()}`,
    who: 'host',
    textField: 'summary',
    required: null,
  },
  {
    name: 'calendar',
    method: 'PUT',
    path: () => `/api/properties/${homeId()}/calendar`,
    who: 'host',
    textField: 'ranges.0.reason',
    required: 'ranges',
  },
];

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** `{ name: value }` as text, `a.0.b` meaning `{ a: [{ b }] }`; `json` goes in as it is. */
const bodyWith = (field: string, json: string): string =>
  field
    .split('.')
    .reduceRight((inner, part) => (part === '0' ? `[${inner}]` : `{${JSON.stringify(part)}:${inner}}`), json);

interface Hostile {
  readonly what: string;
  readonly body: (door: Door) => string;
  readonly status: number;
  /** What the refusal says; a field where one can be named. */
  readonly reason: (door: Door) => { readonly code: string; readonly field?: string };
}

const sent = (what: string, body: string, status: number, code: string): Hostile => ({
  what,
  body: () => body,
  status,
  reason: () => ({ code }),
});
const inText = (what: string, json: string, status: number, code: string): Hostile => ({
  what,
  body: (door) => bodyWith(door.textField, json),
  status,
  reason: (door) => ({ code, field: door.textField }),
});
const unknown = (what: string, field: string, json: string): Hostile => ({
  what,
  body: () => `{${JSON.stringify(field)}:${json}}`,
  status: 400,
  reason: () => ({ code: 'unknown_field', field }),
});

const bodies: readonly Hostile[] = [
  sent('null', 'null', 400, 'invalid_json'),
  sent('a list', '[]', 400, 'wrong_type'),
  sent('a number', '17', 400, 'invalid_json'),
  sent('NaN', '{"adults":NaN}', 400, 'invalid_json'),
  sent('cut off', '{"message":"hel', 400, 'invalid_json'),
  sent('10,000 lists deep', deep(10_000), 400, 'wrong_type'),
  {
    ...sent('a megabyte', '', 413, 'body_too_large'),
    body: (door) => bodyWith(door.textField, `"${'a'.repeat(1_000_000)}"`),
  },
  inText('10,000 deep in a text', deep(10_000), 400, 'wrong_type'),
  inText('a text too long', `"${'a'.repeat(30_000)}"`, 400, 'too_big'),
  inText('NUL', '"a\\u0000b"', 400, 'invalid_text'),
  inText('a lone surrogate', '"a\\ud800b"', 400, 'invalid_text'),
  inText('a number for a text', '-1', 400, 'wrong_type'),
  inText('2^63 for a text', '9223372036854775808', 400, 'wrong_type'),
  inText('1e309 for a text', '1e309', 400, 'wrong_type'),
  inText('an operator for a text', '{"$ne":null}', 400, 'wrong_type'),
  unknown('an own id', 'id', '1'),
  unknown('a document id', 'documentId', '"aaaaaaaaaaaaaaaaaaaaaaaa"'),
  unknown('another state', 'state', '"published"'),
  unknown('a constructor', 'constructor', '{"prototype":{"isAdmin":true}}'),
];

describe.each(doors)('$name', (door) => {
  const send = (body: string, headers: Record<string, string> = {}) =>
    world.unchanged(() =>
      call(world.app, door.method, door.path(), {
        token: world[door.who].token,
        body,
        headers: { 'content-type': 'application/json', ...newKey(), ...headers },
      }),
    );

  test.each(bodies)('$what', async ({ body, status, reason }) => {
    expectRefusal(await send(body(door)), status, reason(door));
  });

  test.each(['', '{}', '{"data":null}'])('empty: %s', async (body) => {
    // Where nothing is required an empty body is a valid one.
    if (door.required === null && body !== '{"data":null}') return;
    const field =
      body === '{"data":null}'
        ? { code: 'unknown_field', field: 'data' }
        : { code: 'required', field: door.required ?? '' };
    expectRefusal(await send(body), 400, field);
  });

  test.each(['{"__proto__":{"message":"x"}}', '{"data":{"__proto__":{"isAdmin":true}}}'])('%s', async (body) => {
    expectRefusal(await send(body), 400, expect.objectContaining({ code: expect.any(String) }));
    expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
  });

  test.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'nonsense',
  ])('of type %s', async (type) => {
    const answer = await send(bodyWith(door.textField, '"words"'), { 'content-type': type });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expectRefusal(
      answer,
      answer.status < 500 ? answer.status : 400,
      expect.objectContaining({ code: expect.any(String) }),
    );
  });

  test('a parameter in the address that nobody asked for, twice', async () => {
    const answer = await world.unchanged(() =>
      call(world.app, door.method, `${door.path()}?populate=*&populate=host`, {
        token: world[door.who].token,
        body: {},
        headers: newKey(),
      }),
    );
    expectRefusal(answer, 400, { code: 'unknown_field', field: 'populate' });
  });
});

const wrongIds = [
  '-1',
  '1',
  '9223372036854775808',
  '1e309',
  'NaN',
  '{"$ne": null}',
  "' or 1=1 --",
  '%',
  'a'.repeat(25),
  'A'.repeat(24),
  '\u0000',
  '../host',
];
const missing = 'a'.repeat(24);

interface IdDoor {
  readonly method: string;
  readonly path: (id: string) => string;
  readonly who: Who;
  readonly body?: object;
  /** An id of what belongs to somebody else. */
  readonly foreign?: () => string;
}

const idDoors: readonly IdDoor[] = [
  {
    method: 'POST',
    path: (id) => `/api/properties/${id}/quote`,
    who: 'guest',
    body: { checkIn: '2027-05-10', checkOut: '2027-05-13', adults: 2 },
    foreign: () => world.draft.documentId,
  },
  {
    method: 'GET',
    path: (id) => `/api/properties/${id}/availability?from=2027-05-01&to=2027-06-01`,
    who: 'guest',
    foreign: () => world.draft.documentId,
  },
  { method: 'GET', path: (id) => `/api/properties/${id}/reviews`, who: 'guest', foreign: () => world.draft.documentId },
  { method: 'GET', path: (id) => `/api/bookings/${id}`, who: 'otherGuest', foreign: () => bookingId },
  {
    method: 'POST',
    path: (id) => `/api/bookings/${id}/cancellation-preview`,
    who: 'otherGuest',
    body: {},
    foreign: () => bookingId,
  },
  { method: 'POST', path: (id) => `/api/bookings/${id}/cancel`, who: 'otherGuest', body: {}, foreign: () => bookingId },
  { method: 'POST', path: (id) => `/api/bookings/${id}/approve`, who: 'otherHost', body: {}, foreign: () => bookingId },
  { method: 'POST', path: (id) => `/api/reviews/${id}/reply`, who: 'host', body: { reply: 'thanks' } },
  { method: 'POST', path: (id) => `/api/reviews/${id}/report`, who: 'guest', body: { reason: 'fake' } },
  {
    method: 'PUT',
    path: (id) => `/api/properties/${id}`,
    who: 'host',
    body: { name: 'Mine now' },
    foreign: () => world.draft.documentId,
  },
  {
    method: 'PUT',
    path: (id) => `/api/properties/${id}/calendar`,
    who: 'host',
    body: { ranges: [{ firstNight: '2027-07-01', lastNight: '2027-07-02', closed: true }] },
    foreign: () => world.draft.documentId,
  },
  { method: 'POST', path: (id) => `/api/properties/${id}/publish`, who: 'host', foreign: () => world.draft.documentId },
  { method: 'DELETE', path: (id) => `/api/properties/${id}`, who: 'host', foreign: () => world.draft.documentId },
];

describe.each(idDoors.map((door) => ({ ...door, name: `${door.method} ${door.path(':id').split('?')[0]}` })))(
  '$name',
  (door) => {
    const ask = (id: string) =>
      world.unchanged(() =>
        call(world.app, door.method, door.path(encodeURIComponent(id)), {
          token: world[door.who].token,
          body: door.body,
          headers: newKey(),
        }),
      );

    test.each(wrongIds)('id %j', async (id) => {
      expectRefusal(await ask(id), 400, { code: 'invalid_format', field: 'id' });
    });

    test("another's is as missing as none", async () => {
      const none = await ask(missing);
      expectRefusal(none, 404, { code: 'not_found', field: 'id' });
      if (door.foreign) expect((await ask(door.foreign())).body).toEqual(none.body);
    });
  },
);

test('nothing of it was a fault of ours', () => {
  expect(world.app.log()).not.toMatch(/UnhandledPromiseRejection|TypeError|Cannot read prop|RangeError/);
});
