import type { Sql } from '../../../adapters/postgres/sql';

/** What a mail about a feed names, and to whom it goes. */
export interface FeedWords {
  readonly name: string;
  readonly server: string;
  readonly home: string;
  readonly hostUserId: number | null;
}

export async function feedWords(sql: Sql, feedId: number): Promise<FeedWords | null> {
  const rows = await sql.query<FeedWords>(
    `select f.name, coalesce(f.server, '') as server, coalesce(p.name, '') as home, h.user_id as "hostUserId"
     from calendar_feeds f join properties p on p.id = f.property_id left join host_profiles h on h.id = p.host_id where f.id = $1`,
    [feedId],
  );
  return rows[0] ?? null;
}
