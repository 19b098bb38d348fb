import type { Sql } from '../../adapters/postgres/sql';

/** Deletes the oldest keys that were used before then; one that a request holds at the moment is passed over. @returns how many */
export async function forgetKeys(sql: Sql, before: string, limit: number): Promise<number> {
  const rows = await sql.query(
    `delete from idempotency_key where (user_id, key) in (
       select user_id, key from idempotency_key where created_at < $1 order by created_at limit $2 for update skip locked)
     returning 1`,
    [before, limit],
  );
  return rows.length;
}
