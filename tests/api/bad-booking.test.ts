import { call, graphql, type Answer } from './support/client';
import {
  bookedFor,
  expectGraphqlRefusal,
  expectRefusal,
  hostileWorld,
  may,
  newKey,
  quoteFor,
  type Broken,
  type HostileWorld,
} from './support/hostile-world';

let world: HostileWorld;
let expiredQuote: string;
let expiredBooking: string;
let expiredSecret: string;
let cancelledBooking: string;
beforeAll(async () => {
  world = await hostileWorld();
  expiredQuote = await quoteFor(world);
  const held = await bookedFor(world, { ...may, checkIn: '2027-06-10', checkOut: '2027-06-12' });
  expiredBooking = held.documentId;
  expiredSecret = held.payment.clientSecret;
  // Longer than a hold, shorter than the access token that the guests have.
  await world.advance('PT40M');
  cancelledBooking = (await bookedFor(world, { ...may, checkIn: '2027-06-20', checkOut: '2027-06-22' })).documentId;
  expect((await cancel(cancelledBooking)).status).toBe(200);
});
afterAll(() => world.stop());

const cancel = (id: string): Promise<Answer> =>
  call(world.app, 'POST', `/api/bookings/${id}/cancel`, { token: world.guest.token, body: {} });

const place = (body: object, headers: Record<string, string> = newKey(), token = world.guest.token): Promise<Answer> =>
  world.unchanged(() => call(world.app, 'POST', '/api/bookings', { token, body, headers }));

const placeMutation =
  'mutation ($input: PlaceBookingInput!, $key: String!) { placeBooking(input: $input, idempotencyKey: $key) { documentId } }';
const placeGraphql = (input: object, key = newKey()['idempotency-key'], token = world.guest.token): Promise<Answer> =>
  world.unchanged(() => graphql(world.app, placeMutation, { input, key }, token));

async function expectNotPlaced(
  input: object,
  status: number,
  reason: Broken,
  inGraphql = reason,
  token?: string,
): Promise<void> {
  expectRefusal(await place(input, newKey(), token), status, reason);
  expectGraphqlRefusal(await placeGraphql(input, undefined, token), status, inGraphql);
}

describe('a booking that cannot be', () => {
  test.each(['price', 'total', 'state', 'status', 'guest', 'currency'])("with a client's %s", async (field) => {
    const unknown = { code: 'unknown_field', field };
    await expectNotPlaced({ quote: await quoteFor(world), [field]: 'confirmed' }, 400, unknown);
  });

  test('paid in a way that there is not', async () => {
    const input = { quote: await quoteFor(world), payment: 'confirmed' };
    const field = 'payment';
    await expectNotPlaced(input, 400, { code: 'not_allowed', field }, { code: 'wrong_type', field });
  });

  test('with a quote that somebody has changed', async () => {
    const [body = '', signature = ''] = (await quoteFor(world)).split('.');
    const payload = JSON.parse(Buffer.from(body, 'base64url').toString()) as { price: { total: { amount: number } } };
    payload.price.total.amount = 1;
    const cheap = `${Buffer.from(JSON.stringify(payload)).toString('base64url')}.${signature}`;
    const tampered = { code: 'quote_tampered', field: 'quote' };
    for (const quote of [
      cheap,
      `${body}.`,
      `.${signature}`,
      body,
      `${body}.${signature}x`,
      `${body}.${'A'.repeat(signature.length)}`,
      '.',
      'null',
    ]) {
      await expectNotPlaced({ quote }, 400, tampered);
    }
  });

  test('with a quote that has expired', async () => {
    await expectNotPlaced({ quote: expiredQuote }, 422, { code: 'quote_expired', field: 'quote' });
  });

  test('with a quote whose price the host has changed since', async () => {
    const quote = await quoteFor(world);
    const setPrice = (amount: number) =>
      world.db.query(
        `update components_property_prices set base = $2 where id = (select cmp_id from properties_cmps where entity_id = $1 and component_type = 'property.prices')`,
        [world.home.id, amount],
      );
    await setPrice(13_000);
    await expectNotPlaced({ quote }, 409, { code: 'quote_stale', field: 'quote' });
    await setPrice(12_000);
  });

  test('with a quote for the own home, or for one that has been taken off the market since', async () => {
    const quote = await quoteFor(world);
    await expectNotPlaced({ quote }, 422, { code: 'own_property', field: 'id' }, undefined, world.host.token);
    const setState = (state: string) =>
      world.db.query('update properties set state = $2 where id = $1', [world.home.id, state]);
    await setState('unpublished');
    await expectNotPlaced({ quote }, 404, { code: 'not_found', field: 'id' });
    await setState('published');
  });

  test('without a key, or with one that is none', async () => {
    const quote = await quoteFor(world);
    expectRefusal(await place({ quote }, {}), 400, { code: 'required', field: 'Idempotency-Key' });
    for (const key of ['a b', 'k'.repeat(256), 'caf\u00e9']) {
      const reason = { code: 'invalid_format', field: 'Idempotency-Key' };
      expectRefusal(await place({ quote }, { 'idempotency-key': key }), 400, reason);
      expectGraphqlRefusal(await placeGraphql({ quote }, key), 400, reason);
    }
  });

  test('with a key that stood for another one', async () => {
    const key = newKey();
    const first = { quote: await quoteFor(world, { ...may, checkIn: '2027-07-01', checkOut: '2027-07-03' }) };
    expect(
      (await call(world.app, 'POST', '/api/bookings', { token: world.guest.token, body: first, headers: key })).status,
    ).toBe(201);
    const reused = { code: 'idempotency_key_reused', field: 'Idempotency-Key' };
    const other = { quote: await quoteFor(world) };
    expectRefusal(await place(other, key), 422, reused);
    expectGraphqlRefusal(await placeGraphql(other, key['idempotency-key']), 422, reused);
  });

  test('without a token, or with one that is none', async () => {
    const quote = await quoteFor(world);
    expectRefusal(await world.unchanged(() => call(world.app, 'POST', '/api/bookings', { body: { quote } })), 401, {
      code: 'sign_in',
    });
    expectRefusal(await place({ quote }, newKey(), 'x.y.z'), 401, { code: 'invalid_token' });
  });
});

