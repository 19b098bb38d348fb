import type { Tx } from '../../../adapters/postgres/sql';
import { countedOfLoss, sharedUsed } from '../../../domain/dispute';
import { refundedByDispute } from '../../../domain/ledger-disputes';
import type { Casita } from '../../../ports';
import type { PaymentRow } from '../../payment/queries/payment-row';
import { postLedger } from '../../payment/queries/post-ledger';
import { addRefunded } from '../../payment/queries/update-payment';
import { forgive } from '../../payout/use-cases/forgive';
import { planRelease } from '../../payout/use-cases/plan-release';
import { takeShares } from '../../payout/use-cases/take-shares';
import { lockDisputesOfBooking } from '../queries/load-dispute';
import type { DisputeRow } from '../queries/dispute-row';
import { updateDispute } from '../queries/write-dispute';
import { lossOf } from './settle-promised';

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

/** What the host bears of the loss stands for their share of what goes back; of what is left of either, the host gets the rest, or gives it. */
async function count(app: Casita, tx: Tx, dispute: DisputeRow, amount: number): Promise<void> {
  const { booking_id: bookingId, refunds_counted: before, currency } = dispute;
  const now = app.clock.now().toString();
  const borne = countedOfLoss(dispute.host_share, dispute.shared_amount, sharedUsed(lossOf(dispute)), amount);
  const posting = `dispute-${dispute.id}-counted-${before}`;
  const back = { bookingId, amount, currency, posting, refundId: null, borneByHost: borne };
  const { hostId, ...shares } = await takeShares(app, tx, back);
  await updateDispute(tx, dispute.id, { refundsCounted: before + amount }, now);
  await addRefunded(tx, dispute.payment_id, amount, now);
  const debt = { hostId, bookingId, kind: 'dispute', currency, amount: borne - shares.fromBorne } as const;
  const forgiven = await forgive(app, tx, { ...debt, line: 'correction' });
  await postLedger(tx, refundedByDispute({ bookingId, hostId, amount, currency, shares, ...forgiven }), {
    source: 'casita',
    externalId: posting,
    bookingId,
    hostId,
    at: now,
  });
  await planRelease(app, tx, bookingId);
}
