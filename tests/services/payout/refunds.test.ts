import { cancelBooking } from '../../../src/api/booking/use-cases/cancel-booking';
import { lockLivePayments } from '../../../src/api/payment/queries/load-payment';
import { giveBack } from '../../../src/api/payment/use-cases/give-back';
import { createTestCasita, type TestCasita } from '../support/casita';
import { cancelStay, ledgerOf, makePayable, paidStay, payoutsOf, sentTo, type PaidStay } from './paid-hosts';

let world: TestCasita;
beforeEach(async () => {
  world = await createTestCasita();
});
afterEach(async () => {
  await world.checkInvariants();
  await world.close();
});

const receivable = ({ home }: PaidStay) => ledgerOf(world, `host_receivable:${home.hostId}`);
const payable = ({ home }: PaidStay) => ledgerOf(world, `host_payable:${home.hostId}`);
const reversals = () =>
  world.app.db.query<{ state: string; amount: number }>('select state, amount from transfer_reversal order by id');

test('what a policy keeps for the host is released when the stay’s money would have been', async () => {
  const stay = await paidStay(world, { days: 3, nights: 2 });
  const account = await makePayable(world, stay.home.hostId);
  expect(await cancelStay(world, stay, 'guest')).toMatchObject({ ok: true });
  await world.advance('P3DT5H');
  expect(await payoutsOf(world, stay.home.hostId)).toEqual([]);
  await world.advance('P1D');
  const [{ kept }] = (await world.app.db.query<{ kept: number }>(
    'select captured_amount - refunded_amount as kept from payments where booking_id = $1',
    [stay.id],
  )) as [{ kept: number }];
  expect(kept).toBeGreaterThan(0);
  const [payout] = await payoutsOf(world, stay.home.hostId);
  expect(payout).toMatchObject({ state: 'transferred', amount: Math.round(kept * 0.845) });
  expect(await sentTo(world, account)).toBe(payout?.amount);
  expect(await ledgerOf(world, `guest_funds:${stay.id}`)).toBe(0);
});

test('a refund after the release, before the transfer: the payout is less', async () => {
  const stay = await paidStay(world, { days: 1, nights: 10 });
  await world.advance('P2DT5H');
  expect(await payoutsOf(world, stay.home.hostId)).toMatchObject([{ state: 'owed', amount: stay.hostPayout }]);
  expect(await cancelStay(world, stay, 'guest')).toMatchObject({ ok: true });
  await world.settle();
  const [payout] = await payoutsOf(world, stay.home.hostId);
  expect(payout?.lines.map(({ kind }) => kind)).toEqual(['stay', 'correction']);
  expect(payout?.amount).toBeLessThan(stay.hostPayout);
  expect(await payable(stay)).toBe(-(payout?.amount ?? 0));
  expect(await receivable(stay)).toBe(0);
  expect(await reversals()).toEqual([]);
});

test('a refund after the transfer takes the host’s share of it back', async () => {
  const stay = await paidStay(world, { days: 1, nights: 10 });
  const account = await makePayable(world, stay.home.hostId);
  await world.advance('P2DT5H');
  expect(await sentTo(world, account)).toBe(stay.hostPayout);
  expect(await cancelStay(world, stay, 'guest')).toMatchObject({ ok: true });
  await world.settle();
  const [back] = await reversals();
  expect(back?.state).toBe('succeeded');
  expect(await sentTo(world, account)).toBe(stay.hostPayout - (back?.amount ?? 0));
  expect(await receivable(stay)).toBe(0);
});

test('a host who has nothing left owes it, and the next payout is less', async () => {
  const stay = await paidStay(world, { days: 1, nights: 10 });
  await makePayable(world, stay.home.hostId);
  // The host's bank has had the money at midnight.
  await world.advance('P3D');
  expect(await cancelStay(world, stay, 'guest')).toMatchObject({ ok: true });
  await world.settle();
  const [back] = await reversals();
  expect(back?.state).toBe('failed');
  expect(await receivable(stay)).toBe(back?.amount);
  await world.checkInvariants();
  const next = await paidStay(world, { home: stay.home, days: 30, nights: 20 });
  await world.advance('P33D');
  expect((await payoutsOf(world, stay.home.hostId))[1]).toMatchObject({
    amount: next.hostPayout - (back?.amount ?? 0),
    lines: [{ kind: 'stay' }, { kind: 'receivable', amount: -(back?.amount ?? 0) }],
  });
  expect(await receivable(stay)).toBe(0);
});

