import type { Tx } from '../../../adapters/postgres/sql';
import { refuse, type Refusal } from '../../../domain/refusal';
import { lockLivePayments } from '../../payment/queries/load-payment';

/**
 * The provider refuses to refund a payment that a bank disputes, and the guest would have the money twice: what gives money back waits
 * for the end of the dispute. Null: nothing stands in the way. Locks the booking's payments.
 */
export async function refuseDisputedRefund(tx: Tx, bookingId: number, amount: number): Promise<Refusal | null> {
  if (amount <= 0) return null;
  const payments = await lockLivePayments(tx, bookingId);
  if (!payments.some((payment) => payment.is_disputed)) return null;
  return refuse('conflict', 'A bank disputes the payment: nothing can be refunded before that is decided', [
    { code: 'payment_disputed', field: 'payment', value: amount },
  ]);
}
