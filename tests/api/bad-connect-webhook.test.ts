import { createHmac, randomUUID } from 'node:crypto';
import { call, type Answer } from './support/client';
import { expectRefusal, hostileWorld, type HostileWorld } from './support/hostile-world';

/** The door that Stripe tells of hosts' accounts at: thin events, under a secret of its own. */

const setting = (name: string): string => process.env[name] ?? '';
const secret = setting('STRIPE_CONNECT_WEBHOOK_SECRET');

let world: HostileWorld;
beforeAll(async () => (world = await hostileWorld()));
afterAll(() => world.stop());

const seconds = () => Math.floor(Date.now() / 1_000);

const mac = (payload: string, at: number, key: string) =>
  createHmac('sha256', key).update(`${at}.${payload}`).digest('hex');
const signed = (payload: string, at = seconds(), key = secret) => `t=${at},v1=${mac(payload, at, key)}`;

const account = { id: 'acct_000000000000000', type: 'v2.core.account', url: '/v2/core/accounts/acct_000000000000000' };

const eventOf = (changes: object = {}) =>
  JSON.stringify({
    id: `evt_test_${randomUUID().replaceAll('-', '')}`,
    object: 'v2.core.event',
    type: 'v2.core.account[requirements].updated',
    livemode: false,
    created: new Date().toISOString(),
    context: null,
    related_object: account,
    reason: null,
    ...changes,
  });

const send = (payload: string, signature: string | null, type = 'application/json'): Promise<Answer> =>
  call(world.app, 'POST', '/api/stripe/connect-webhook', {
    body: payload,
    headers: { 'content-type': type, ...(signature === null ? {} : { 'stripe-signature': signature }) },
  });

describe('a delivery that is not of our Stripe', () => {
  const payload = eventOf();
  const now = seconds();
  const whole = JSON.stringify({
    ...{ id: 'evt_1', object: 'event', type: 'payout.paid', livemode: false, created: now },
    data: { object: { id: 'po_1' } },
  });
  test.each<[string, string, string | null]>([
    ['without a signature', payload, null],
    ['with an empty one', payload, ''],
    ['with words for one', payload, 'let me in'],
    ['with a time alone', payload, `t=${now}`],
    ['with a signature and no time', payload, `v1=${mac(payload, now, secret)}`],
    ['with a scheme of another kind alone', payload, `t=${now},v0=${mac(payload, now, secret)}`],
    ['signed with another secret', payload, signed(payload, now, 'whsec_another')],
    ['signed with the secret of the other endpoint', payload, signed(payload, now, setting('STRIPE_WEBHOOK_SECRET'))],
    ['signed with no secret', payload, signed(payload, now, '')],
    ['signed six minutes ago', payload, signed(payload, now - 360)],
    ['signed an hour ahead', payload, signed(payload, now + 3_600)],
    ['signed at a time that is none', payload, `t=NaN,v1=${mac(payload, NaN, secret)}`],
    ['signed for another time', payload, `t=${now - 1},v1=${mac(payload, now, secret)}`],
    ['changed after it was signed', payload.replace('acct_0', 'acct_1'), signed(payload, now)],
    ['signed, but of live mode', eventOf({ livemode: true }), 'sign'],
    ['signed, but of no mode', eventOf({ livemode: undefined }), 'sign'],
    ['signed, but a whole event', whole, 'sign'],
    ['signed, but a list', '[]', 'sign'],
    ['signed, but without an id', eventOf({ id: undefined }), 'sign'],
    ['signed, but with an operator for an id', eventOf({ id: { $ne: null } }), 'sign'],
    ['signed, but with a number for a type', eventOf({ type: 5 }), 'sign'],
    ['signed, but with NUL in its id', eventOf({ id: 'evt_\u0000' }), 'sign'],
    ['signed, but with an object for its account', eventOf({ context: { id: 'acct_1' } }), 'sign'],
    ['signed, but with a list for what it is about', eventOf({ related_object: [account] }), 'sign'],
  ])('%s', async (_what, body, signature) => {
    const header = signature === 'sign' ? signed(body) : signature;
    const answer = await world.unchanged(() => send(body, header));
    expectRefusal(answer, 400, { code: 'invalid_signature', field: 'Stripe-Signature' });
  });

  test('signed, and no JSON', async () => {
    for (const body of [payload.slice(0, 40), 'null', '17']) {
      const answer = await world.unchanged(() => send(body, signed(body)));
      expectRefusal(answer, 400, { code: 'invalid_json' });
    }
  });

  test('of another type than JSON', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const answer = await world.unchanged(() => send(payload, signed(payload), type));
      expectRefusal(answer, 400, expect.objectContaining({ code: expect.any(String) }));
    }
  });

  test('of a megabyte', async () => {
    const large = eventOf({ reason: 'a'.repeat(1_000_000) });
    expectRefusal(await world.unchanged(() => send(large, signed(large))), 413, { code: 'body_too_large' });
  });

  test('at the door of payments: no thin event comes in there', async () => {
    const answer = await world.unchanged(() =>
      call(world.app, 'POST', '/api/stripe/webhook', {
        body: payload,
        headers: {
          'content-type': 'application/json',
          'stripe-signature': signed(payload, seconds(), setting('STRIPE_WEBHOOK_SECRET')),
        },
      }),
    );
    expectRefusal(answer, 400, { code: 'invalid_signature', field: 'Stripe-Signature' });
  });
});

