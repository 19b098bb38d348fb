import type { Sql, Tx } from '../../../adapters/postgres/sql';

/** Lays a closed account aside, so that its host may have another. The profile and the account are locked. */
export async function layAside(tx: Tx, hostId: number): Promise<void> {
  await tx.query(
    `with closed as (delete from host_account where host_id = $1 and state = 'closed' returning *)
     insert into host_account_past (stripe_account, host_id, country, currency, was_ready, opened_at, closed_at)
     select stripe_account, host_id, country, currency, was_ready, created_at, state_since from closed`,
    [hostId],
  );
}

/** Whether an account is one of before: what is still heard of it changes nothing. */
export async function isPastAccount(sql: Sql, stripeAccount: string): Promise<boolean> {
  const rows = await sql.query('select from host_account_past where stripe_account = $1', [stripeAccount]);
  return rows.length > 0;
}
