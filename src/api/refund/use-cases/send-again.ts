import type { Tx } from '../../../adapters/postgres/sql';
import type { Casita } from '../../../ports';
import type { BookingRow } from '../../booking/queries/booking-row';
import { insertRefund, type RefundRow } from '../../payment/queries/refunds';
import { oweSending } from '../../payment/use-cases/owe-calls';
import { insertRefundEnd, type EndedBy } from '../queries/refund-ends';
import { tellGuestOfRefund } from './tell-guest';

/** A new refund takes over what is owed of one that failed. Property, booking, payment and the refund are locked. */
export async function sendAgain(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  refund: RefundRow,
  { amount, by }: { readonly amount: number; readonly by: EndedBy },
): Promise<void> {
  const { payment_id: paymentId, booking_id: bookingId, currency } = refund;
  const reason = refund.reason ?? by.reason;
  const retriedAs = await insertRefund(tx, { paymentId, bookingId, amount, currency, reason, now: by.at });
  await insertRefundEnd(tx, refund.id, { kind: 'retried', retriedAs }, by);
  await oweSending(app, tx, bookingId, retriedAs);
  await tellGuestOfRefund(app, tx, booking, { kind: 'retried', amount });
}
