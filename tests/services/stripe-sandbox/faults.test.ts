import { failure, openWorld, raw, sdk, SECRET_KEY, type World } from './support';

let world: World;
beforeAll(async () => (world = await openWorld()));
afterAll(() => world.close());
beforeEach(() => world.control('/faults', undefined, 'DELETE'));

const payment = { amount: 7_000, currency: 'eur' } as const;
const count = async () => {
  const rows = await world.database.query<{ count: number }>(
    `SELECT count(*) AS count FROM stripe_sandbox.object WHERE type = 'payment_intent'`,
  );
  return rows[0]!.count;
};

test('an answer dropped after acting: the SDK sees a broken connection, the same key finds what was done', async () => {
  const before = await count();
  // The SDK tries a broken connection once more by itself.
  await world.control('/faults', { kind: 'drop_answer', next: 2, path: '/v1/payment_intents' });
  const lost = await failure(world.stripe.paymentIntents.create(payment, { idempotencyKey: 'lost' }));
  expect(lost.type).toBe('StripeConnectionError');
  expect(await count()).toBe(before + 1);
  const found = await world.stripe.paymentIntents.create(payment, { idempotencyKey: 'lost' });
  expect(found.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect(await count()).toBe(before + 1);
});

test('dropped once, the SDK’s own second try is answered from the saved answer', async () => {
  const before = await count();
  await world.control('/faults', { kind: 'drop_answer', path: '/v1/payment_intents' });
  const intent = await world.stripe.paymentIntents.create(payment);
  expect(intent.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect(await count()).toBe(before + 1);
});

test('500 after acting is saved with what was done; the object can be looked up', async () => {
  const before = await count();
  await world.control('/faults', { kind: 'error_after', path: '/v1/payment_intents' });
  const key = { idempotencyKey: 'broken' };
  const created = { ...payment, metadata: { attempt: 'one' } };
  expect(await failure(world.stripe.paymentIntents.create(created, key))).toMatchObject({
    type: 'StripeAPIError',
    statusCode: 500,
  });
  expect(await failure(world.stripe.paymentIntents.create(created, key))).toMatchObject({ statusCode: 500 });
  expect(await count()).toBe(before + 1);
  const latest = await world.stripe.paymentIntents.list({ limit: 1 });
  expect(latest.data[0]).toMatchObject({ metadata: { attempt: 'one' } });
});

test('500 before acting leaves nothing but the saved 500', async () => {
  const before = await count();
  await world.control('/faults', { kind: 'error_before', path: '/v1/payment_intents' });
  const key = { idempotencyKey: 'never' };
  expect((await failure(world.stripe.paymentIntents.create(payment, key))).statusCode).toBe(500);
  expect((await failure(world.stripe.paymentIntents.create(payment, key))).statusCode).toBe(500);
  expect(await count()).toBe(before);
  expect((await world.stripe.paymentIntents.create(payment)).object).toBe('payment_intent');
});

test('429 saves nothing: the same key works a moment later', async () => {
  await world.control('/faults', { kind: 'rate_limit', method: 'POST', path: '/v1/payment_intents' });
  const key = { idempotencyKey: 'later' };
  const limited = await failure(world.stripe.paymentIntents.create(payment, key));
  expect(limited).toMatchObject({ type: 'StripeRateLimitError', statusCode: 429 });
  await expect(world.stripe.paymentIntents.create(payment, key)).resolves.toMatchObject({ amount: 7_000 });
});

test('a slow answer has acted before its client gives up', async () => {
  const before = await count();
  await world.control('/faults', { kind: 'slow_answer', delay_ms: 1_500, path: '/v1/payment_intents' });
  const impatient = sdk(SECRET_KEY, world.port);
  const error = await failure(impatient.paymentIntents.create(payment, { idempotencyKey: 'slow', timeout: 400 }));
  expect(error.type).toBe('StripeConnectionError');
  expect(await count()).toBe(before + 1);
});

test('strikes where it is told to, as often as told, and is listed until used up', async () => {
  await world.control('/faults', { kind: 'error_before', next: 2, method: 'GET', path: '/v1/charges*' });
  expect((await world.stripe.customers.list()).object).toBe('list');
  expect((await failure(world.stripe.charges.list())).statusCode).toBe(500);
  expect(await world.control('/faults', undefined, 'GET')).toMatchObject({ data: [{ remaining: 1 }] });
  expect((await failure(world.stripe.charges.retrieve('ch_1'))).statusCode).toBe(500);
  expect((await world.stripe.charges.list()).object).toBe('list');
  expect(await world.control('/faults', undefined, 'GET')).toEqual({ object: 'list', data: [] });
});

test('20 % of the answers dropped: every payment is made exactly once', async () => {
  const before = await count();
  await world.control('/faults', { kind: 'drop_answer', rate: 0.2, path: '/v1/payment_intents' });
  const stubborn = async (index: number): Promise<string> => {
    for (let tries = 0; tries < 20; tries += 1) {
      try {
        return (await world.stripe.paymentIntents.create(payment, { idempotencyKey: `weather-${index}` })).id;
      } catch {
        // Unknown, not failed: the same key again.
      }
    }
    throw new Error('twenty times in a row');
  };
  const ids = await Promise.all(Array.from({ length: 60 }, (_, index) => stubborn(index)));
  expect(new Set(ids).size).toBe(60);
  expect(await count()).toBe(before + 60);
});

test('what strikes by chance, for good, is waited for by nobody', async () => {
  await world.control('/faults', { kind: 'webhook_duplicate', rate: 0.5 });
  await world.control('/faults', { kind: 'slow_answer', rate: 1, delay_ms: 1, path: '/v1/payment_intents' });
  await world.database.transaction(async (tx) => {
    await tx.query('SELECT FROM stripe_sandbox.fault FOR UPDATE');
    expect((await world.stripe.paymentIntents.create(payment, { timeout: 3_000 })).object).toBe('payment_intent');
  });
});

test('a seed brings the same weather each time', async () => {
  const weather = async (seed: number) => {
    await world.control('/faults', undefined, 'DELETE');
    await world.control('/faults', { kind: 'error_before', rate: 0.5, seed, method: 'GET', path: '/v1/charges' });
    const struck: boolean[] = [];
    for (let call = 0; call < 16; call += 1) {
      struck.push(
        await world.stripe.charges.list().then(
          () => false,
          () => true,
        ),
      );
    }
    return struck;
  };
  const once = await weather(11);
  expect(await weather(11)).toEqual(once);
  expect(await weather(12)).not.toEqual(once);
  expect(new Set(once).size).toBe(2);
});

test('a slow call has not acted before its client gives up, but does', async () => {
  const before = await count();
  await world.control('/faults', { kind: 'slow', delay_ms: 1_000, path: '/v1/payment_intents' });
  const impatient = sdk(SECRET_KEY, world.port);
  const call = failure(impatient.paymentIntents.create(payment, { idempotencyKey: 'slow-start', timeout: 300 }));
  expect((await call).type).toBe('StripeConnectionError');
  expect(await count()).toBe(before);
  await new Promise((done) => setTimeout(done, 1_200));
  expect(await count()).toBe(before + 1);
});

test.each([
  ['no kind', {}],
  ['an unknown kind', { kind: 'earthquake' }],
  ['a rate above 1', { kind: 'webhook_drop', rate: 1.5 }],
  ['a delay of days', { kind: 'slow', delay_ms: 10 ** 9 }],
])('a fault with %s is refused', async (_what, body) => {
  await expect(world.control('/faults', body)).rejects.toThrow(/400/);
});

test('the clock of a sandbox inside an app is not its own to move', async () => {
  const answer = await raw(world.port, 'POST', '/_controls/clock', { body: 'advance=P1D' });
  expect(answer.status).toBe(400);
});
