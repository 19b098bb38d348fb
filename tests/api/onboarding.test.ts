import { createId } from '@paralleldrive/cuid2';
import { callerWith, insertAccount, password, send, signIn, type Reply } from './support/panel-world';
import { startPanelApp, type PanelApp } from './support/panel-app';

/** How a host comes to be paid, over REST, GraphQL and the panel, where nothing is published by who cannot be paid. */
let world: PanelApp;
beforeAll(async () => {
  world = await startPanelApp({ env: { REQUIRE_PAYABLE_HOSTS: 'true' } });
});
afterAll(() => world?.stop());

type Side = 'a' | 'b';
const url = (path: string) => `${world.app.url}${path}`;
const rest = (side: Side, method: string, path: string, body?: unknown): Promise<Reply> =>
  send(url(`/api${path}`), method, world[side].accountToken, body);
const graphql = (side: Side, query: string, variables: object = {}): Promise<Reply> =>
  send(url('/graphql'), 'POST', world[side].accountToken, { query, variables });

const codes = (reasons: readonly { code: string; field?: string }[] | undefined) =>
  (reasons ?? []).map(({ code, field }) => [code, field].filter(Boolean).join(' '));
const refusedWith = ({ status, body }: Reply) => [status, ...codes(body.error?.details?.reasons)];

const secretKey = () => process.env['STRIPE_SECRET_KEY'] ?? '';

async function control(side: Side, outcome: string): Promise<void> {
  const rows = await world.sql.query<{ id: string }>(
    'select stripe_account as id from host_account where host_id = $1',
    [world[side].hostId],
  );
  const path = `/sandbox/stripe/_controls/accounts/${rows.rows[0]?.id}/onboarding`;
  const done = await send(url(path), 'POST', secretKey(), { outcome });
  if (done.status !== 200) throw new Error(done.text);
  await send(url('/sandbox/clock'), 'POST', null, { advance: 'PT1S' });
}

const profileOf = (side: Side) => world[side].entry['api::host-profile.host-profile']?.documentId ?? '';

describe('a call that is not to be followed', () => {
  const huge = `http://127.0.0.1:1337/${'a'.repeat(2_000)}`;
  it.each<[string, unknown, number, string]>([
    ['no country', {}, 400, 'required country'],
    ['a country in small letters', { country: 'pt' }, 400, 'invalid_format country'],
    ['a country of three letters', { country: 'PRT' }, 400, 'invalid_format country'],
    ['a number for a country', { country: 351 }, 400, 'wrong_type country'],
    ['an operator for a country', { country: { $ne: null } }, 400, 'wrong_type country'],
    ['words for an address', { country: 'PT', returnUrl: 'my page' }, 400, 'invalid_format returnUrl'],
    ['a script for an address', { country: 'PT', returnUrl: 'javascript:alert(1)' }, 400, 'invalid_format returnUrl'],
    ['a file for an address', { country: 'PT', refreshUrl: 'file:///etc/passwd' }, 400, 'invalid_format refreshUrl'],
    ['an address without its scheme', { country: 'PT', returnUrl: '//evil.example' }, 400, 'invalid_format returnUrl'],
    ['an address too long', { country: 'PT', returnUrl: huge }, 400, 'too_big returnUrl'],
    ["another's address", { country: 'PT', returnUrl: 'https://evil.example/' }, 422, 'foreign_origin returnUrl'],
    ["another's way back", { country: 'PT', refreshUrl: 'https://evil.example/' }, 422, 'foreign_origin refreshUrl'],
    ['an account of one’s own choice', { country: 'PT', stripeAccount: 'acct_1' }, 400, 'unknown_field stripeAccount'],
    ['a state', { country: 'PT', state: 'ready' }, 400, 'unknown_field state'],
  ])('%s', async (_what, body, status, reason) => {
    expect(refusedWith(await rest('a', 'POST', '/host/onboarding', body))).toEqual([status, reason]);
    expect((await world.sql.query('select 1 from host_account')).rows).toEqual([]);
  });
});

