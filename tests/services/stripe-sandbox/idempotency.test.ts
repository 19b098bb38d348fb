import { PUBLISHABLE_KEY, failure, openWorld, raw, type World } from './support';

let world: World;
beforeAll(async () => (world = await openWorld()));
afterAll(() => world.close());

const payment = {
  amount: 12_000,
  currency: 'eur',
  automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
  confirm: true,
  payment_method: 'pm_card_visa',
} as const;

const form = 'amount=12000&currency=eur';
const create = (key: string, body = form) =>
  raw(world.port, 'POST', '/v1/payment_intents', { body, headers: { 'idempotency-key': key } });

async function countIntents(): Promise<number> {
  const rows = await world.database.query<{ count: number }>(
    `SELECT count(*) AS count FROM stripe_sandbox.object WHERE type = 'payment_intent'`,
  );
  return rows[0]!.count;
}

test('the same key and parameters give the saved answer again, marked as a replay', async () => {
  const first = await create('replay');
  const before = await countIntents();
  const second = await create('replay', 'currency=eur&amount=12000');
  expect(second.status).toBe(200);
  expect(second.body).toEqual(first.body);
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  expect(second.headers.get('idempotent-replayed')).toBe('true');
  expect(second.headers.get('original-request')).toBe(first.headers.get('request-id'));
  expect(second.headers.get('idempotency-key')).toBe('replay');
  expect(await countIntents()).toBe(before);
});

test('other parameters under the same key are an idempotency_error', async () => {
  await create('mine');
  const other = await create('mine', 'amount=12001&currency=eur');
  expect(other.status).toBe(400);
  expect(other.body.error).toMatchObject({ type: 'idempotency_error' });
});

test('another endpoint under the same key is an idempotency_error', async () => {
  await create('one-endpoint');
  const error = await failure(world.stripe.customers.create({}, { idempotencyKey: 'one-endpoint' }));
  expect(error).toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
});

test('a decline is saved too, and is not tried again', async () => {
  const declining = { ...payment, payment_method: 'pm_card_visa_chargeDeclined' } as const;
  const first = await failure(world.stripe.paymentIntents.create(declining, { idempotencyKey: 'decline' }));
  const charges = await world.stripe.charges.list({ limit: 1 });
  const second = await failure(world.stripe.paymentIntents.create(declining, { idempotencyKey: 'decline' }));
  expect(second).toMatchObject({ statusCode: 402, code: first.code, charge: first.charge });
  expect((await world.stripe.charges.list({ limit: 1 })).data).toEqual(charges.data);
});

test.each([
  ['twelve', 'parameter_invalid_integer'],
  ['12', 'amount_too_small'],
])('parameters that never passed (amount=%s) save nothing, so the key stays free', async (amount, code) => {
  const wrong = await create(`mended-${amount}`, `amount=${amount}&currency=eur`);
  expect(wrong.body.error).toMatchObject({ code });
  const right = await create(`mended-${amount}`);
  expect(right.status).toBe(200);
  expect(right.headers.get('idempotent-replayed')).toBeNull();
});

test('a refusal by the state of things is saved', async () => {
  const missing = { amount: 12_000, currency: 'eur', customer: 'cus_nobody' };
  await failure(world.stripe.paymentIntents.create(missing, { idempotencyKey: 'refused' }));
  const again = await raw(world.port, 'POST', '/v1/payment_intents', {
    body: 'amount=12000&currency=eur&customer=cus_nobody',
    headers: { 'idempotency-key': 'refused' },
  });
  expect(again.status).toBe(400);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
});

test('a second call while the first is still running is answered 409', async () => {
  await world.control('/faults', { kind: 'slow', delay_ms: 600, path: '/v1/payment_intents' });
  const slow = create('at-once');
  await new Promise((done) => setTimeout(done, 200));
  const second = await create('at-once');
  expect(second.status).toBe(409);
  expect(second.body.error).toMatchObject({ code: 'idempotency_key_in_use' });
  const first = await slow;
  expect(first.status).toBe(200);
  expect((await create('at-once')).body).toEqual(first.body);
});

test('200 calls at once under one key make one charge', async () => {
  const before = (await world.stripe.charges.list({ limit: 100 })).data.length;
  const stripe = world.stripe;
  const calls = Array.from({ length: 200 }, () =>
    stripe.paymentIntents.create(payment, { idempotencyKey: 'stampede', maxNetworkRetries: 0 }),
  );
  const outcomes = await Promise.allSettled(calls);
  const made = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value.id] : []));
  const refused = outcomes.flatMap((each) =>
    each.status === 'rejected' ? [each.reason as { statusCode: number }] : [],
  );
  expect(new Set(made).size).toBe(1);
  expect(refused.every((error) => error.statusCode === 409)).toBe(true);
  expect((await world.stripe.charges.list({ limit: 100 })).data.length).toBe(before + 1);
});

test('after 24 hours a key is forgotten', async () => {
  const first = await create('a-day');
  world.clock.advance({ hours: 23 });
  expect((await create('a-day')).body['id']).toBe(first.body['id']);
  world.clock.advance({ hours: 2 });
  const fresh = await create('a-day');
  expect(fresh.body['id']).not.toBe(first.body['id']);
});

test("a guest's keys are not the platform's", async () => {
  const intent = await world.stripe.paymentIntents.create(
    { amount: 5_000, currency: 'eur' },
    { idempotencyKey: 'shared-name' },
  );
  const confirmed = await raw(world.port, 'POST', `/v1/payment_intents/${intent.id}/confirm`, {
    key: PUBLISHABLE_KEY,
    body: `client_secret=${intent.client_secret}&payment_method=pm_card_visa`,
    headers: { 'idempotency-key': 'shared-name' },
  });
  expect(confirmed.body).toMatchObject({ status: 'succeeded' });
});

test('a key longer than 255 characters is refused', async () => {
  const answer = await create('k'.repeat(256));
  expect(answer.status).toBe(400);
});

test('GET ignores the key', async () => {
  const intent = await world.stripe.paymentIntents.create({ amount: 5_000, currency: 'eur' });
  const read = () =>
    raw(world.port, 'GET', `/v1/payment_intents/${intent.id}`, { headers: { 'idempotency-key': 'reading' } });
  await read();
  await world.stripe.paymentIntents.update(intent.id, { description: 'changed' });
  expect((await read()).body).toMatchObject({ description: 'changed' });
});
