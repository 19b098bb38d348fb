import type { Tx } from '../../../adapters/postgres/sql';
import type { Casita } from '../../../ports';
import { lockLivePayments } from '../queries/load-payment';
import { oweCancel } from './owe-calls';
import { giveBack } from './give-back';

/**
 * Lets the money of a booking go that comes to nothing: what was taken goes back in full, what was only reserved or
 * never came is cancelled. The caller holds the property's lock.
 */
export async function letGo(app: Casita, tx: Tx, bookingId: number, reason: string): Promise<void> {
  const payments = await lockLivePayments(tx, bookingId);
  for (const payment of payments) if (payment.state !== 'captured') await oweCancel(app, tx, payment);
  const left = payments.reduce((sum, payment) => sum + payment.captured_amount - payment.refunded_amount, 0);
  await giveBack(app, tx, payments, left, reason);
}
