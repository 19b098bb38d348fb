import Stripe from 'stripe';
import { createStripeSandbox } from '../../../src/sandbox/stripe';
import { PUBLISHABLE_KEY, SECRET_KEY, WEBHOOK_SECRET, failure, openInbox, openWorld, type World } from './support';

let world: World;
beforeAll(async () => (world = await openWorld()));
afterAll(() => world.close());
beforeEach(async () => {
  world.inbox.answerWith = 200;
  await world.control('/faults', undefined, 'DELETE');
  await world.sandbox.deliverWebhooks();
  world.inbox.received.splice(0);
});

const customers = (count: number) =>
  Array.from({ length: count }).reduce<Promise<string[]>>(async (before, _none, index) => {
    const made = await before;
    return [...made, (await world.stripe.customers.create({ name: `guest ${index}` })).id];
  }, Promise.resolve([]));

const delivered = () => world.inbox.received.map(({ event }) => (event.data.object as { id: string }).id);

test('an event carries the whole object, the request behind it and a signature that the SDK verifies', async () => {
  const customer = await world.stripe.customers.create({ name: 'Ada' }, { idempotencyKey: 'ada' });
  expect(await world.sandbox.deliverWebhooks()).toBe(1);
  const { event } = world.inbox.received[0]!;
  expect(event).toMatchObject({
    object: 'event',
    type: 'customer.created',
    livemode: false,
    api_version: '2026-10-28.endive',
    request: { idempotency_key: 'ada', id: customer.lastResponse.requestId },
  });
  expect(event.data.object).toEqual(JSON.parse(JSON.stringify(customer)));
  const verifier = new Stripe(SECRET_KEY);
  const { body, signature } = world.inbox.received[0]!;
  expect(() => verifier.webhooks.constructEvent(`${body} `, signature, WEBHOOK_SECRET)).toThrow();
  expect(() => verifier.webhooks.constructEvent(body, signature, 'whsec_other')).toThrow();
});

test('events can be read back, by type and by page', async () => {
  const [one, two, three] = await customers(3);
  const page = await world.stripe.events.list({ type: 'customer.created', limit: 2 });
  expect(page.data.map((event) => (event.data.object as { id: string }).id)).toEqual([three, two]);
  expect(page.has_more).toBe(true);
  const rest = await world.stripe.events.list({ type: 'customer.created', limit: 1, starting_after: page.data[1]!.id });
  expect((rest.data[0]!.data.object as { id: string }).id).toBe(one);
  const event = await world.stripe.events.retrieve(rest.data[0]!.id);
  expect(event.pending_webhooks).toBe(1);
  await world.sandbox.deliverWebhooks();
  expect((await world.stripe.events.retrieve(event.id)).pending_webhooks).toBe(0);
});

test('what the endpoint refuses comes again until it takes it', async () => {
  const [id] = await customers(1);
  world.inbox.answerWith = 500;
  expect(await world.sandbox.deliverWebhooks()).toBe(0);
  expect(await world.sandbox.deliverWebhooks()).toBe(0);
  world.inbox.answerWith = 200;
  expect(await world.sandbox.deliverWebhooks()).toBe(1);
  expect(delivered()).toEqual([id]);
  expect(await world.sandbox.deliverWebhooks()).toBe(0);
});

test('what was not delivered before a restart is delivered after it, to the new address, by the background loop', async () => {
  const [id] = await customers(1);
  const elsewhere = await openInbox();
  const restarted = createStripeSandbox({
    database: world.database,
    clock: world.clock,
    secretKey: SECRET_KEY,
    publishableKey: PUBLISHABLE_KEY,
    webhookEndpoints: [{ url: elsewhere.url, secret: WEBHOOK_SECRET }],
  });
  await restarted.migrate();
  await until(() => elsewhere.received.length > 0);
  expect(elsewhere.received.map(({ event }) => (event.data.object as { id: string }).id)).toEqual([id]);
  await restarted.close();
  await elsewhere.close();
  await world.sandbox.migrate();
});

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (holds()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('it did not come about in five seconds');
}

test('a call that fails leaves neither object nor event nor delivery', async () => {
  const before = await world.stripe.customers.list({ limit: 1 });
  await failure(world.stripe.customers.create({ payment_method: 'pm_card_visa_chargeDeclined' }));
  expect((await world.stripe.customers.list({ limit: 1 })).data).toEqual(before.data);
  expect(await world.sandbox.deliverWebhooks()).toBe(0);
});