describe('a cancellation that cannot be', () => {
  const refused: readonly [string, () => string][] = [
    ['of a hold that has ended', () => expiredBooking],
    ['of what is cancelled already', () => cancelledBooking],
  ];

  test.each(refused)('%s', async (_what, id) => {
    const reason = { code: 'move_not_allowed', field: 'state' };
    expectRefusal(await world.unchanged(() => cancel(id())), 409, reason);
    const preview = await world.unchanged(() =>
      call(world.app, 'POST', `/api/bookings/${id()}/cancellation-preview`, { token: world.guest.token, body: {} }),
    );
    expectRefusal(preview, 409, reason);
    const twin = await world.unchanged(() =>
      graphql(
        world.app,
        'mutation ($id: ID!) { cancelBooking(id: $id) { documentId } }',
        { id: id() },
        world.guest.token,
      ),
    );
    expectGraphqlRefusal(twin, 409, reason);
  });

  test.each([
    ['{"expectedRefund":-1}', 400, { code: 'too_small', field: 'expectedRefund' }],
    ['{"expectedRefund":0.5}', 400, { code: 'wrong_type', field: 'expectedRefund' }],
    ['{"expectedRefund":1e309}', 400, { code: 'wrong_type', field: 'expectedRefund' }],
    ['{"expectedRefund":"all"}', 400, { code: 'wrong_type', field: 'expectedRefund' }],
    ['{"expectedRefund":99999999}', 409, { code: 'refund_changed', field: 'expectedRefund' }],
    ['{"refund":99999999}', 400, { code: 'unknown_field', field: 'refund' }],
  ])('of a booking that stands: %s', async (body, status, reason) => {
    const [standing] = await world.db.query<{ document_id: string }>(
      `select document_id from bookings where state = 'held'`,
      [],
    );
    const answer = await world.unchanged(() =>
      call(world.app, 'POST', `/api/bookings/${standing?.document_id ?? ''}/cancel`, {
        token: world.guest.token,
        body,
        headers: { 'content-type': 'application/json' },
      }),
    );
    expectRefusal(answer, status, reason);
  });
});

test('the payment of a hold that has ended is not taken any more', async () => {
  const id = expiredSecret.split('_secret_')[0] ?? '';
  const answer = await call(world.app, 'POST', `/sandbox/stripe/v1/payment_intents/${id}/confirm`, {
    headers: {
      authorization: `Bearer ${process.env['STRIPE_PUBLISHABLE_KEY'] ?? ''}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ client_secret: expiredSecret, payment_method: 'pm_card_visa' }).toString(),
  });
  expect([answer.status, answer.body.error.code]).toEqual([400, 'payment_intent_unexpected_state']);
});

test('nothing of it was a fault of ours', () => {
  expect(world.app.log()).not.toMatch(/UnhandledPromiseRejection|TypeError|Cannot read prop|RangeError/);
});
