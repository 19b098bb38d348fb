import type { Sql } from '../../../adapters/postgres/sql';

export interface SessionRow {
  readonly sessionId: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** Sessions that can still be refreshed, the newest first. */
export async function liveSessions(sql: Sql, userId: number): Promise<SessionRow[]> {
  const rows = await sql.query<{ session_id: string; created_at: Date; expires_at: Date }>(
    `select session_id, created_at, expires_at from strapi_sessions
     where user_id = $1::text and origin = 'users-permissions' and status = 'active' and expires_at > now() at time zone 'UTC'
     order by id desc limit 100`,
    [userId],
  );
  return rows.map((row) => ({
    sessionId: row.session_id,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  }));
}

/**
 * Ends a sign-in: the session with all that it was refreshed from and to, because access tokens of those could still be about.
 * @returns whether the account had such a session
 */
export async function endSession(sql: Sql, userId: number, sessionId: string): Promise<boolean> {
  const rows = await sql.query(
    `with recursive family (session_id, child_id) as (
       select session_id, child_id from strapi_sessions where session_id = $2 and user_id = $1::text and origin = 'users-permissions'
       union
       select s.session_id, s.child_id from strapi_sessions s join family f on s.child_id = f.session_id or s.session_id = f.child_id
     )
     delete from strapi_sessions where session_id in (select session_id from family) and user_id = $1::text returning 1`,
    [userId, sessionId],
  );
  return rows.length > 0;
}

export async function endAllSessions(sql: Sql, userId: number): Promise<void> {
  await sql.query(`delete from strapi_sessions where user_id = $1::text and origin = 'users-permissions'`, [userId]);
}
