import type { Sql } from '../../../adapters/postgres/sql';

export interface PayableAccount {
  readonly stripeAccount: string;
  /** Whether it may be given money now, as far as we have heard. One that is to be closed is given none. */
  readonly ready: boolean;
}

/** Where a host is paid; null where there is no account, or none yet. */
export async function payableAccount(sql: Sql, hostId: number): Promise<PayableAccount | null> {
  const rows = await sql.query<PayableAccount>(
    `select stripe_account as "stripeAccount", state = 'ready' and closing_since is null as ready
       from host_account where host_id = $1 and stripe_account is not null`,
    [hostId],
  );
  return rows[0] ?? null;
}
