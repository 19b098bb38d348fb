import { createId } from '@paralleldrive/cuid2';
import type { Sql, Tx } from '../../../adapters/postgres/sql';

/** A host profile with the account behind it, and the panel user that it has, if any. */
export interface HostForPanel {
  readonly id: number;
  readonly displayName: string;
  readonly email: string;
  readonly blocked: boolean;
  readonly adminUserId: number | null;
}

/**
 * Locks the profile: two calls at once make one panel user. The lock is a statement of its own, so that whoever waited
 * reads what the one before has written.
 */
export async function lockHostForPanel(tx: Tx, hostId: number): Promise<HostForPanel | null> {
  await tx.query('select id from host_profiles where id = $1 for update', [hostId]);
  const rows = await tx.query<HostForPanel>(
    `select host.id, host.display_name as "displayName", lower(account.email) as email,
            coalesce(account.blocked, false) as blocked, host.admin_user_id as "adminUserId"
       from host_profiles host join up_users account on account.id = host.user_id
      where host.id = $1`,
    [hostId],
  );
  return rows[0] ?? null;
}

export interface PanelMember {
  readonly id: number;
  readonly isActive: boolean;
  readonly roles: readonly string[];
  /** The host profile that this panel user acts as. */
  readonly hostId: number | null;
}

const member = `select member.id, member.is_active and not coalesce(member.blocked, false) as "isActive", host.id as "hostId",
       coalesce((select array_agg(role.code::text) from admin_users_roles_lnk held join admin_roles role on role.id = held.role_id
                  where held.user_id = member.id), '{}') as roles
  from admin_users member left join host_profiles host on host.admin_user_id = member.id`;

export async function panelMemberById(sql: Sql, id: number): Promise<PanelMember | null> {
  return (await sql.query<PanelMember>(`${member} where member.id = $1`, [id]))[0] ?? null;
}

export async function panelMemberByEmail(sql: Sql, email: string): Promise<PanelMember | null> {
  return (await sql.query<PanelMember>(`${member} where lower(member.email) = $1`, [email]))[0] ?? null;
}

/** Whether the panel has its operator: until then Strapi offers the first sign-up to whoever comes, but only while it has no user. */
export async function panelHasOperator(sql: Sql): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from admin_users_roles_lnk held join admin_roles role on role.id = held.role_id where role.code = 'strapi-super-admin' limit 1`,
  );
  return rows.length > 0;
}

/** A panel user without a password: nobody can sign in as it but through the account behind it. */
export async function insertPanelMember(
  tx: Tx,
  input: { email: string; name: string; roleCode: string; at: string },
): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    `with made as (
       insert into admin_users (document_id, firstname, email, is_active, blocked, created_at, updated_at, published_at)
       values ($1, $2, $3, true, false, $5, $5, $5) returning id
     ), held as (
       insert into admin_users_roles_lnk (user_id, role_id, role_ord)
       select made.id, role.id, 1 from made, admin_roles role where role.code = $4 returning user_id
     )
     select made.id from made join held on held.user_id = made.id`,
    [createId(), input.name, input.email, input.roleCode, input.at],
  );
  if (!rows[0]) throw new Error(`No such panel role: ${input.roleCode}`);
  return rows[0].id;
}

export async function linkPanelMember(
  tx: Tx,
  hostId: number,
  adminId: number,
  email: string,
  at: string,
): Promise<void> {
  await tx.query(
    'update host_profiles set admin_user_id = $2, updated_at = $3 where id = $1 and admin_user_id is distinct from $2',
    [hostId, adminId, at],
  );
  await tx.query('update admin_users set email = $2, updated_at = $3 where id = $1 and lower(email) <> $2', [
    adminId,
    email,
    at,
  ]);
}
