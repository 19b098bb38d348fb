import type Stripe from 'stripe';
import { asHost, hostAccount, openMarketplace, type Marketplace } from './marketplace';
import { failure, raw } from './support';

let world: Marketplace;
beforeAll(async () => (world = await openMarketplace()));
afterAll(() => world.close());
beforeEach(async () => {
  await world.sandbox.deliverWebhooks();
  world.connect.received.splice(0);
});

const everything: Stripe.V2.Core.AccountRetrieveParams.Include[] = [
  'configuration.recipient',
  'defaults',
  'future_requirements',
  'identity',
  'requirements',
];
const accounts = () => world.stripe.v2.core.accounts;
const transfersOf = (account: Stripe.V2.Core.Account) =>
  account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers;

test('a new host is restricted until all is given; an answer shows what was asked for and null for the rest', async () => {
  const account = await accounts().create({ ...asHost, include: ['configuration.recipient', 'requirements'] });
  expect(account).toMatchObject({
    object: 'v2.core.account',
    applied_configurations: ['recipient'],
    closed: false,
    dashboard: 'express',
    identity: null,
    defaults: null,
    future_requirements: null,
    livemode: false,
  });
  expect(account.id).toMatch(/^acct_/);
  expect(transfersOf(account)).toEqual({
    status: 'restricted',
    status_details: [{ code: 'requirements_past_due', resolution: 'provide_info' }],
  });
  expect(account.requirements?.entries?.map((entry) => entry.description)).toContain('defaults.payout_methods');
  expect(account.requirements?.summary?.minimum_deadline?.status).toBe('currently_due');
  const whole = await accounts().retrieve(account.id, { include: everything });
  expect(whole.defaults).toMatchObject({ currency: 'eur', responsibilities: { losses_collector: 'application' } });
  expect(whole.identity).toMatchObject({ country: 'pt', entity_type: 'individual' });
});

test('what is given by update is asked for no more, and each section that changed is told of', async () => {
  const { id } = await accounts().create(asHost);
  const before = await accounts().retrieve(id, { include: ['requirements'] });
  const updated = await accounts().update(id, {
    contact_email: 'new@example.com',
    identity: {
      individual: {
        given_name: 'Ines',
        surname: 'Sousa',
        date_of_birth: { day: 3, month: 4, year: 1980 },
        address: { line1: 'Rua Um 1', city: 'Lisboa', country: 'PT', postal_code: '1000-001' },
        id_numbers: [{ type: 'pt_nif', value: '123456789' }],
      },
    },
    metadata: { host: '7' },
    include: everything,
  });
  expect(before.requirements?.entries).toHaveLength(6);
  expect(updated.requirements?.entries).toHaveLength(2);
  expect(updated.identity?.individual).toMatchObject({ given_name: 'Ines', id_numbers: [{ type: 'pt_nif' }] });
  expect(JSON.stringify(updated)).not.toContain('123456789');
  expect((await accounts().update(id, { metadata: { host: null } })).metadata).toEqual({});
  await world.sandbox.deliverWebhooks();
  expect([...world.connect.types()].sort()).toEqual([
    'v2.core.account.created',
    'v2.core.account.updated',
    'v2.core.account.updated',
    'v2.core.account[identity].updated',
    'v2.core.account[requirements].updated',
  ]);
});

test('a host who has given everything is pending, then active; notifications name the account and fetch the rest', async () => {
  const { id } = await accounts().create(asHost);
  await world.control(`/accounts/${id}/onboarding`, { outcome: 'submit' });
  const waiting = await accounts().retrieve(id, { include: everything });
  expect(transfersOf(waiting)).toMatchObject({
    status: 'pending',
    status_details: [{ code: 'requirements_pending_verification', resolution: 'no_resolution' }],
  });
  expect(waiting.requirements?.entries).toEqual([]);
  world.connect.received.splice(0);
  await world.sandbox.advance();
  expect(transfersOf(await accounts().retrieve(id, { include: everything }))).toEqual({
    status: 'active',
    status_details: [],
  });
  await world.sandbox.deliverWebhooks();
  const moved = world.connect.received.filter(
    ({ sent }) => sent['type'] === 'v2.core.account[configuration.recipient].capability_status_updated',
  );
  const { sent, read } = moved.at(-2)!;
  expect(sent).toMatchObject({
    object: 'v2.core.event',
    livemode: false,
    context: null,
    related_object: { id, type: 'v2.core.account', url: `/v2/core/accounts/${id}` },
  });
  expect(Object.keys(sent)).not.toContain('data');
  const event = (await (read as { fetchEvent(): Promise<unknown> }).fetchEvent()) as { data: object; type: string };
  expect(event).toMatchObject({ id: sent['id'], data: { updated_capability: 'stripe_balance.stripe_transfers' } });
  const related = await (read as { fetchRelatedObject(): Promise<unknown> }).fetchRelatedObject();
  expect(related).toMatchObject({ id, object: 'v2.core.account' });
  expect(await world.stripe.v2.core.events.retrieve(String(sent['id']))).toMatchObject({ id: sent['id'] });
});

