import type { Sql } from '../../../adapters/postgres/sql';

/** Accounts to be asked after, the one that has waited longest first. One that is not made yet is the outbox's matter. */
export async function dueAccounts(sql: Sql, now: string, limit: number): Promise<number[]> {
  const rows = await sql.query<{ host_id: number }>(
    `select host_id from host_account where state <> 'closed' and state <> 'creating' and check_at <= $1 order by check_at limit $2`,
    [now, limit],
  );
  return rows.map((row) => row.host_id);
}
