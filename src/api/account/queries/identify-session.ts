import type { Sql } from '../../../adapters/postgres/sql';

export interface SessionAccount {
  readonly userId: number;
  readonly hostId: number | null;
  /** That Strapi's generated reads are made with. */
  readonly roleId: number | null;
  /** When the session runs out: milliseconds since 1970. */
  readonly endsMs: number;
}

interface Row {
  readonly user_id: number;
  readonly host_id: number | null;
  readonly role_id: number | null;
  readonly expires_at: Date;
}

/**
 * The account behind a session: null when the session was ended or has run out, or the account is gone, unconfirmed or blocked.
 * Sessions are Strapi's rows and run on the machine's time: moving the sandbox clock signs nobody out.
 */
export async function identifySession(sql: Sql, sessionId: string, userId: string): Promise<SessionAccount | null> {
  const rows = await sql.query<Row>(
    `select u.id as user_id, h.id as host_id, s.expires_at,
       (select role.role_id from up_users_role_lnk role where role.user_id = u.id limit 1) as role_id
     from strapi_sessions s
     join up_users u on u.id = case when s.user_id ~ '^[0-9]{1,18}$' then s.user_id::bigint end
     left join host_profiles h on h.user_id = u.id
     where s.session_id = $1 and s.user_id = $2 and s.origin = 'users-permissions'
       and s.expires_at > now() at time zone 'UTC'
       and u.confirmed and u.blocked is not true`,
    [sessionId, userId],
  );
  const row = rows[0];
  return row
    ? { userId: row.user_id, hostId: row.host_id, roleId: row.role_id, endsMs: row.expires_at.getTime() }
    : null;
}
