import type { Tx } from '../../../adapters/postgres/sql';
import type { Casita } from '../../../ports';
import { lockHostBalance } from '../queries/lock-host-balance';
import { insertReceivable, type NewReceivable, type ReceivableRow } from '../queries/receivables';

/**
 * Writes down what a host owes from now on. The caller posts it to `host_receivable` in the same transaction; the host's balance is locked here,
 * after property, booking and payments.
 */
export async function oweByHost(app: Casita, tx: Tx, debt: Omit<NewReceivable, 'at'>): Promise<ReceivableRow> {
  await lockHostBalance(tx, debt.hostId);
  return insertReceivable(tx, { ...debt, at: app.clock.now().toString() });
}
