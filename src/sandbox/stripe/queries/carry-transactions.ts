import type { Tx } from '../../../adapters/postgres/sql';

/** Notes on every available transaction of a balance that no payout carried yet that this one does. Returns what they come to, in minor units. */
export async function carryTransactions(
  tx: Tx,
  account: string | null,
  currency: string,
  payout: string,
): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    `WITH carried AS (
       UPDATE stripe_sandbox.object SET hidden = hidden || jsonb_build_object('payout', $2::text)
       WHERE type = 'balance_transaction' AND ${account === null ? 'account IS NULL' : 'account = $3'}
         AND body->>'currency' = $1 AND body->>'status' = 'available' AND hidden->>'payout' IS NULL
       RETURNING (body->>'net')::bigint AS net
     ) SELECT coalesce(sum(net), 0)::bigint AS total FROM carried`,
    account === null ? [currency, payout] : [currency, payout, account],
  );
  return rows[0]!.total;
}

/** Takes that note away again. */
export async function releaseTransactions(tx: Tx, payout: string): Promise<void> {
  await tx.query(
    `UPDATE stripe_sandbox.object SET hidden = hidden - 'payout'
     WHERE type = 'balance_transaction' AND hidden->>'payout' = $1`,
    [payout],
  );
}
