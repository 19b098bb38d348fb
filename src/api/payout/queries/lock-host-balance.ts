import type { Tx } from '../../../adapters/postgres/sql';

/**
 * The lock of all that a host is owed and owes: payouts, receivables, transfers. After it no other row is waited for (docs/locking.md).
 * A row of its own: whoever edits the host's profile holds nobody's money.
 */
export async function lockHostBalance(tx: Tx, hostId: number): Promise<void> {
  await tx.query('insert into host_balance (host_id) values ($1) on conflict do nothing', [hostId]);
  await tx.query('select from host_balance where host_id = $1 for update', [hostId]);
}
