import type { Sql } from '../../../adapters/postgres/sql';

export interface ProfileChange {
  readonly displayName?: string | undefined;
  /** Null takes the number out. */
  readonly phone?: string | null | undefined;
}

/** Changes what is named and leaves the rest. */
export async function updateProfile(sql: Sql, userId: number, change: ProfileChange, at: string): Promise<void> {
  await sql.query(
    `update up_users set display_name = coalesce($2, display_name),
       phone = case when $3 then $4 else phone end, updated_at = $5
     where id = $1`,
    [userId, change.displayName ?? null, change.phone !== undefined, change.phone ?? null, at],
  );
}
