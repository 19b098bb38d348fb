import type { Sql } from '../../../adapters/postgres/sql';

/** SQL for what a host sees of the guest `u`: the display name, else the user name. */
export const shownName = "left(coalesce(nullif(to_jsonb(u)->>'display_name', ''), u.username), 120)";

export async function accountName(sql: Sql, userId: number): Promise<string> {
  const rows = await sql.query<{ name: string }>(`select ${shownName} as name from up_users u where u.id = $1`, [
    userId,
  ]);
  return rows[0]?.name ?? '';
}