describe('bad weather', () => {
  test('duplicates the next ones', async () => {
    await world.control('/faults', { kind: 'webhook_duplicate', next: 2 });
    const [one, two, three] = await customers(3);
    await world.sandbox.deliverWebhooks();
    expect(delivered().sort()).toEqual([one, one, two, two, three].sort());
  });

  test('drops the next one of a type, and the event can still be read', async () => {
    await world.control('/faults', { kind: 'webhook_drop', event_type: 'customer.*' });
    const [one, two] = await customers(2);
    await world.sandbox.deliverWebhooks();
    expect(delivered()).toEqual([two]);
    const events = await world.stripe.events.list({ type: 'customer.created', limit: 2 });
    expect(events.data.map((event) => (event.data.object as { id: string }).id)).toEqual([two, one]);
  });

  test('sends the next ones last first', async () => {
    await world.control('/faults', { kind: 'webhook_reorder', next: 3 });
    const [one, two] = await customers(2);
    expect(await world.sandbox.deliverWebhooks()).toBe(0);
    const [three] = await customers(1);
    await world.sandbox.deliverWebhooks();
    expect(delivered()).toEqual([three, two, one]);
  });

  test('holds the next one until the sandbox clock gets there', async () => {
    await world.control('/faults', { kind: 'webhook_delay', hold_seconds: 3_600 });
    const [id] = await customers(1);
    expect(await world.sandbox.deliverWebhooks()).toBe(0);
    const due = await world.sandbox.nextDueAt();
    expect(due?.toString()).toBe(world.clock.now().add({ hours: 1 }).toString());
    world.clock.advance({ hours: 1 });
    expect(await world.sandbox.nextDueAt()).toBeNull();
    expect(await world.sandbox.deliverWebhooks()).toBe(1);
    expect(delivered()).toEqual([id]);
  });

  test('drops the same ones each time with a seed', async () => {
    const arrived = async () => {
      await world.control('/faults', undefined, 'DELETE');
      await world.control('/faults', { kind: 'webhook_drop', rate: 0.5, seed: 5, event_type: 'customer.created' });
      world.inbox.received.splice(0);
      for (let index = 0; index < 16; index += 1) await world.stripe.customers.create({ name: String(index) });
      await world.sandbox.deliverWebhooks();
      return world.inbox.received.map(({ event }) => (event.data.object as Stripe.Customer).name).sort();
    };
    const once = await arrived();
    expect(once.length).toBeGreaterThan(2);
    expect(once.length).toBeLessThan(14);
    expect(await arrived()).toEqual(once);
  });

  test('drops at a rate', async () => {
    await world.control('/faults', { kind: 'webhook_drop', rate: 1 });
    await customers(3);
    await world.control('/faults', undefined, 'DELETE');
    const [id] = await customers(1);
    await world.sandbox.deliverWebhooks();
    expect(delivered()).toEqual([id]);
  });
});

describe('webhook endpoints', () => {
  test('are made, listed and deleted; the secret is shown once', async () => {
    const inbox = await openInbox();
    const endpoint = await world.stripe.webhookEndpoints.create({
      url: inbox.url,
      enabled_events: ['customer.deleted'],
    });
    expect(endpoint.secret).toMatch(/^whsec_\w+$/);
    const listed = await world.stripe.webhookEndpoints.list();
    expect(listed.data.map((each) => each.id)).toEqual([endpoint.id, 'we_configured_1']);
    expect(JSON.stringify(listed)).not.toContain('whsec_');
    await customers(1);
    expect(await world.sandbox.deliverWebhooks()).toBe(1);
    expect(inbox.received).toHaveLength(0);
    await world.stripe.webhookEndpoints.del(endpoint.id);
    expect((await world.stripe.webhookEndpoints.list()).data).toHaveLength(1);
    await inbox.close();
  });

  test('on another machine are refused', async () => {
    const error = await failure(
      world.stripe.webhookEndpoints.create({ url: 'https://example.com/hook', enabled_events: ['*'] }),
    );
    expect(error).toMatchObject({ code: 'url_invalid', param: 'url' });
  });
});
