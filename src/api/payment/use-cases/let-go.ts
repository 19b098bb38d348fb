import type { Tx } from '../../../adapters/postgres/sql';
import type { Casita } from '../../../ports';
import { lockPayment, paymentOfBooking } from '../queries/load-payment';
import { oweCancel, oweRefund } from './owe-calls';

/**
 * Lets the money of a booking go that comes to nothing: what was taken goes back in full, what was only reserved or
 * never came is cancelled. The caller holds the property's lock.
 */
export async function letGo(app: Casita, tx: Tx, bookingId: number, reason: string): Promise<void> {
  const payment = await paymentOfBooking(tx, bookingId);
  const locked = payment && (await lockPayment(tx, payment.id));
  if (!locked) return;
  const left = locked.captured_amount - locked.refunded_amount;
  if (locked.state !== 'captured') await oweCancel(app, tx, locked);
  else if (left > 0) await oweRefund(app, tx, locked, left, reason);
}