test('a long stay that is cut short after its first part: the rest of the guest’s money goes back first', async () => {
  const stay = await paidStay(world, { days: 2, nights: 45 });
  const account = await makePayable(world, stay.home.hostId);
  await world.advance('P10D');
  const [first] = await payoutsOf(world, stay.home.hostId);
  expect(await sentTo(world, account)).toBe(first?.amount);
  const before = await ledgerOf(world, `guest_funds:${stay.id}`);
  expect(await cancelStay(world, stay, 'guest')).toMatchObject({ ok: true });
  await world.settle();
  const [{ refunded }] = (await world.app.db.query<{ refunded: number }>(
    'select refunded_amount as refunded from payments where booking_id = $1',
    [stay.id],
  )) as [{ refunded: number }];
  expect(refunded).toBeGreaterThan(0);
  expect(await ledgerOf(world, `guest_funds:${stay.id}`)).toBe(before + Math.min(refunded, -before));
  await world.advance('P40D');
  expect(await ledgerOf(world, `guest_funds:${stay.id}`)).toBe(0);
  const kept = stay.total - refunded;
  expect(await sentTo(world, account)).toBeCloseTo(kept * 0.845, -1);
});

test('the host cancels after being paid: all of it comes back, and the penalty is owed beside it', async () => {
  const stay = await paidStay(world, { days: 1, nights: 5 });
  const account = await makePayable(world, stay.home.hostId);
  await world.advance('P2DT5H');
  expect(await sentTo(world, account)).toBe(stay.hostPayout);
  const cancelled = await cancelBooking(world.app, {
    actor: stay.home.host,
    side: 'host',
    door: 'rest',
    bookingDocumentId: stay.documentId,
    reason: null,
    expectedRefund: stay.total,
  });
  expect(cancelled).toMatchObject({ ok: true });
  await world.settle();
  expect(await sentTo(world, account)).toBe(0);
  expect(await payoutsOf(world, stay.home.hostId)).toMatchObject([{ state: 'reversed' }]);
  const [{ amount }] = (await world.app.db.query('select amount from host_penalty')) as [{ amount: number }];
  expect(await receivable(stay)).toBe(amount);
});

test.each([
  ['JPY', 12_000, 0],
  ['BHD', 120_000, 10],
  ['HUF', 4_500_000, 0],
] as const)('%s: released, sent, and partly taken back to the unit', async (currency, base, step) => {
  const stay = await paidStay(world, { days: 1, nights: 3, changes: { currency, prices: { base } } });
  const account = await makePayable(world, stay.home.hostId);
  await world.advance('P2DT5H');
  expect(await sentTo(world, account)).toBe(stay.hostPayout);
  expect(await cancelStay(world, stay, 'guest')).toMatchObject({ ok: true });
  await world.settle();
  const [back] = await reversals();
  expect(back?.state).toBe('succeeded');
  if (step > 0) expect((back?.amount ?? 1) % step).toBe(0);
  expect(await sentTo(world, account)).toBe(stay.hostPayout - (back?.amount ?? 0));
});

test('two refunds at once of one that was sent give back its share once each', async () => {
  const stay = await paidStay(world, { days: 1, nights: 10 });
  await makePayable(world, stay.home.hostId);
  await world.advance('P2DT5H');
  const twice = [1, 2].map(() => cancelStay(world, stay, 'guest'));
  expect((await Promise.all(twice)).filter((outcome) => outcome.ok)).toHaveLength(1);
  await world.settle();
  expect(await reversals()).toHaveLength(1);
});

test('more than is left cannot be given back', async () => {
  const stay = await paidStay(world, { days: 1, nights: 2 });
  const more = world.app.db.transaction(async (tx) =>
    giveBack(world.app, tx, await lockLivePayments(tx, stay.id), stay.total + 1, 'too much'),
  );
  await expect(more).rejects.toThrow(RangeError);
});
