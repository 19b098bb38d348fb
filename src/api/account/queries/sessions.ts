import type { Sql } from '../../../adapters/postgres/sql';
import { ACCOUNT_DEVICE, HOST_ROLE } from '../../host/panel-names';

export interface SessionRow {
  readonly sessionId: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** Sessions that can still be refreshed, the newest first. */
export async function liveSessions(sql: Sql, userId: number): Promise<SessionRow[]> {
  const rows = await sql.query<{ session_id: string; created_at: Date; expires_at: Date }>(
    `select session_id, created_at, expires_at from strapi_sessions
     where user_id = $1::int::text and origin = 'users-permissions' and status = 'active' and expires_at > now() at time zone 'UTC'
     order by id desc limit 100`,
    [userId],
  );
  return rows.map((row) => ({
    sessionId: row.session_id,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  }));
}

/** The account's own panel user: a host and nothing more. A member of staff keeps the sign-in of their own. */
const panelUser = `select host.admin_user_id::text from host_profiles host
   where host.user_id = $1::int and not exists (
     select 1 from admin_users_roles_lnk held join admin_roles role on role.id = held.role_id
      where held.user_id = host.admin_user_id and role.code <> '${HOST_ROLE}')`;

/**
 * Ends a sign-in: the session with all that it was refreshed from and to, because access tokens of those could still be about,
 * and the panel sessions that were opened from it.
 * @returns whether the account had such a session
 */
export async function endSession(sql: Sql, userId: number, sessionId: string): Promise<boolean> {
  const rows = await sql.query(
    `with recursive family (session_id, child_id) as (
       select session_id, child_id from strapi_sessions where session_id = $2 and user_id = $1::int::text and origin = 'users-permissions'
       union
       select s.session_id, s.child_id from strapi_sessions s join family f on s.child_id = f.session_id or s.session_id = f.child_id
     ), panel as (
       delete from strapi_sessions where origin = 'admin' and user_id in (${panelUser})
          and device_id in (select $3 || session_id from family)
     )
     delete from strapi_sessions where session_id in (select session_id from family) and user_id = $1::int::text
        and origin = 'users-permissions' returning 1`,
    [userId, sessionId, ACCOUNT_DEVICE],
  );
  return rows.length > 0;
}

/** Every sign-in of the account, and every session of its panel user, also one with a password of the panel's own. */
export async function endAllSessions(sql: Sql, userId: number): Promise<void> {
  await sql.query(
    `delete from strapi_sessions
      where (origin = 'users-permissions' and user_id = $1::int::text) or (origin = 'admin' and user_id in (${panelUser}))`,
    [userId],
  );
}
