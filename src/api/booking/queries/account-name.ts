import type { Sql } from '../../../adapters/postgres/sql';

/** What a host sees of a guest: the display name, else the user name. */
export async function accountName(sql: Sql, userId: number): Promise<string> {
  const rows = await sql.query<{ name: string }>(
    "select coalesce(nullif(to_jsonb(u)->>'display_name', ''), u.username) as name from up_users u where u.id = $1",
    [userId],
  );
  return (rows[0]?.name ?? '').slice(0, 120);
}
