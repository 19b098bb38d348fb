import type { Tx } from '../../../adapters/postgres/sql';

/** What has been transferred out of a charge, less what was reversed. */
export async function sumTransfers(tx: Tx, charge: string): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    `SELECT coalesce(sum((body->>'amount')::bigint - (body->>'amount_reversed')::bigint), 0)::bigint AS total
     FROM stripe_sandbox.object WHERE type = 'transfer' AND body->>'source_transaction' = $1`,
    [charge],
  );
  return rows[0]!.total;
}
