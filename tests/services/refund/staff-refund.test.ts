import { cancelBooking } from '../../../src/api/booking/use-cases/cancel-booking';
import { refundByStaff, type StaffRefundCommand } from '../../../src/api/refund/use-cases/refund-by-staff';
import { createTestCasita, type TestCasita } from '../support/casita';
import { balanceOf, paidStay, sam } from '../support/stays';
import { viewOf } from '../support/world';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());

const command = (bookingDocumentId: string, changes: Partial<StaffRefundCommand> = {}): StaffRefundCommand => ({
  ...{ actor: sam, bookingDocumentId, amount: 10_000, bearer: 'marketplace', reason: 'The heating failed' },
  ...{ expectedRefundable: 55_000, limitIn: () => null, idempotencyKey: null },
  ...changes,
});
const refund = (documentId: string, changes: Partial<StaffRefundCommand> = {}) =>
  refundByStaff(world.app, command(documentId, changes));
const code = (outcome: Awaited<ReturnType<typeof refund>>) => (outcome.ok ? 'done' : outcome.reasons[0]?.code);

describe('who bears it', () => {
  test.each([
    ['policy', -45_000, 0, 0],
    ['host', -55_000, 10_000, 0],
    ['marketplace', -55_000, 0, 10_000],
  ] as const)('%s', async (bearer, funds, receivable, goodwill) => {
    const stay = await paidStay(world);
    const goodwillBefore = await balanceOf(world, 'goodwill');
    expect(code(await refund(stay.documentId, { bearer }))).toBe('done');
    await world.settle();
    const view = await viewOf(world.app, stay.id);
    expect(view.refunds).toMatchObject([{ state: 'succeeded', amount: 10_000, reason: 'The heating failed' }]);
    expect([
      await balanceOf(world, `guest_funds:${stay.id}`),
      await balanceOf(world, `host_receivable:${stay.hostId}`),
      (await balanceOf(world, 'goodwill')) - goodwillBefore,
    ]).toEqual([funds, receivable, goodwill]);
    expect(await balanceOf(world, 'refund_clearing')).toBe(0);
    await world.checkInvariants();
  });
});

test('the decision says who, why and who bears it, and the guest is told', async () => {
  const stay = await paidStay(world);
  await refund(stay.documentId);
  expect(await world.app.db.query('select * from refund_decision where booking_id = $1', [stay.id])).toMatchObject([
    {
      amount: 10_000,
      currency: 'EUR',
      bearer: 'marketplace',
      made_by: 7,
      made_by_name: 'Sam',
      reason: 'The heating failed',
    },
  ]);
  const posted = await world.app.db.query(
    `select made_by, reason from ledger_transaction where booking_id = $1 and kind = 'refunded_by_marketplace'`,
    [stay.id],
  );
  expect(posted).toEqual([{ made_by: 7, reason: 'The heating failed' }]);
});

test.each([
  ['more than is left', { amount: 55_001 }, 'more_than_refundable'],
  ['what was seen is old', { expectedRefundable: 50_000 }, 'refundable_changed'],
  ['above the limit of the role', { limitIn: () => 9_999 }, 'above_role_limit'],
])('%s: refused, and nothing is written', async (_, changes, reason) => {
  const stay = await paidStay(world);
  expect(code(await refund(stay.documentId, changes))).toBe(reason);
  expect((await viewOf(world.app, stay.id)).refunds).toEqual([]);
});

test('the limit of a role counts what was given back of the booking before', async () => {
  const stay = await paidStay(world);
  const limitIn = () => 15_000;
  expect(code(await refund(stay.documentId, { limitIn }))).toBe('done');
  expect(code(await refund(stay.documentId, { limitIn, expectedRefundable: 45_000 }))).toBe('above_role_limit');
  expect(code(await refund(stay.documentId, { limitIn, amount: 5_000, expectedRefundable: 45_000 }))).toBe('done');
});

test('one press is one refund under its key; another request under it is refused', async () => {
  const stay = await paidStay(world);
  const idempotencyKey = `press-${stay.id}`;
  const both = await Promise.all([
    refund(stay.documentId, { idempotencyKey }),
    refund(stay.documentId, { idempotencyKey }),
  ]);
  expect(both.map(code).sort()).toContain('done');
  expect(code(await refund(stay.documentId, { idempotencyKey }))).toBe('done');
  expect(code(await refund(stay.documentId, { idempotencyKey, amount: 1 }))).toBe('idempotency_key_reused');
  expect((await viewOf(world.app, stay.id)).refunds).toHaveLength(1);
});

test('two of staff at once: one refund, the other is told that the amount changed', async () => {
  const stay = await paidStay(world);
  const both = await Promise.all([refund(stay.documentId), refund(stay.documentId)]);
  expect(both.map(code).sort()).toEqual(['done', 'refundable_changed']);
  await world.settle();
  await world.checkInvariants();
});

test.each(['policy', 'host', 'marketplace'] as const)(
  'a host who cancels after a refund that %s bore gives back the rest, and the bearer has theirs again',
  async (bearer) => {
    const stay = await paidStay(world);
    const goodwillBefore = await balanceOf(world, 'goodwill');
    await refund(stay.documentId, { bearer });
    await world.settle();
    const cancelled = await cancelBooking(world.app, {
      ...{ actor: stay.home.host, side: 'host', door: 'rest', bookingDocumentId: stay.documentId },
      ...{ reason: null, expectedRefund: null },
    });
    expect(cancelled.ok).toBe(true);
    await world.settle();
    const view = await viewOf(world.app, stay.id);
    expect(view.refunds.map(({ amount }) => amount)).toEqual([10_000, 45_000]);
    expect(await balanceOf(world, `guest_funds:${stay.id}`)).toBe(0);
    expect(await balanceOf(world, 'goodwill')).toBe(goodwillBefore);
    const bornByHost = await world.app.db.query<{ sum: number }>(
      `select coalesce(sum(e.amount), 0)::bigint as sum from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
       where e.account = $1 and t.kind in ('refunded_by_host', 'refund_cover_returned')`,
      [`host_receivable:${stay.hostId}`],
    );
    expect(bornByHost).toEqual([{ sum: 0 }]);
    await world.checkInvariants();
  },
);