it('is not published at any door before its host can be paid', async () => {
  const wanted = {
    name: 'Casa',
    currency: 'EUR',
    point: { latitude: 38.71, longitude: -9.14 },
    prices: { base: 9_000 },
  };
  const home: string = (await rest('a', 'POST', '/properties', wanted)).body.data.documentId;
  const publish = `mutation($id: ID!) { publishProperty(id: $id) { state } }`;
  const doors = async () => [
    refusedWith(await rest('a', 'POST', `/properties/${home}/publish`)),
    refusedWith(await world.a.panel.call('POST', `/casita/properties/${home}/publish`, {})),
    codes((await graphql('a', publish, { id: home })).body.errors?.[0]?.extensions?.reasons),
  ];
  expect(await doors()).toEqual([[422, 'host_not_payable'], [422, 'host_not_payable'], ['host_not_payable']]);

  const both = await Promise.all([
    rest('a', 'POST', '/host/onboarding', { country: 'PT' }),
    rest('a', 'POST', '/host/onboarding', { country: 'PT' }),
  ]);
  expect(both.map(({ status }) => status)).toEqual([201, 201]);
  const started = both[0].body.data;
  expect(started).toMatchObject({ account: { state: 'onboarding', ready: false, country: 'PT', currency: 'EUR' } });
  expect(started.account.requirements.length).toBeGreaterThan(2);
  expect(
    (await world.sql.query("select 1 from stripe_sandbox.object where type = 'v2.core.account'")).rows,
  ).toHaveLength(1);
  expect(await doors()).toEqual([[422, 'host_not_payable'], [422, 'host_not_payable'], ['host_not_payable']]);

  // The page itself, as the host's browser opens it: once.
  const form = { method: 'POST', body: new URLSearchParams({ outcome: 'complete' }), redirect: 'manual' } as const;
  expect((await fetch(started.url, form)).headers.get('location')).toBe(`${world.app.url}/admin`);
  await send(url('/sandbox/clock'), 'POST', null, { advance: 'PT1M' });
  const seen = await graphql('a', '{ hostOnboarding { state ready since requirements { field } } }');
  expect(seen.body.data.hostOnboarding).toEqual({
    ...{ state: 'ready', ready: true, since: expect.any(String), requirements: [] },
  });
  expect((await rest('a', 'POST', `/properties/${home}/publish`)).body.data.state).toBe('published');
  await control('a', 'restrict');
  expect((await rest('a', 'GET', '/host/onboarding')).body.data).toMatchObject({
    ...{ state: 'restricted', ready: false, requirements: [{ deadline: 'past_due' }] },
  });
  const [row] = (
    await world.sql.query<{ state: string }>('select state from properties where document_id = $1', [home])
  ).rows;
  expect(row?.state).toBe('published');
});

it('shows each host their own account, and staff every one, with what became of it', async () => {
  const path = `/casita/host-profiles/${profileOf('b')}/account`;
  expect((await world.b.panel.call('GET', path)).body.data).toMatchObject({ state: 'none', mayStart: true });
  const begun = await world.b.panel.call('POST', `/casita/host-profiles/${profileOf('b')}/onboarding`, {
    country: 'PT',
  });
  expect(begun.body.data.url).toMatch(/\/onboarding\/acct_/);
  const own = (await world.b.panel.call('GET', path)).body.data;
  expect([own.state, own.events, own.stripeAccount]).toEqual(['onboarding', undefined, undefined]);
  const ofStaff = (await world.operator.call('GET', path)).body.data;
  expect(ofStaff).toMatchObject({ mayStart: false, stripeAccount: expect.stringMatching(/^acct_/) });
  expect(ofStaff.events.map(({ kind }: { kind: string }) => kind)).toEqual(['moved', 'asked']);
});

it('is closed by staff, with a reason', async () => {
  const close = `/casita/host-profiles/${profileOf('a')}/close-account`;
  expect((await rest('a', 'POST', '/host/onboarding', { country: 'PT' })).status).toBe(201);
  expect((await world.operator.call('POST', close, {})).status).toBe(400);
  expect((await world.operator.call('POST', close, { reason: 'Canary-close' })).status).toBe(200);
  expect((await rest('a', 'GET', '/host/onboarding')).body.data).toMatchObject({ state: 'closed', ready: false });
  expect(refusedWith(await rest('a', 'POST', '/host/onboarding', {}))).toEqual([409, 'account_closed']);
  const trail = await world.sql.query(
    `select actor, made_by, reason from host_account_event where host_id = $1 and kind = 'close'`,
    [world.a.hostId],
  );
  expect(refusedWith(await world.operator.call('POST', close, { reason: 'Again' }))).toEqual([409, 'account_closed']);
  expect(trail.rows).toEqual([{ actor: 'staff', made_by: expect.any(Number), reason: 'Canary-close' }]);
});

it('goes with a host who erases their account', async () => {
  const email = `host-${createId()}@example.com`;
  const userId = await insertAccount(world.sql, email);
  const call = callerWith(url('/api'), await signIn(world.app.url, email)).call;
  expect((await call('POST', '/me/become-host')).status).toBeLessThan(300);
  const host = callerWith(url('/api'), await signIn(world.app.url, email)).call;
  expect((await host('POST', '/host/onboarding', { country: 'PT' })).status).toBe(201);
  expect((await host('GET', '/me/export')).body.data.hostAccount).toMatchObject({ state: 'onboarding', country: 'PT' });
  const account = async () =>
    (
      await world.sql.query<{ id: number; state: string; closed: boolean }>(
        `select a.host_id as id, a.state, (o.body->>'closed')::boolean as closed from host_account a
         join stripe_sandbox.object o on o.id = a.stripe_account where o.body->>'contact_email' = $1`,
        [email],
      )
    ).rows[0];
  expect(await account()).toMatchObject({ state: 'onboarding', closed: false });
  expect((await host('POST', '/me/erase', { password })).status).toBe(200);
  await send(url('/sandbox/clock'), 'POST', null, { advance: 'PT1S' });
  expect(await account()).toMatchObject({ state: 'closed', closed: true });
  const ours = await world.sql.query(`select a from host_account a where a::text like '%' || $1 || '%'`, [email]);
  expect([userId > 0, ours.rows]).toEqual([true, []]);
});
