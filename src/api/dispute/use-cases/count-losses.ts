import type { Tx } from '../../../adapters/postgres/sql';
import { countedOfLoss } from '../../../domain/dispute';
import { refundedByDispute } from '../../../domain/ledger-disputes';
import type { Casita } from '../../../ports';
import { bookingById } from '../../booking/queries/load-booking';
import type { PaymentRow } from '../../payment/queries/payment-row';
import { postLedger } from '../../payment/queries/post-ledger';
import { addRefunded } from '../../payment/queries/update-payment';
import { forgive } from '../../payout/use-cases/forgive';
import { lockDisputesOfBooking } from '../queries/load-dispute';
import type { DisputeRow } from '../queries/dispute-row';
import { updateDispute } from '../queries/write-dispute';

export interface Counted {
  /** What is still to be given back. */
  readonly left: number;
  /** The payments as they are then. */
  readonly payments: readonly PaymentRow[];
}

/**
 * What is to go back to a guest who has it already: their bank took it in a dispute that was lost. As much of `amount` as that is
 * counts as refunded, once. The payments, of one booking, are locked.
 */
export async function countLosses(
  app: Casita,
  tx: Tx,
  payments: readonly PaymentRow[],
  amount: number,
): Promise<Counted> {
  const bookingId = payments[0]?.booking_id;
  if (bookingId === undefined || payments.every((payment) => payment.lost_amount === 0)) {
    return { left: amount, payments };
  }
  let left = amount;
  const after = new Map(payments.map((payment) => [payment.id, payment]));
  for (const dispute of await lockDisputesOfBooking(tx, bookingId)) {
    const payment = after.get(dispute.payment_id);
    if (!payment || dispute.lost_at === null) continue;
    const unrefunded = payment.captured_amount - payment.refunded_amount;
    const counted = Math.min(left, dispute.amount - dispute.refunds_counted, unrefunded);
    if (counted <= 0) continue;
    await count(app, tx, dispute, counted);
    const { refunded_amount: refunded, lost_amount: lost } = payment;
    after.set(payment.id, { ...payment, refunded_amount: refunded + counted, lost_amount: lost - counted });
    left -= counted;
  }
  return { left, payments: [...after.values()] };
}

async function count(app: Casita, tx: Tx, dispute: DisputeRow, amount: number): Promise<void> {
  const booking = await bookingById(tx, dispute.booking_id);
  if (!booking) throw new Error(`dispute ${dispute.id} has no booking`);
  const now = app.clock.now().toString();
  const { refunds_counted: before, currency } = dispute;
  const host = countedOfLoss(dispute.host_share, dispute.amount, before, amount);
  await updateDispute(tx, dispute.id, { refundsCounted: before + amount }, now);
  await addRefunded(tx, dispute.payment_id, amount, now);
  const debt = { hostId: booking.host_id, bookingId: booking.id, kind: 'dispute', currency, amount: host } as const;
  const shares = await forgive(app, tx, { ...debt, line: 'correction' });
  const posting = refundedByDispute({ bookingId: booking.id, hostId: booking.host_id, amount, currency, ...shares });
  await postLedger(tx, posting, {
    source: 'casita',
    externalId: `dispute-${dispute.id}-counted-${before}`,
    bookingId: booking.id,
    hostId: booking.host_id,
    at: now,
  });
}
