import { ACCOUNT_DEVICE } from '../../../api/host/panel-names';
import type { Sql } from '../../../adapters/postgres/sql';

export interface PanelAccount {
  readonly blocked: boolean;
  /** Opened by openPanelSession; false for a host whom an operator invited to the panel. */
  readonly openedFromAccount: boolean;
  /** The sign-in that opened it has not ended; meaningless when `openedFromAccount` is false. */
  readonly signedIn: boolean;
}

/** The marketplace account behind a panel user and one of its panel sessions; null where no host profile is linked. */
export async function readPanelAccount(
  sql: Sql,
  adminId: number,
  sessionId: string | null,
): Promise<PanelAccount | null> {
  const rows = await sql.query<PanelAccount>(
    `select coalesce(account.blocked, panel.device_id like $3 || '%', false) as blocked,
            coalesce(panel.device_id like $3 || '%', false) as "openedFromAccount",
            exists (select 1 from strapi_sessions signin
                     where signin.origin = 'users-permissions'
                       and signin.user_id = account.id::text
                       and signin.session_id = substr(panel.device_id, length($3) + 1)
                       and (signin.absolute_expires_at is null or signin.absolute_expires_at > now() at time zone 'UTC')) as "signedIn"
       from host_profiles host
       left join up_users account on account.id = host.user_id
       left join strapi_sessions panel on panel.session_id = $2 and panel.origin = 'admin'
      where host.admin_user_id = $1`,
    [adminId, sessionId, ACCOUNT_DEVICE],
  );
  return rows[0] ?? null;
}