const take = async (payload: string) => expect((await send(payload, signed(payload))).status).toBe(200);

/** A moment, in which the work that is due is done. */
const work = () => world.advance('PT1S');

const onboarding = async (method: 'GET' | 'POST', body?: object) =>
  call(world.app, method, '/api/host/onboarding', {
    token: world.host.token,
    ...(body === undefined ? {} : { body }),
  });

const stateOf = async () => (await onboarding('GET')).body.data.state as string;

async function control(id: string, outcome: string): Promise<void> {
  const answer = await call(world.app, 'POST', `/sandbox/stripe/_controls/accounts/${id}/onboarding`, {
    headers: { authorization: `Bearer ${setting('STRIPE_SECRET_KEY')}` },
    body: { outcome },
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

describe('a delivery that is signed, and not to be believed', () => {
  test('is of an account that is not ours, of nothing, or of a type that nobody knows: it is kept, and nothing happens', async () => {
    await take(eventOf());
    await take(eventOf({ related_object: null, type: 'v2.core.account_link.returned' }));
    await take(eventOf({ type: 'v9.of.the.future', related_object: { id: 'x_1', type: 'x', url: '/v9/x/1' } }));
    await work();
    expect(await world.db.query('select id from stripe_event where processed_at is null', [])).toEqual([]);
  });

  test('says on which account it happened', async () => {
    const related = { id: 'po_1', type: 'payout', url: '/v1/payouts/po_1' };
    const events = [
      eventOf({ id: 'evt_own', type: 'v1.payout.paid', context: 'acct_7', related_object: related }),
      eventOf({ id: 'evt_org', type: 'v1.payout.paid', context: 'org_1/acct_8', related_object: related }),
    ];
    for (const event of events) await take(event);
    const rows = await world.db.query(
      `select type, object_id, account from stripe_event where id in ('evt_own', 'evt_org') order by id desc`,
      [],
    );
    expect(rows).toEqual([
      { type: 'v1.payout.paid', object_id: 'po_1', account: 'acct_7' },
      { type: 'v1.payout.paid', object_id: 'po_1', account: 'acct_8' },
    ]);
  });

  test('comes twice, late and in any order: what is true now counts', async () => {
    const started = await onboarding('POST', { country: 'PT' });
    expect(started.status).toBe(201);
    const [{ id } = { id: '' }] = await world.db.query<{ id: string }>(
      'select stripe_account as id from host_account',
      [],
    );
    const related = { ...account, id };
    const events = [
      eventOf({ related_object: related, type: 'v2.core.account.created' }),
      eventOf({ related_object: related, type: 'v2.core.account[configuration.recipient].capability_status_updated' }),
      eventOf({ related_object: related, type: 'v2.core.account.closed' }),
    ];
    for (const event of events) await take(event);
    await work();
    expect(await stateOf()).toBe('onboarding');
    await control(id, 'complete');
    for (const event of events.toReversed()) await take(event);
    await work();
    expect(await stateOf()).toBe('ready');
    await control(id, 'restrict');
    await take(eventOf({ related_object: related }));
    await work();
    expect(await stateOf()).toBe('restricted');
    const again = events[0] ?? '';
    await world.unchanged(() => send(again, signed(again)));
  });
});
