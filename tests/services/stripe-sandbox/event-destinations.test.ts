import { hostAccount, openMarketplace, paidCharge, type Marketplace } from './marketplace';
import { failure, openInbox, openWorld, WEBHOOK_SECRET } from './support';

let world: Marketplace;
beforeAll(async () => (world = await openMarketplace()));
afterAll(() => world.close());

const made = () =>
  world.stripe.v2.core.eventDestinations.create({
    name: 'Hosts',
    type: 'webhook_endpoint',
    event_payload: 'thin',
    enabled_events: ['v2.core.account.created'],
    events_from: ['@accounts'],
    webhook_endpoint: { url: world.connect.url },
    include: ['webhook_endpoint.signing_secret', 'webhook_endpoint.url'],
  });

test('is made, shown, changed, switched off and on, and deleted; the secret is shown once', async () => {
  const destinations = world.stripe.v2.core.eventDestinations;
  const one = await made();
  expect(one).toMatchObject({
    object: 'v2.core.event_destination',
    status: 'enabled',
    event_payload: 'thin',
    webhook_endpoint: { url: world.connect.url },
  });
  expect(one.webhook_endpoint?.signing_secret).toMatch(/^whsec_/);
  expect((await destinations.retrieve(one.id)).webhook_endpoint).toEqual({});
  expect((await destinations.update(one.id, { name: 'Owners' })).name).toBe('Owners');
  expect(await destinations.disable(one.id)).toMatchObject({
    status: 'disabled',
    status_details: { disabled: { reason: 'user' } },
  });
  expect(await destinations.enable(one.id)).toMatchObject({ status: 'enabled' });
  expect((await destinations.list()).data.map((each) => each.id)).toContain(one.id);
  expect(await destinations.del(one.id)).toMatchObject({ id: one.id });
  expect((await failure(destinations.retrieve(one.id))).statusCode).toBe(404);
  expect((await destinations.list()).data.map((each) => each.id)).not.toContain(one.id);
});

test('hears what it asked for, from where it asked, and a ping', async () => {
  const configured = 'ed_configured_2';
  world.connect.received.splice(0);
  const ping = await world.stripe.v2.core.eventDestinations.ping(configured);
  await world.stripe.customers.create({ name: 'not of an account' });
  await world.stripe.v2.core.accounts.create({ display_name: 'heard' });
  await world.sandbox.deliverWebhooks();
  expect(world.connect.types().sort()).toEqual(['v2.core.account.created', 'v2.core.event_destination.ping']);
  expect(world.connect.received.map(({ sent }) => sent['id'])).toContain(ping.id);
  expect(await world.stripe.v2.core.events.retrieve(ping.id)).toMatchObject({ type: 'v2.core.event_destination.ping' });
});

test('events are listed by type, by object and by page', async () => {
  const { id } = await world.stripe.v2.core.accounts.create({ display_name: 'listed' });
  await world.stripe.v2.core.accounts.update(id, { display_name: 'listed again' });
  const events = world.stripe.v2.core.events;
  const ofOne = await events.list({ object_id: id });
  expect(ofOne.data.map((event) => event.type)).toEqual(['v2.core.account.updated', 'v2.core.account.created']);
  expect(ofOne.data[0]).toMatchObject({ changes: { before: { display_name: 'listed' } } });
  const created = await events.list({ types: ['v2.core.account.created'], limit: 100 });
  expect(new Set(created.data.map((event) => event.type))).toEqual(new Set(['v2.core.account.created']));
  const first = await events.list({ object_id: id, limit: 1 });
  expect(first.next_page_url).toContain('/v2/core/events?');
  expect(first.data).toHaveLength(1);
  const paged: string[] = [];
  for await (const event of events.list({ object_id: id, limit: 1 })) paged.push(event.type);
  expect(paged).toEqual(['v2.core.account.updated', 'v2.core.account.created']);
});

test('on another machine is refused', async () => {
  const elsewhere = world.stripe.v2.core.eventDestinations.create({
    name: 'Elsewhere',
    type: 'webhook_endpoint',
    event_payload: 'thin',
    enabled_events: ['*'],
    webhook_endpoint: { url: 'https://example.com/hook' },
  });
  expect(await failure(elsewhere)).toMatchObject({ statusCode: 400, code: 'invalid_fields' });
});

test('a v1 endpoint for connected accounts hears theirs whole, and the platform’s own endpoint does not', async () => {
  const theirs = await openInbox();
  const own = await openInbox();
  const other = await openWorld({
    webhookEndpoints: [
      { url: own.url, secret: WEBHOOK_SECRET },
      { url: theirs.url, secret: WEBHOOK_SECRET, connect: true },
    ],
  });
  try {
    const host = await hostAccount(other);
    const charge = await paidCharge(other, 5_000);
    await other.stripe.transfers.create({ currency: 'eur', destination: host, source_transaction: charge });
    await other.sandbox.deliverWebhooks();
    expect(theirs.received.map(({ event }) => [event.type, event.account])).toEqual([['payment.created', host]]);
    expect(own.types()).toContain('transfer.created');
    expect(own.types()).not.toContain('payment.created');
    expect(own.received.every(({ event }) => event.account === undefined)).toBe(true);
    const made = await other.stripe.webhookEndpoints.create({
      url: theirs.url,
      enabled_events: ['transfer.created'],
      connect: true,
    });
    theirs.received.splice(0);
    await other.stripe.transfers.create({
      currency: 'eur',
      destination: host,
      source_transaction: await paidCharge(other, 5_000),
    });
    await other.sandbox.deliverWebhooks();
    expect(made.object).toBe('webhook_endpoint');
    expect(theirs.types()).toEqual(['payment.created']);
  } finally {
    await other.close();
    await Promise.all([theirs.close(), own.close()]);
  }
});
