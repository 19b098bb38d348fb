import type { Tx } from '../../../adapters/postgres/sql';
import { spreadRefund } from '../../../domain/refund-spread';
import type { Casita } from '../../../ports';
import type { PaymentRow } from '../queries/payment-row';
import { oweRefund } from './owe-calls';

/**
 * Owes `amount` back out of a booking's captured payments, the latest first. The payments are locked.
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
  for (const part of spreadRefund(captured, amount)) await oweRefund(app, tx, part.payment, part.amount, reason);
}
