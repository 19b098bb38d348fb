import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { AccountRequirement, HostAccountState } from '../../../domain/host-account';

export interface HostAccountRow {
  readonly host_id: number;
  /** Null until it is made. */
  readonly stripe_account: string | null;
  readonly state: HostAccountState;
  readonly state_since: Date;
  readonly was_ready: boolean;
  readonly country: string;
  readonly currency: string | null;
  readonly requirements: readonly AccountRequirement[];
  readonly contact_email: string | null;
  /** The number of the latest look at it, and of the one whose answer is written here. */
  readonly asked: number;
  readonly heard: number;
  /** Since when it is to be closed. */
  readonly closing_since: Date | null;
}

const columns = `host_id, stripe_account, state, state_since, was_ready, country, currency, requirements, contact_email, asked, heard,
  closing_since`;

export async function hostAccount(sql: Sql, hostId: number): Promise<HostAccountRow | null> {
  const rows = await sql.query<HostAccountRow>(`select ${columns} from host_account where host_id = $1`, [hostId]);
  return rows[0] ?? null;
}

export async function lockHostAccount(tx: Tx, hostId: number): Promise<HostAccountRow | null> {
  const rows = await tx.query<HostAccountRow>(`select ${columns} from host_account where host_id = $1 for update`, [
    hostId,
  ]);
  return rows[0] ?? null;
}

/** Whose account it is; null for one that is not of this installation. */
export async function hostOfAccount(sql: Sql, stripeAccount: string): Promise<number | null> {
  const rows = await sql.query<{ host_id: number }>('select host_id from host_account where stripe_account = $1', [
    stripeAccount,
  ]);
  return rows[0]?.host_id ?? null;
}
