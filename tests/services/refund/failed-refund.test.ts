import { cancelBooking } from '../../../src/api/booking/use-cases/cancel-booking';
import { payRefundOutside, retryRefund } from '../../../src/api/refund/use-cases/end-failed-refund';
import { runCalls } from '../../../src/outbox/run-calls';
import { ProviderRefused } from '../../../src/ports';
import { createTestCasita, type TestCasita } from '../support/casita';
import { balanceOf, paidStay, sam } from '../support/stays';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());

interface Row {
  readonly document_id: string;
  readonly state: string;
  readonly failure: string | null;
}
const refundsOf = (bookingId: number) =>
  world.app.db.query<Row>('select document_id, state, failure from refunds where booking_id = $1 order by id', [
    bookingId,
  ]);

async function cancelledStay(card: string) {
  const stay = await paidStay(world, { card });
  const cancelled = await cancelBooking(world.app, {
    ...{ actor: stay.guest, side: 'guest', door: 'rest', bookingDocumentId: stay.documentId },
    ...{ reason: null, expectedRefund: null },
  });
  expect(cancelled.ok).toBe(true);
  return stay;
}

/** The bank sends it back after an hour; the money is owed again. */
async function failedRefund() {
  const before = await balanceOf(world, 'refund_clearing');
  const stay = await cancelledStay('pm_card_refundFail');
  await world.settle();
  expect(await refundsOf(stay.id)).toMatchObject([{ state: 'succeeded' }]);
  await world.advance('PT2H');
  await world.settle();
  const [refund] = await refundsOf(stay.id);
  expect(refund).toMatchObject({ state: 'failed', failure: 'expired_or_canceled_card' });
  expect(await balanceOf(world, 'refund_clearing')).toBe(before - 55_000);
  await world.checkInvariants();
  return { ...stay, before, refundDocumentId: refund?.document_id ?? '' };
}

const press = (refundDocumentId: string) => ({ actor: sam, refundDocumentId, reason: 'The guest has another account' });
const code = (outcome: Awaited<ReturnType<typeof retryRefund>>) => (outcome.ok ? 'done' : outcome.reasons[0]?.code);

test('a refund that failed is paid another way, once', async () => {
  const { before, refundDocumentId } = await failedRefund();
  const outside = { ...press(refundDocumentId), reference: 'SEPA 4711' };
  const both = await Promise.all([payRefundOutside(world.app, outside), payRefundOutside(world.app, outside)]);
  expect(both.map(code).sort()).toEqual(['already_ended', 'done']);
  expect(code(await retryRefund(world.app, press(refundDocumentId)))).toBe('already_ended');
  expect(await balanceOf(world, 'refund_clearing')).toBe(before);
  expect(await balanceOf(world, 'paid_outside')).toBe(-55_000);
  await world.settle();
  await world.checkInvariants();
});

test('a refund that failed is sent to the card again by a new one, which takes its debt over', async () => {
  const { id, before, refundDocumentId } = await failedRefund();
  expect(code(await retryRefund(world.app, press(refundDocumentId)))).toBe('done');
  await world.checkInvariants();
  await world.settle();
  expect(await refundsOf(id)).toMatchObject([{ state: 'failed' }, { state: 'succeeded' }]);
  expect(await balanceOf(world, 'refund_clearing')).toBe(before);
  expect(code(await payRefundOutside(world.app, { ...press(refundDocumentId), reference: 'x' }))).toBe('already_ended');
  await world.advance('PT2H');
  await world.settle();
  const [, again] = await refundsOf(id);
  expect(again).toMatchObject({ state: 'failed' });
  expect(await balanceOf(world, 'refund_clearing')).toBe(before - 55_000);
  const outside = { ...press(again?.document_id ?? ''), reference: 'SEPA 4712' };
  expect(code(await payRefundOutside(world.app, outside))).toBe('done');
  expect(await balanceOf(world, 'refund_clearing')).toBe(before);
  await world.checkInvariants();
});

test('a refund that is on its way has no end to decide on', async () => {
  const stay = await cancelledStay('pm_card_pendingRefund');
  await world.settle();
  const [refund] = await refundsOf(stay.id);
  expect(refund).toMatchObject({ state: 'pending' });
  expect(code(await retryRefund(world.app, press(refund?.document_id ?? '')))).toBe('not_failed');
  expect(code(await retryRefund(world.app, press('a'.repeat(24))))).toBe('not_found');
  await world.advance('PT2H');
  await world.settle();
  expect(await refundsOf(stay.id)).toMatchObject([{ state: 'succeeded' }]);
  await world.checkInvariants();
});

test('a refund that the provider refuses outright has failed, and is owed', async () => {
  const stay = await paidStay(world);
  const before = await balanceOf(world, 'refund_clearing');
  const refusing = {
    ...world.app,
    payments: { ...world.app.payments, refund: () => Promise.reject(new ProviderRefused('The charge is disputed')) },
  };
  const cancelled = await cancelBooking(world.app, {
    ...{ actor: stay.guest, side: 'guest', door: 'rest', bookingDocumentId: stay.documentId },
    ...{ reason: null, expectedRefund: null },
  });
  expect(cancelled.ok).toBe(true);
  await runCalls(refusing, stay.id);
  const [refund] = await refundsOf(stay.id);
  expect(refund).toMatchObject({ state: 'failed', failure: 'The charge is disputed' });
  expect(await balanceOf(world, 'refund_clearing')).toBe(before - 55_000);
  await world.checkInvariants();
  expect(code(await retryRefund(world.app, press(refund?.document_id ?? '')))).toBe('done');
  await world.settle();
  expect(await refundsOf(stay.id)).toMatchObject([{ state: 'failed' }, { state: 'succeeded' }]);
  expect(await balanceOf(world, 'refund_clearing')).toBe(before);
  await world.checkInvariants();
});
