import type { Sql } from '../../adapters/postgres/sql';

/** Deletes the oldest events that came before then and were worked off; what never came to an end stays, however old. @returns how many */
export async function forgetEvents(sql: Sql, before: string, limit: number): Promise<number> {
  const rows = await sql.query(
    `delete from stripe_event where id in (
       select id from stripe_event where processed_at is not null and received_at < $1 order by received_at limit $2 for update skip locked)
     returning 1`,
    [before, limit],
  );
  return rows.length;
}
