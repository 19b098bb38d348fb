import { createHmac, randomUUID } from 'node:crypto';
import { brokenInvariants } from '../../src/api/payment/queries/invariants';
import { call, type Answer } from './support/client';
import { bookedFor, expectRefusal, hostileWorld, may, type HostileWorld } from './support/hostile-world';

const setting = (name: string): string => process.env[name] ?? '';
const secret = setting('STRIPE_WEBHOOK_SECRET');

let world: HostileWorld;
beforeAll(async () => (world = await hostileWorld()));
afterAll(() => world.stop());
afterEach(async () => expect(await brokenInvariants(world.db)).toEqual([]));

const seconds = () => Math.floor(Date.now() / 1_000);

const mac = (payload: string, at: number, key: string) =>
  createHmac('sha256', key).update(`${at}.${payload}`).digest('hex');
const signed = (payload: string, at = seconds(), key = secret) => `t=${at},v1=${mac(payload, at, key)}`;

const eventOf = (object: object, type = 'payment_intent.succeeded', changes: object = {}) =>
  JSON.stringify({
    id: `evt_${randomUUID().replaceAll('-', '')}`,
    object: 'event',
    type,
    livemode: false,
    created: seconds(),
    data: { object },
    ...changes,
  });

const send = (payload: string, signature: string | null, type = 'application/json'): Promise<Answer> =>
  call(world.app, 'POST', '/api/stripe/webhook', {
    body: payload,
    headers: { 'content-type': type, ...(signature === null ? {} : { 'stripe-signature': signature }) },
  });

const intent = { id: 'pi_000000000000000000000000', object: 'payment_intent', amount: 1, currency: 'eur' };

describe('a delivery that is not of our Stripe', () => {
  const payload = eventOf(intent);
  const now = seconds();
  test.each<[string, string, string | null]>([
    ['without a signature', payload, null],
    ['with an empty one', payload, ''],
    ['with words for one', payload, 'let me in'],
    ['with a time alone', payload, `t=${now}`],
    ['with a signature and no time', payload, `v1=${mac(payload, now, secret)}`],
    ['with a scheme of another kind alone', payload, `t=${now},v0=${mac(payload, now, secret)}`],
    ['signed with another secret', payload, signed(payload, now, 'whsec_another')],
    [
      'signed with the secret of the other endpoint',
      payload,
      signed(payload, now, setting('STRIPE_CONNECT_WEBHOOK_SECRET')),
    ],
    ['signed with no secret', payload, signed(payload, now, '')],
    ['signed six minutes ago', payload, signed(payload, now - 360)],
    ['signed an hour ahead', payload, signed(payload, now + 3_600)],
    ['signed at a time that is none', payload, `t=NaN,v1=${mac(payload, NaN, secret)}`],
    ['signed for another time', payload, `t=${now - 1},v1=${mac(payload, now, secret)}`],
    ['changed after it was signed', payload.replace('"amount":1', '"amount":2'), signed(payload, now)],
    ['signed, but of live mode', eventOf(intent, undefined, { livemode: true }), 'sign'],
    ['signed, but cut off', payload.slice(0, 40), 'sign'],
    ['signed, but null', 'null', 'sign'],
    ['signed, but a list', '[]', 'sign'],
    ['signed, but a number', '17', 'sign'],
    [
      'signed, but without an object',
      JSON.stringify({ id: 'evt_1', object: 'event', type: 'x', livemode: false }),
      'sign',
    ],
    ['signed, but without an id', eventOf(intent, undefined, { id: undefined }), 'sign'],
    ['signed, but with an operator for an id', eventOf(intent, undefined, { id: { $ne: null } }), 'sign'],
    ['signed, but with a number for a type', eventOf(intent, undefined, { type: 5 }), 'sign'],
    ['signed, but with NUL in its id', eventOf(intent, undefined, { id: 'evt_\u0000' }), 'sign'],
    ['signed, but with a list for an object', eventOf([intent]), 'sign'],
  ])('%s', async (_what, body, signature) => {
    const header = signature === 'sign' ? signed(body) : signature;
    const answer = await world.unchanged(() => send(body, header));
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expectRefusal(answer, 400, expect.objectContaining({ code: expect.any(String) }));
  });

  test('of another type than JSON', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const answer = await world.unchanged(() => send(payload, signed(payload), type));
      expectRefusal(answer, 400, expect.objectContaining({ code: expect.any(String) }));
    }
  });

  test('of a megabyte', async () => {
    const large = eventOf({ ...intent, description: 'a'.repeat(1_000_000) });
    expectRefusal(await world.unchanged(() => send(large, signed(large))), 413, { code: 'body_too_large' });
  });
});

