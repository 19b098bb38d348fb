import type { Tx } from '../../../adapters/postgres/sql';
import { coverReturned, hostsCover } from '../../../domain/ledger-refunds';
import { leftOf, spreadRefund } from '../../../domain/refund-spread';
import type { Casita } from '../../../ports';
import type { BookingRow } from '../../booking/queries/booking-row';
import { forgive } from '../../payout/use-cases/forgive';
import { collectDebts } from '../../payout/use-cases/collect-debts';
import { releaseFacts } from '../../payout/queries/release-facts';
import { keptOf } from '../../payout/use-cases/settlement-of';
import { takeShares } from '../../payout/use-cases/take-shares';
import { coverOfBooking } from '../queries/cover-of-booking';
import { countLosses } from '../../dispute/use-cases/count-losses';
import { lockLivePayments } from '../queries/load-payment';
import type { PaymentRow } from '../queries/payment-row';
import { postLedger } from '../queries/post-ledger';
import { oweRefund } from './owe-calls';

/**
 * Owes `amount` back out of a booking's captured payments, the latest first. What a bank took in a lost dispute counts as given
 * back already. The payments are locked.
 * @throws RangeError for more than is left of them.
 */
export async function giveBack(
  app: Casita,
  tx: Tx,
  payments: readonly PaymentRow[],
  amount: number,
  reason: string,
): Promise<void> {
  const captured = payments.filter((payment) => payment.state === 'captured');
  const { left, payments: rest } = await countLosses(app, tx, captured, amount);
  for (const part of spreadRefund(rest, left)) await oweRefund(app, tx, part.payment, part.amount, reason);
}

/**
 * As `giveBack`, where staff may have given some of it back already: what is left goes, and whoever bore what was given before gets that
 * much of the booking's money, released or not. `source` names the change, once for a booking.
 */
export async function giveBackRest(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  payments: readonly PaymentRow[],
  { amount, reason, source }: { readonly amount: number; readonly reason: string; readonly source: string },
): Promise<void> {
  const captured = payments.filter((payment) => payment.state === 'captured');
  const left = captured.reduce((sum, payment) => sum + payment.captured_amount - payment.refunded_amount, 0);
  const given = Math.min(amount, left);
  if (given > 0) await giveBack(app, tx, payments, given, reason);
  if (given < amount) await returnCover(app, tx, booking, amount - given, source);
}

/** What the host gave stands for their share of it, as far as it was released. */
async function returnCover(app: Casita, tx: Tx, booking: BookingRow, short: number, source: string): Promise<void> {
  const { id: bookingId, currency } = booking;
  const [cover, facts] = [await coverOfBooking(tx, bookingId), await releaseFacts(tx, bookingId)];
  const amount = Math.min(short, cover.host + cover.marketplace, facts ? keptOf(facts) : 0);
  if (amount <= 0) return;
  const posting = `booking-${bookingId}-${source}`;
  const given = hostsCover(amount, cover);
  const back = { bookingId, amount, currency, posting, refundId: null, borneByHost: given };
  const { hostId, ...shares } = await takeShares(app, tx, back);
  const debt = { hostId, bookingId, kind: 'refund', currency, amount: given - shares.fromBorne } as const;
  const forgiven = await forgive(app, tx, { ...debt, line: 'correction' });
  await postLedger(tx, coverReturned({ bookingId, hostId, amount, currency, shares, ...forgiven }), {
    source: 'casita',
    externalId: posting,
    bookingId,
    at: app.clock.now().toString(),
  });
  if (shares.fromBorne > 0) await collectDebts(app, tx, bookingId, 'refund');
}

/** Money came to a booking that is cancelled: all goes back but what the cancellation keeps, however many payments it came in. */
export async function giveBackBeyondKept(app: Casita, tx: Tx, booking: BookingRow, reason: string): Promise<void> {
  const payments = await lockLivePayments(tx, booking.id);
  const left = payments.reduce((sum, payment) => sum + leftOf(payment), 0);
  const kept = booking.total - (booking.refund_owed ?? booking.total);
  await giveBack(app, tx, payments, Math.max(0, left - kept), reason);
}
