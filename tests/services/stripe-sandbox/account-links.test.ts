import { asHost, openMarketplace, type Marketplace } from './marketplace';
import { failure } from './support';

let world: Marketplace;
beforeAll(async () => (world = await openMarketplace()));
afterAll(() => world.close());

const urls = { refresh_url: 'https://host.example/again', return_url: 'https://host.example/done?from=stripe' };

async function link(account: string, type: 'account_onboarding' | 'account_update' = 'account_onboarding') {
  const made = await world.stripe.v2.core.accountLinks.create({ account, use_case: { type, [type]: urls } });
  return { made, page: made.url.replace(/^.*\/onboarding\//, `http://127.0.0.1:${world.port}/onboarding/`) };
}

const press = (page: string, outcome: string) =>
  fetch(page, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ outcome }) });

const newHost = async () => (await world.stripe.v2.core.accounts.create(asHost)).id;

const statusOf = async (id: string) => {
  const account = await world.stripe.v2.core.accounts.retrieve(id, { include: ['configuration.recipient'] });
  return account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status;
};

test('leads to a page that says what is missing, and brings its host back able to be paid', async () => {
  const account = await newHost();
  const { made, page } = await link(account);
  expect(made).toMatchObject({
    object: 'v2.core.account_link',
    account,
    livemode: false,
    use_case: { type: 'account_onboarding', account_onboarding: urls },
  });
  expect(Date.parse(made.expires_at)).toBeGreaterThan(Date.parse(made.created));
  expect(made).not.toHaveProperty('id');
  const shown = await fetch(page);
  expect(await shown.text()).toContain('identity.individual.given_name');
  const back = await press(page, 'complete');
  expect(back.status).toBe(303);
  expect(back.headers.get('location')).toBe(urls.return_url);
  expect(await statusOf(account)).toBe('pending');
  await world.sandbox.advance();
  expect(await statusOf(account)).toBe('active');
  await world.sandbox.deliverWebhooks();
  const returned = world.connect.received.find(({ sent }) => sent['type'] === 'v2.core.account_link.returned')!;
  const event = await world.stripe.v2.core.events.retrieve(String(returned.sent['id']));
  expect(event).toMatchObject({
    related_object: null,
    data: { account_id: account, configurations: ['recipient'], use_case: 'account_onboarding' },
  });
});

test('who leaves comes back too, and has given nothing', async () => {
  const account = await newHost();
  const { page } = await link(account);
  expect((await press(page, 'leave')).headers.get('location')).toBe(urls.return_url);
  expect(await statusOf(account)).toBe('restricted');
});

test('works once, and for ten minutes: then it leads to where a new one is made', async () => {
  const account = await newHost();
  const { page } = await link(account);
  await press(page, 'leave');
  const again = await press(page, 'complete');
  expect(again.headers.get('location')).toBe(urls.refresh_url);
  const { page: late } = await link(account);
  world.clock.advance({ minutes: 10 });
  expect((await fetch(late, { redirect: 'manual' })).headers.get('location')).toBe(urls.refresh_url);
  expect((await press(late, 'complete')).headers.get('location')).toBe(urls.refresh_url);
  expect(await statusOf(account)).toBe('restricted');
});

test('is of no use for another account, without its end, or pressed otherwise', async () => {
  const one = await newHost();
  const other = await newHost();
  const { page } = await link(one);
  expect((await press(page.replace(one, other), 'complete')).status).toBe(404);
  expect((await press(page.slice(0, -3), 'complete')).status).toBe(404);
  expect((await press(page, 'perhaps')).status).toBe(400);
  expect([await statusOf(one), await statusOf(other)]).toEqual(['restricted', 'restricted']);
});

test('an update link serves who has to show something again', async () => {
  const account = await newHost();
  await world.control(`/accounts/${account}/onboarding`, { outcome: 'complete' });
  await world.control(`/accounts/${account}/onboarding`, { outcome: 'restrict' });
  const { page } = await link(account, 'account_update');
  await press(page, 'complete');
  await world.sandbox.advance();
  expect(await statusOf(account)).toBe('active');
});

test.each([
  [
    'an account that is not there',
    { account: 'acct_missing', use_case: { type: 'account_onboarding', account_onboarding: urls } },
  ],
  ['a use without its addresses', { account: 'own', use_case: { type: 'account_onboarding' } }],
  [
    'an address that is a script',
    { account: 'own', use_case: { type: 'account_onboarding', account_onboarding: { refresh_url: 'javascript:1' } } },
  ],
])('is not made for %s', async (_what, params) => {
  const account = params.account === 'own' ? await newHost() : params.account;
  const error = await failure(world.stripe.v2.core.accountLinks.create({ ...params, account } as never));
  expect(error.statusCode).toBe(400);
});
