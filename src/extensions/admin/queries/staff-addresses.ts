import type { Sql } from '../../../adapters/postgres/sql';

/** Addresses of the panel's super admins who can sign in. */
export async function superAdminAddresses(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ email: string }>(
    `select distinct a.email from admin_users a join admin_users_roles_lnk l on l.user_id = a.id join admin_roles r on r.id = l.role_id
     where r.code = 'strapi-super-admin' and a.is_active and a.blocked is not true and a.email is not null order by a.email limit 20`,
  );
  return rows.map(({ email }) => email);
}