const stripe = async (
  path: string,
  key: 'STRIPE_SECRET_KEY' | 'STRIPE_PUBLISHABLE_KEY',
  body: Record<string, string>,
) => {
  const answer = await call(world.app, 'POST', `/sandbox/stripe${path}`, {
    headers: { authorization: `Bearer ${setting(key)}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(body).toString(),
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body;
};

const intentId = (booking: { payment: { clientSecret: string } }) =>
  booking.payment.clientSecret.split('_secret_')[0] ?? '';
const confirm = (booking: { payment: { clientSecret: string } }) =>
  stripe(`/v1/payment_intents/${intentId(booking)}/confirm`, 'STRIPE_PUBLISHABLE_KEY', {
    client_secret: booking.payment.clientSecret,
    payment_method: 'pm_card_visa',
  });

const stateOf = async (booking: { documentId: string }) =>
  (
    await world.db.query<{ state: string }>('select state from bookings where document_id = $1', [booking.documentId])
  )[0]?.state;

const capturesOf = async (booking: { documentId: string }) =>
  world.db.query(
    `select t.id from ledger_transaction t join bookings b on b.id = t.booking_id where b.document_id = $1 and t.kind = 'captured'`,
    [booking.documentId],
  );

const take = async (payload: string) => expect((await send(payload, signed(payload))).status).toBe(200);

/** A moment, in which the work that is due is done. */
const work = () => world.advance('PT1S');

describe('a delivery that is signed, and not to be believed', () => {
  test('says that an intent has been paid, and it has not: nothing is confirmed', async () => {
    const booking = await bookedFor(world, may);
    await take(
      eventOf({ ...intent, id: intentId(booking), amount: 41_000, amount_received: 41_000, status: 'succeeded' }),
    );
    await work();
    expect([await stateOf(booking), await capturesOf(booking)]).toEqual(['held', []]);
  });

  test('is of an intent that is not ours: nothing happens', async () => {
    await take(eventOf(intent));
    await work();
    expect(await world.db.query(`select id from stripe_event where processed_at is null`, [])).toEqual([]);
  });

  test.each([
    ['amount', { amount: '5000' }],
    ['currency', { currency: 'usd' }],
  ])(
    'is of an intent whose %s somebody has changed: nothing is confirmed, nothing is captured',
    async (what, change) => {
      const stay = {
        ...may,
        checkIn: what === 'amount' ? '2027-08-01' : '2027-08-10',
        checkOut: what === 'amount' ? '2027-08-03' : '2027-08-12',
      };
      const booking = await bookedFor(world, stay);
      await stripe(
        `/v1/payment_intents/${intentId(booking)}`,
        'STRIPE_SECRET_KEY',
        change as unknown as Record<string, string>,
      );
      expect((await confirm(booking)).status).toBe('succeeded');
      await work();
      expect([await stateOf(booking), await capturesOf(booking)]).toEqual(['held', []]);
      expect(world.app.log()).toMatch(new RegExp(`${intentId(booking)} is over`));
    },
  );

  test('comes twice, and after what it was before: one confirmation, one capture', async () => {
    const booking = await bookedFor(world, { ...may, checkIn: '2027-09-01', checkOut: '2027-09-03' });
    const paid = await confirm(booking);
    const events = [
      eventOf(paid, 'payment_intent.succeeded'),
      eventOf({ ...paid, status: 'processing' }, 'payment_intent.processing'),
      eventOf({ ...paid, status: 'requires_payment_method' }, 'payment_intent.created'),
      eventOf({ ...paid, status: 'canceled' }, 'payment_intent.canceled'),
    ];
    for (const event of [...events, ...events.toReversed()]) await take(event);
    await work();
    for (const event of events) await take(event);
    await work();
    expect([await stateOf(booking), (await capturesOf(booking)).length]).toEqual(['confirmed', 1]);
    const again = events[0] ?? '';
    await world.unchanged(() => send(again, signed(again)));
  });
});
