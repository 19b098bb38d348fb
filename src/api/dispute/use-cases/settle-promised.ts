import type { Tx } from '../../../adapters/postgres/sql';
import { countedOfLoss, paidOfShared, sharedUsed } from '../../../domain/dispute';
import { refundPaidByDispute } from '../../../domain/ledger-disputes';
import type { Casita } from '../../../ports';
import { bookingById } from '../../booking/queries/load-booking';
import type { BookingRow } from '../../booking/queries/booking-row';
import { postLedger } from '../../payment/queries/post-ledger';
import { forgive } from '../../payout/use-cases/forgive';
import { insertRefundEnd } from '../../refund/queries/refund-ends';
import { insertRefundByDispute, lockFailedRefunds, type OwedRefund } from '../../refund/queries/refunds-by-dispute';
import { sendAgain } from '../../refund/use-cases/send-again';
import type { DisputeRow } from '../queries/dispute-row';
import { lockDisputesOfBooking } from '../queries/load-dispute';
import { updateDispute } from '../queries/write-dispute';

/** What is owed of a payment's refunds that failed: what a loss of it pays first. The payment is locked. */
export async function promisedOf(tx: Tx, paymentId: number): Promise<number> {
  return (await lockFailedRefunds(tx, paymentId)).reduce((sum, { owed }) => sum + owed, 0);
}

/**
 * The guest has from their bank what a refund had promised and never brought: lost disputes of a payment pay for its refunds that failed, the
 * oldest first, as far as they reach. What is left of a refund waits for staff. Property, booking and payment are locked.
 */
export async function payPromisedByLosses(app: Casita, tx: Tx, bookingId: number, paymentId: number): Promise<void> {
  for (const { id, payment_id } of await lockDisputesOfBooking(tx, bookingId)) {
    if (payment_id !== paymentId) continue;
    for (const refund of await lockFailedRefunds(tx, paymentId)) {
      // As it is by now: the refund before this one took of it.
      const dispute = (await lockDisputesOfBooking(tx, bookingId)).find((each) => each.id === id);
      if (dispute) await payOne(app, tx, dispute, refund);
    }
  }
}

async function payOne(app: Casita, tx: Tx, dispute: DisputeRow, refund: OwedRefund): Promise<void> {
  const amount = dispute.lost_at === null ? 0 : Math.min(refund.owed, dispute.amount - dispute.refunds_counted);
  const booking = amount > 0 ? await bookingById(tx, dispute.booking_id) : null;
  if (!booking) return;
  const at = app.clock.now().toString();
  const { id: bookingId, host_id: hostId } = booking;
  const { currency } = dispute;
  const host = countedOfLoss(
    dispute.host_share,
    dispute.shared_amount,
    sharedUsed(lossOf(dispute)),
    paidOfShared(lossOf(dispute), amount),
  );
  const debt = { hostId, bookingId, kind: 'dispute', currency, amount: host, line: 'correction' } as const;
  const forgiven = await forgive(app, tx, debt);
  await insertRefundByDispute(tx, { refundId: refund.id, disputeId: dispute.id, amount, at });
  const counted = {
    refundsCounted: dispute.refunds_counted + amount,
    refundsSettled: dispute.refunds_settled + amount,
  };
  await updateDispute(tx, dispute.id, counted, at);
  await postLedger(tx, refundPaidByDispute({ hostId, amount, currency, ...forgiven }), {
    source: 'casita',
    externalId: `dispute-${dispute.id}-refund-${refund.id}`,
    ...{ bookingId, hostId, at },
  });
  if (amount === refund.owed)
    await insertRefundEnd(tx, refund.id, { kind: 'paid_by_dispute' }, system(app, 'The dispute was lost'));
}

export const lossOf = (dispute: DisputeRow) => ({
  amount: dispute.amount,
  shared: dispute.shared_amount,
  counted: dispute.refunds_counted,
  settled: dispute.refunds_settled,
});

const system = (app: Casita, reason: string) => ({
  madeBy: null,
  madeByName: 'Casita',
  reason,
  at: app.clock.now().toString(),
});

/** The bank gave the payment back: what the provider refused to refund meanwhile is owed again, and is sent. */
export async function resendRefused(app: Casita, tx: Tx, booking: BookingRow, paymentId: number): Promise<void> {
  for (const refund of await lockFailedRefunds(tx, paymentId)) {
    if (refund.stripe_refund !== null) continue;
    await sendAgain(app, tx, booking, refund, { amount: refund.owed, by: system(app, 'The dispute is over') });
  }
}