test('a verified host can become restricted and come back, or be refused for good', async () => {
  const id = await hostAccount(world);
  await world.control(`/accounts/${id}/onboarding`, { outcome: 'restrict' });
  const restricted = await accounts().retrieve(id, { include: everything });
  expect(transfersOf(restricted)?.status).toBe('restricted');
  expect(restricted.requirements?.summary?.minimum_deadline?.status).toBe('past_due');
  await world.control(`/accounts/${id}/onboarding`, { outcome: 'complete' });
  expect(transfersOf(await accounts().retrieve(id, { include: everything }))?.status).toBe('active');
  await world.control(`/accounts/${id}/onboarding`, { outcome: 'reject' });
  expect(transfersOf(await accounts().retrieve(id, { include: everything }))).toMatchObject({
    status: 'rejected',
    status_details: [{ code: 'rejected_other', resolution: 'contact_stripe' }],
  });
});

test('closing is for good: no update, no link, no call on its behalf', async () => {
  const id = await hostAccount(world);
  await expect(accounts().close(id, { applied_configurations: ['merchant'] })).rejects.toThrow(/configurations/);
  expect(await accounts().close(id, { applied_configurations: ['recipient'] })).toMatchObject({
    closed: true,
    applied_configurations: [],
  });
  expect((await failure(accounts().update(id, { display_name: 'Later' }))).statusCode).toBe(404);
  expect(await failure(world.stripe.balance.retrieve({}, { stripeAccount: id }))).toMatchObject({
    statusCode: 403,
    code: 'account_invalid',
  });
  const open = await accounts().list({ limit: 100 });
  expect(open.data.map((account) => account.id)).not.toContain(id);
  expect((await accounts().list({ closed: true })).data.map((account) => account.id)).toEqual([id]);
  await world.sandbox.deliverWebhooks();
  expect(world.connect.types()).toContain('v2.core.account.closed');
});

test('lists page through all accounts, as the SDK does by itself', async () => {
  const made = await Promise.all(Array.from({ length: 5 }, () => accounts().create({ display_name: 'Paged' })));
  const seen: string[] = [];
  for await (const account of accounts().list({ limit: 2 })) seen.push(account.id);
  expect(seen).toEqual([...new Set(seen)]);
  expect(seen).toEqual(expect.arrayContaining(made.map((account) => account.id)));
  const recipients = await accounts().list({ applied_configurations: ['recipient'], limit: 100 });
  expect(recipients.data.some((account) => made.some(({ id }) => id === account.id))).toBe(false);
});

describe('refused in the shape of API v2', () => {
  const cases: [string, Record<string, unknown>, string][] = [
    ['an unknown parameter', { ...asHost, type: 'express' }, 'type'],
    ['a recipient without an address to write to', { ...asHost, contact_email: undefined }, 'contact_email'],
    ['a recipient of no country', { ...asHost, identity: { entity_type: 'individual' } }, 'country'],
    ['a configuration that the sandbox lacks', { ...asHost, configuration: { merchant: {} } }, 'merchant'],
    ['a number where text belongs', { ...asHost, display_name: 7 }, 'display_name'],
    ['expand, which is API v1', { ...asHost, expand: ['identity'] }, 'expand'],
  ];
  test.each(cases)('%s', async (_what, body, named) => {
    const count = (await accounts().list({ limit: 100 })).data.length;
    const answer = await raw(world.port, 'POST', '/v2/core/accounts', {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({ type: 'invalid_request_error', code: 'invalid_fields' });
    expect(answer.body.error?.['message']).toContain(named);
    expect((await accounts().list({ limit: 100 })).data).toHaveLength(count);
  });

  test('what is not there, and another body under the same key', async () => {
    const missing = await failure(accounts().retrieve('acct_missing'));
    expect(missing).toMatchObject({ type: 'StripeInvalidRequestError', statusCode: 404, code: 'not_found' });
    const key = { idempotencyKey: 'host-1' };
    const first = await accounts().create(asHost, key);
    expect((await accounts().create(asHost, key)).id).toBe(first.id);
    const other = await failure(accounts().create({ ...asHost, display_name: 'Other' }, key));
    expect(other).toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
  });

  test('a refused call may be tried again under its key', async () => {
    const { id } = await accounts().create(asHost);
    const key = { idempotencyKey: 'close-once' };
    await expect(accounts().close(id, { applied_configurations: ['customer'] }, key)).rejects.toThrow();
    expect(
      (
        await accounts()
          .close(id, { applied_configurations: ['customer'] }, key)
          .catch((e: Error) => e)
      ).toString(),
    ).toMatch(/configurations/);
    expect((await accounts().close(id, { applied_configurations: ['recipient'] }, key)).closed).toBe(true);
  });

  test('too many requests', async () => {
    await world.control('/faults', { kind: 'rate_limit', path: '/v2/core/accounts' });
    expect(await failure(accounts().list())).toMatchObject({ statusCode: 429, code: 'rate_limit' });
  });
});
