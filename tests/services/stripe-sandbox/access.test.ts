import { createServer } from 'node:http';
import { createStripeSandbox, type StripeSandboxOptions } from '../../../src/sandbox/stripe';
import { isLoopbackAddress } from '../../../src/sandbox/stripe/http/authenticate';
import { PUBLISHABLE_KEY, SECRET_KEY, failure, listen, openWorld, raw, stop, type World } from './support';

let world: World;
beforeAll(async () => (world = await openWorld()));
afterAll(() => world.close());

describe('keys', () => {
  test.each([
    ['none', null],
    ['a wrong one', 'sk_test_somebodyelse0001'],
    ['one that begins like the right one', SECRET_KEY.slice(0, -1)],
    ['a live one', 'sk_live_casitasandbox0001'],
    ['a live publishable one', 'pk_live_casitasandbox0001'],
    ['rubbish', 'rubbish-key-of-mine'],
  ])('%s: 401 in Stripe’s shape', async (_what, key) => {
    const answer = await raw(world.port, 'GET', '/v1/balance', { key });
    expect(answer.status).toBe(401);
    expect(answer.body.error).toMatchObject({ type: 'invalid_request_error' });
    expect(JSON.stringify(answer.body)).not.toContain(key ?? SECRET_KEY);
  });

  test('the restricted form of the secret key and HTTP Basic are taken', async () => {
    const restricted = await raw(world.port, 'GET', '/v1/balance', { key: SECRET_KEY.replace('sk_', 'rk_') });
    expect(restricted.status).toBe(200);
    const basic = Buffer.from(`${SECRET_KEY}:`).toString('base64');
    const answer = await raw(world.port, 'GET', '/v1/balance', {
      key: null,
      headers: { authorization: `Basic ${basic}` },
    });
    expect(answer.status).toBe(200);
  });

  test.each(['sk_live_casitasandbox0001', 'whatever', '', 'pk_test_casitasandbox0001'])(
    'the sandbox does not start with %p as its secret key',
    (secretKey) => {
      const options = { secretKey, publishableKey: PUBLISHABLE_KEY } as StripeSandboxOptions;
      expect(() => createStripeSandbox(options)).toThrow(/sk_test_/);
    },
  );
});

describe('a guest, with the publishable key', () => {
  const create = () =>
    world.stripe.paymentIntents.create({ amount: 9_000, currency: 'eur', metadata: { secret: 'canary' } });

  test('reads and pays the intent whose client secret it knows, and sees nothing private of it', async () => {
    const intent = await create();
    const secret = intent.client_secret!;
    const seen = await world.guest.paymentIntents.retrieve(intent.id, { client_secret: secret });
    expect(seen).toMatchObject({ id: intent.id, status: 'requires_payment_method', amount: 9_000 });
    expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['metadata']));
    expect(JSON.stringify(seen)).not.toContain('canary');
    const declined = await failure(
      world.guest.paymentIntents.confirm(intent.id, {
        payment_method: 'pm_card_chargeDeclined',
        client_secret: secret,
      } as never),
    );
    expect(declined.statusCode).toBe(402);
    expect(JSON.stringify(declined.raw)).not.toContain('canary');
    const paid = await world.guest.paymentIntents.confirm(intent.id, {
      payment_method: 'pm_card_visa',
      client_secret: secret,
    } as never);
    expect(paid.status).toBe('succeeded');
    expect(JSON.stringify(paid)).not.toContain('canary');
  });

  test('gets one answer for a wrong secret, no secret, another’s secret and a missing intent', async () => {
    const [mine, other] = [await create(), await create()];
    const missing = 'pi_000000000000000000000000';
    const attempts: [string, string][] = [
      [other.id, '?client_secret=pi_x_secret_y'],
      [other.id, ''],
      [other.id, `?client_secret=${mine.client_secret}`],
      [missing, `?client_secret=${mine.client_secret}`],
    ];
    for (const [id, query] of attempts) {
      const read = await raw(world.port, 'GET', `/v1/payment_intents/${id}${query}`, { key: PUBLISHABLE_KEY });
      const body = `payment_method=pm_card_visa&${query.slice(1)}`;
      const paid = await raw(world.port, 'POST', `/v1/payment_intents/${id}/confirm`, { key: PUBLISHABLE_KEY, body });
      for (const answer of [read, paid]) {
        expect(answer.status).toBe(404);
        expect(answer.body.error).toMatchObject({
          code: 'resource_missing',
          message: `No such payment_intent: '${id}'`,
        });
      }
    }
    expect((await world.stripe.paymentIntents.retrieve(other.id)).status).toBe('requires_payment_method');
  });

  test.each([
    ['GET', '/v1/payment_intents'],
    ['POST', '/v1/payment_intents'],
    ['GET', '/v1/customers'],
    ['GET', '/v1/events'],
    ['GET', '/v1/charges'],
    ['POST', '/v1/refunds'],
    ['GET', '/v1/balance'],
    ['GET', '/v1/webhook_endpoints'],
    ['POST', '/_controls/faults'],
    ['POST', '/_controls/deliver'],
    ['POST', '/_controls/payment_intents/pi_1/authenticate'],
  ])('may not %s %s', async (method, path) => {
    const answer = await raw(world.port, method, path, {
      key: PUBLISHABLE_KEY,
      ...(method === 'POST' ? { body: '' } : {}),
    });
    expect(answer.status).toBe(401);
    expect(answer.body.error).toMatchObject({ code: 'secret_key_required' });
  });

  test.each(['capture_method=manual', 'off_session=true', 'expand[0]=customer', 'amount=1'])(
    'may not confirm with %s',
    async (extra) => {
      const intent = await create();
      const answer = await raw(world.port, 'POST', `/v1/payment_intents/${intent.id}/confirm`, {
        key: PUBLISHABLE_KEY,
        body: `client_secret=${intent.client_secret}&payment_method=pm_card_visa&${extra}`,
      });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect((await world.stripe.paymentIntents.retrieve(intent.id)).status).toBe('requires_payment_method');
    },
  );
});

