import { bookingMoney } from '../../../src/api/money/use-cases/booking-money';
import { ledgerBalances } from '../../../src/api/money/use-cases/ledger-balances';
import { moneyAttention, retryCall } from '../../../src/api/money/use-cases/money-attention';
import { refundByStaff } from '../../../src/api/refund/use-cases/refund-by-staff';
import type { AccountBalance } from '../../../src/api/money/queries/ledger-sums';
import { takeCall } from '../../../src/outbox/queries/calls';
import { createTestCasita, type TestCasita } from '../support/casita';
import { paidStay, sam } from '../support/stays';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());

async function moneyOf(documentId: string, at: string | null = null) {
  const outcome = await bookingMoney(world.app, documentId, at);
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.value;
}

async function balancesOf(host: string | null, at: string | null = null): Promise<readonly AccountBalance[]> {
  const outcome = await ledgerBalances(world.app, { host, at });
  if (!outcome.ok) throw new Error(outcome.message);
  return (outcome.value as { balances: readonly AccountBalance[] }).balances;
}

const giveBack = (bookingDocumentId: string) =>
  refundByStaff(world.app, {
    ...{ actor: sam, bookingDocumentId, amount: 10_000, bearer: 'host', reason: 'No heating' },
    ...{ expectedRefundable: 55_000, limitIn: () => null, idempotencyKey: null },
  });

test("a booking's money at any instant, from its ledger, with every row behind it", async () => {
  const stay = await paidStay(world);
  const paidAt = world.clock.now().toString();
  await world.advance('PT1H');
  expect((await giveBack(stay.documentId)).ok).toBe(true);
  await world.settle();
  const now = await moneyOf(stay.documentId);
  expect(now).toMatchObject({
    refundable: { amount: 45_000, currency: 'EUR' },
    positions: [
      {
        ...{ currency: 'EUR', paid: 55_000, refunded: 10_000, refundsOpen: 0, held: 55_000 },
        host: { payable: 0, receivable: 10_000, sent: 0 },
      },
    ],
    payments: [{ state: 'captured', captured: 55_000, refunded: 10_000 }],
    payouts: [],
    disputes: [],
    refunds: [{ state: 'succeeded', amount: 10_000, bearer: 'host', reason: 'No heating', end: null }],
    decisions: [{ amount: 10_000, bearer: 'host', reason: 'No heating', madeBy: 'Sam' }],
    postings: [{ kind: 'captured' }, { kind: 'refunded_by_host', reason: 'No heating' }, { kind: 'refund_succeeded' }],
    calls: [
      { kind: 'create_intent', state: 'done' },
      { kind: 'refund', state: 'done' },
    ],
  });
  const { events } = now as { events: readonly { object: string }[] };
  expect(events.some(({ object }) => object.startsWith('pi_'))).toBe(true);
  expect(await moneyOf(stay.documentId, paidAt)).toMatchObject({
    positions: [{ paid: 55_000, refunded: 0, held: 55_000, host: { receivable: 0 } }],
    ...{ refunds: [], decisions: [], postings: [{ kind: 'captured' }] },
  });
  expect(await moneyOf(stay.documentId, '2020-01-01T00:00:00Z')).toMatchObject({ positions: [], payments: [] });
});

test('balances of a host, and of the whole ledger, which sums to zero', async () => {
  const stay = await paidStay(world);
  const paidAt = world.clock.now().toString();
  await world.advance('PT1H');
  await giveBack(stay.documentId);
  await world.settle();
  const rows = await world.app.db.query<{ document_id: string }>(
    'select document_id from host_profiles where id = $1',
    [stay.hostId],
  );
  const host = rows[0]?.document_id ?? '';
  const held = { account: 'guest_funds', currency: 'EUR', amount: -55_000 };
  expect(await balancesOf(host)).toEqual([held, { account: 'host_receivable', currency: 'EUR', amount: 10_000 }]);
  expect(await balancesOf(host, paidAt)).toEqual([held]);
  const all = await balancesOf(null);
  expect(all.length).toBeGreaterThan(3);
  expect(all.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
  expect(await ledgerBalances(world.app, { host: 'a'.repeat(24), at: null })).toMatchObject({ kind: 'not_found' });
});

test('what waits for staff: failed refunds, those that take long, stuck calls and events', async () => {
  const stay = await paidStay(world);
  await giveBack(stay.documentId);
  await world.settle();
  const { db } = world.app;
  expect(await moneyAttention(world.app)).toEqual({
    ...{ refunds: [], calls: [], events: [] },
    ...{ payouts: [], disputes: [], differences: [] },
  });
  await db.query(`update refunds set state = 'failed', failure = 'lost card' where booking_id = $1`, [stay.id]);
  await db.query(
    `insert into stripe_call (lane, kind, subject_id, idempotency_key, attempts, last_error, next_attempt_at, created_at)
     values ('booking:0', 'refund', 0, 'stuck', 4, 'down', now() + interval '4 minutes', now() - interval '11 minutes')`,
  );
  await db.query(
    `insert into stripe_event (id, type, object_id, payload, received_at, attempts, last_error) values ('evt_x', 'refund.failed', 're_x', '{}', now(), 3, 'no such row')`,
  );
  await db.query(
    `insert into close_difference (kind, subject, currency, amount, detail, found_at) values ('balance', 'EUR', 'EUR', 7, 'more at Stripe', now())`,
  );
  await db.query(
    `with p as (insert into payout (document_id, host_id, booking_id, currency, amount, state, reason, next_try_at, created_at)
       values ('waiting', $1, $2, 'EUR', 500, 'owed', 'no_account', now(), '2020-01-01') returning id)
     insert into payout_line (payout_id, kind, booking_id, amount, at) select id, 'correction', $2, 500, now() from p`,
    [stay.hostId, stay.id],
  );
  const waiting = await moneyAttention(world.app);
  expect(waiting).toMatchObject({
    refunds: [{ booking: { documentId: stay.documentId }, state: 'failed', failure: 'lost card' }],
    calls: [{ lane: 'booking:0', kind: 'refund', attempts: 4, lastError: 'down' }],
    events: [{ id: 'evt_x', attempts: 3, lastError: 'no such row' }],
    payouts: [{ documentId: 'waiting', amount: { amount: 500, currency: 'EUR' }, reason: 'no_account' }],
    differences: [{ kind: 'balance', amount: 7, detail: 'more at Stripe' }],
  });
  const id = waiting.calls[0]?.id ?? 0;
  expect(await takeCall(db, 'booking:0', new Date().toISOString())).toBeNull();
  expect(await retryCall(world.app, id)).toMatchObject({ ok: true });
  expect(await takeCall(db, 'booking:0', new Date().toISOString())).toMatchObject({ id, idempotency_key: 'stuck' });
  expect(await retryCall(world.app, id)).toMatchObject({ ok: true });
  // Somebody is making it: it stays theirs.
  expect(await takeCall(db, 'booking:0', new Date().toISOString())).toBeNull();
  expect(await retryCall(world.app, 999_999)).toMatchObject({ kind: 'not_found' });
});
