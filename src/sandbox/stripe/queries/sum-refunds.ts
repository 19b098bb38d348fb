import type { Tx } from '../../../adapters/postgres/sql';

/** What the refunds of a charge give back of captured money: not what was never captured, and not what failed. */
export async function sumRefunds(tx: Tx, charge: string): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    `SELECT coalesce(sum((body->>'amount')::bigint), 0)::bigint AS total FROM stripe_sandbox.object
     WHERE type = 'refund' AND body->>'charge' = $1
       AND NOT (hidden->>'ofUncaptured')::boolean AND body->>'status' NOT IN ('failed', 'canceled')`,
    [charge],
  );
  return rows[0]!.total;
}