describe('where requests come from', () => {
  test.each<[string, boolean]>([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['10.0.0.1', false],
    ['127.0.0.1.example', false],
    ['::ffff:10.0.0.1', false],
    ['', false],
  ])('%p is this machine: %p', (address, expected) => expect(isLoopbackAddress(address)).toBe(expected));

  test('what a proxy passes on is from elsewhere, unless that is allowed', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    const refused = await raw(world.port, 'GET', '/v1/balance', { headers });
    expect(refused.status).toBe(403);
    expect(refused.body.error).toBeDefined();
    const open = createStripeSandbox({
      database: world.database,
      clock: world.clock,
      secretKey: SECRET_KEY,
      publishableKey: PUBLISHABLE_KEY,
      allowRemote: true,
      background: false,
    });
    const server = createServer((req, res) => void open.listener(req, res));
    const allowed = await raw(await listen(server), 'GET', '/v1/balance', { headers });
    expect(allowed.status).toBe(200);
    await stop(server);
    await open.close();
  });
});

describe('bad input', () => {
  const long = 'x'.repeat(1_100_000);
  test.each<[string, string, string, string | undefined, number]>([
    ['an unknown route', 'GET', '/v1/nothing', undefined, 404],
    ['a route of later', 'POST', '/v1/subscriptions', '', 404],
    ['an unknown method', 'PUT', '/v1/customers/cus_1', '', 404],
    ['a version that is none', 'GET', '/v3/customers', undefined, 404],
    ['a bad escape in the path', 'GET', '/v1/customers/%E0%A4%A', undefined, 400],
    ['a missing object', 'GET', '/v1/customers/cus_none', undefined, 404],
    ['an id of another type', 'GET', '/v1/customers/we_configured_1', undefined, 404],
    ['an operator as id', 'POST', '/v1/payment_intents', 'amount=100&currency=eur&customer[$ne]=', 400],
    ['an array for a string', 'POST', '/v1/customers', 'name[]=a&name[]=b', 400],
    ['a repeated parameter', 'POST', '/v1/customers', 'name=a&name=b', 400],
    ['NUL', 'POST', '/v1/customers', 'name=a%00b', 400],
    ['brackets too deep', 'POST', '/v1/customers', `metadata${'[a]'.repeat(40)}=b`, 400],
    [
      'too many parameters',
      'POST',
      '/v1/customers',
      Array.from({ length: 2_100 }, (_, i) => `m[${i}]=1`).join('&'),
      400,
    ],
    ['a body too large', 'POST', '/v1/customers', `name=${long}`, 413],
    ['__proto__', 'POST', '/v1/customers', '__proto__[polluted]=1&constructor[prototype][polluted]=1', 400],
    ['an amount beyond bounds', 'POST', '/v1/payment_intents', 'amount=9223372036854775808&currency=eur', 400],
    ['an amount in scientific notation', 'POST', '/v1/payment_intents', 'amount=1e3&currency=eur', 400],
    ['a page too large', 'GET', '/v1/customers?limit=101', undefined, 400],
    ['a page of none', 'GET', '/v1/customers?limit=0', undefined, 400],
    ['a bad cursor', 'GET', '/v1/customers?starting_after=cus_none', undefined, 400],
    ['a property that cannot be expanded', 'GET', '/v1/balance?expand[0]=available', undefined, 400],
    ['expansion too deep', 'GET', '/v1/charges?expand[0]=data.a.b.c.d', undefined, 400],
    ['a query with another filter', 'GET', '/v1/charges?status=failed', undefined, 400],
  ])('%s', async (_what, method, path, body, status) => {
    const answer = await raw(world.port, method, path, body === undefined ? {} : { body });
    expect(answer.status).toBe(status);
    expect(answer.body.error).toMatchObject({ type: 'invalid_request_error', message: expect.any(String) });
    expect(answer.headers.get('request-id')).toMatch(/^req_/);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('v1 does not take JSON', async () => {
    const answer = await raw(world.port, 'POST', '/v1/customers', {
      body: '{"name":"a"}',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(400);
  });
});

test('pages run both ways and meet', async () => {
  const made: string[] = [];
  for (let index = 0; index < 5; index += 1)
    made.unshift((await world.stripe.customers.create({ email: 'page@x.example' })).id);
  const ids = (page: { data: { id: string }[] }) => page.data.map(({ id }) => id);
  const first = await world.stripe.customers.list({ email: 'page@x.example', limit: 2 });
  expect([ids(first), first.has_more]).toEqual([made.slice(0, 2), true]);
  const next = await world.stripe.customers.list({ email: 'page@x.example', limit: 3, starting_after: made[1]! });
  expect([ids(next), next.has_more]).toEqual([made.slice(2), false]);
  const back = await world.stripe.customers.list({ email: 'page@x.example', limit: 2, ending_before: made[3]! });
  expect([ids(back), back.has_more]).toEqual([made.slice(1, 3), true]);
  const all: string[] = [];
  for await (const customer of world.stripe.customers.list({ email: 'page@x.example', limit: 2 }))
    all.push(customer.id);
  expect(all).toEqual(made);
});

test('a deleted customer answers as deleted, leaves the lists and can be used for nothing', async () => {
  const { id } = await world.stripe.customers.create({ email: 'gone@x.example' });
  await world.stripe.customers.del(id);
  expect(await world.stripe.customers.retrieve(id)).toEqual({ id, object: 'customer', deleted: true });
  expect((await world.stripe.customers.list({ email: 'gone@x.example' })).data).toEqual([]);
  const error = await failure(world.stripe.paymentIntents.create({ amount: 5_000, currency: 'eur', customer: id }));
  expect(error).toMatchObject({ code: 'resource_missing', param: 'customer' });
});

test('a payment method belongs to one customer, and without one is used once', async () => {
  const [ada, bob] = [await world.stripe.customers.create(), await world.stripe.customers.create()];
  const kept = await world.stripe.paymentMethods.attach('pm_card_visa', { customer: ada.id });
  const pay = (customer: string | undefined, payment_method: string) =>
    world.stripe.paymentIntents.create({
      amount: 5_000,
      currency: 'eur',
      off_session: true,
      confirm: true,
      payment_method,
      ...(customer === undefined ? {} : { customer }),
    });
  await expect(pay(ada.id, kept.id)).resolves.toMatchObject({ status: 'succeeded' });
  await expect(pay(ada.id, kept.id)).resolves.toMatchObject({ status: 'succeeded' });
  expect((await failure(pay(bob.id, kept.id))).param).toBe('payment_method');
  expect((await failure(pay(undefined, kept.id))).param).toBe('payment_method');
  await world.stripe.paymentMethods.detach(kept.id);
  expect((await failure(pay(ada.id, kept.id))).param).toBe('payment_method');
  const loose = await world.stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } });
  await expect(pay(undefined, loose.id)).resolves.toMatchObject({ status: 'succeeded' });
  expect((await failure(pay(undefined, loose.id))).param).toBe('payment_method');
});
