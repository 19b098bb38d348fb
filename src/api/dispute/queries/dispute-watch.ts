import type { Sql } from '../../../adapters/postgres/sql';

/** Since when the provider's list of disputes has to be read, where it is time to; null where it is not. */
export async function listDueSince(sql: Sql, before: string): Promise<{ readonly listedAt: Date | null } | null> {
  const rows = await sql.query<{ listed_at: Date }>('select listed_at from dispute_watch');
  const row = rows[0];
  if (!row) return { listedAt: null };
  return row.listed_at.getTime() < Date.parse(before) ? { listedAt: row.listed_at } : null;
}

/** The list was read to its end. */
export async function noteListed(sql: Sql, at: string): Promise<void> {
  await sql.query(
    'insert into dispute_watch (listed_at) values ($1) on conflict (only_row) do update set listed_at = excluded.listed_at',
    [at],
  );
}
