import { startPanelApp, type PanelApp } from './support/panel-app';
import { callerWith, password, send, type PanelCaller, type Reply } from './support/panel-world';

/** Money by the staff's doors: refunds within the limit of a role, failed ones, and what waits. */

let world: PanelApp;
let support: PanelCaller;

beforeAll(async () => {
  world = await startPanelApp({ env: { STAFF_REFUND_LIMITS: JSON.stringify({ support: { EUR: 10_000 } }) } });
  support = await inviteSupport();
  await world.sql.query(`update payments set state = 'captured', captured_amount = amount`);
  await world.sql.query(`update bookings set state = 'confirmed'`);
});
afterAll(() => world?.stop());

/** A role that the operator made, with the money's permissions. */
async function inviteSupport(): Promise<PanelCaller> {
  const { operator, app } = world;
  const role = await operator.call('POST', '/admin/roles', { name: 'Support', description: 'Helps guests' });
  await world.sql.query(`update admin_roles set code = 'support' where id = $1`, [role.body.data.id]);
  const actions = ['read-money', 'refund-bookings', 'settle-refunds'].map((action) => `api::casita.${action}`);
  const permissions = actions.map((action) => ({ action, subject: null, properties: {}, conditions: [] }));
  const put = await operator.call('PUT', `/admin/roles/${role.body.data.id}/permissions`, { permissions });
  expect(put.status).toBe(200);
  const person = { firstname: 'Sue', lastname: 'Support' };
  const invited = await operator.call('POST', '/admin/users', {
    ...{ ...person, email: 'support@example.com', roles: [role.body.data.id] },
  });
  const { registrationToken } = invited.body.data;
  const userInfo = { ...person, password };
  const reply = await send(`${app.url}/admin/register`, 'POST', null, { registrationToken, userInfo });
  return callerWith(app.url, reply.body.data.token);
}

const bookingOf = (host: 'a' | 'b') => world[host].entry['api::booking.booking'] ?? { id: 0, documentId: '' };
const codes = ({ body }: Reply): string[] =>
  (body.error?.details.reasons ?? []).map(({ code, field }: { code: string; field?: string }) => `${field}: ${code}`);
const asked = { amount: 4_000, reason: 'No heating', bearer: 'marketplace', expectedRefundable: 55_000 };
const refund = (who: PanelCaller, body: unknown, host: 'a' | 'b' = 'a') =>
  who.call('POST', `/casita/bookings/${bookingOf(host).documentId}/refunds`, body);

test.each([
  ['nothing', {}, 'amount: required'],
  ['a float', { ...asked, amount: 0.5 }, 'amount: wrong_type'],
  ['below zero', { ...asked, amount: -1 }, 'amount: too_small'],
  ['beyond numbers', { ...asked, amount: 2 ** 63 }, 'amount: too_big'],
  ['a text', { ...asked, amount: '4000' }, 'amount: wrong_type'],
  ['no reason', { ...asked, reason: '  ' }, 'reason: too_small'],
  ['a NUL', { ...asked, reason: 'a\u0000b' }, 'reason: invalid_text'],
  ['another bearer', { ...asked, bearer: 'guest' }, 'bearer: not_allowed'],
  ['a currency of its own', { ...asked, currency: 'USD' }, 'currency: unknown_field'],
  ['a list', [], ': wrong_type'],
])('a refund with %s is refused, and says why', async (_, body, reason) => {
  const reply = await refund(world.operator, body);
  expect([reply.status, codes(reply).some((code) => code.endsWith(reason))]).toEqual([400, true]);
  expect((await world.sql.query('select * from refund_decision')).rows).toEqual([]);
});

test('within the limit of the role, once under its key; the super admin has no limit', async () => {
  const above = await refund(support, { ...asked, amount: 10_001 });
  expect([above.status, codes(above)]).toEqual([422, ['amount: above_role_limit']]);
  const keyed = async () => {
    const response = await fetch(`${world.app.url}/casita/bookings/${bookingOf('a').documentId}/refunds`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${support.token}`,
        'content-type': 'application/json',
        'idempotency-key': 'press-1',
      },
      body: JSON.stringify(asked),
    });
    return response.status;
  };
  expect([await keyed(), await keyed()]).toEqual([200, 200]);
  const again = await refund(support, asked);
  expect([again.status, codes(again)]).toEqual([409, ['expectedRefundable: refundable_changed']]);
  const more = await refund(support, { ...asked, amount: 6_001, expectedRefundable: 51_000 });
  expect([more.status, codes(more)]).toEqual([422, ['amount: above_role_limit']]);
  expect((await refund(world.operator, { ...asked, amount: 20_000, expectedRefundable: 51_000 })).status).toBe(200);
  const { rows } = await world.sql.query('select amount, made_by_name from refund_decision order by id');
  expect(rows).toEqual([
    { amount: '4000', made_by_name: 'Sue Support' },
    { amount: '20000', made_by_name: 'Olga Operator' },
  ]);
});

test('what Stripe refuses waits for staff, who say how the guest got it', async () => {
  // There is no such payment at Stripe's: it says no for good.
  const money = await support.call('GET', `/casita/bookings/${bookingOf('a').documentId}/money`);
  const failed = money.body.data.refunds.find(({ state }: { state: string }) => state === 'failed');
  expect(failed).toMatchObject({ amount: 4_000, bearer: 'marketplace', end: null });
  const waiting = await support.call('GET', '/casita/money/attention');
  expect(waiting.body.data.refunds.map(({ documentId }: { documentId: string }) => documentId)).toContain(
    failed.documentId,
  );
  const path = `/casita/refunds/${failed.documentId}`;
  expect((await support.call('POST', `${path}/paid-outside`, { reason: 'By bank' })).status).toBe(400);
  const outside = { reason: 'By bank', reference: 'SEPA 4711' };
  const both = await Promise.all([
    support.call('POST', `${path}/paid-outside`, outside),
    world.operator.call('POST', `${path}/retry`, { reason: 'Again' }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const { body } = await support.call('GET', '/casita/money/attention');
  expect(body.data.refunds.map(({ documentId }: { documentId: string }) => documentId)).not.toContain(
    failed.documentId,
  );
});

test('what is looked up takes an instant and nothing else', async () => {
  const path = `/casita/bookings/${bookingOf('a').documentId}/money`;
  expect((await support.call('GET', `${path}?at=2026-01-01T00:00:00Z`)).body.data.postings).toEqual([]);
  for (const query of [
    'at=yesterday',
    'at=2026-02-30T00:00:00Z',
    'at=2026-01-01T00:00:00Z&at=2026-01-02T00:00:00Z',
    'all=1',
  ])
    expect([query, (await support.call('GET', `${path}?${query}`)).status]).toEqual([query, 400]);
  expect((await support.call('GET', `/casita/ledger/balances?host=${'a'.repeat(24)}`)).status).toBe(404);
  expect((await support.call('GET', '/casita/ledger/balances?host[$ne]=null')).status).toBe(400);
});
