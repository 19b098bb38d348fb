import { createId } from '@paralleldrive/cuid2';
import type { Sql } from '../../../adapters/postgres/sql';

/** One for each account: the unique index says so, also when two requests come at once. */
export async function insertHostProfile(sql: Sql, userId: number, displayName: string, at: string): Promise<void> {
  await sql.query(
    `insert into host_profiles (document_id, display_name, user_id, host_since, superhost, languages, created_at, updated_at, published_at)
     values ($1, $2, $3, $4::date, false, '[]', $5, $5, $5)
     on conflict (user_id) where user_id is not null do nothing`,
    [createId(), displayName, userId, at.slice(0, 10), at],
  );
}
