import type { Sql } from '../../../adapters/postgres/sql';

export interface OwnProfile {
  readonly documentId: string;
  readonly username: string;
  readonly email: string;
  readonly displayName: string;
  readonly phone: string | null;
  readonly confirmed: boolean;
  readonly createdAt: string;
  readonly host: { readonly documentId: string; readonly displayName: string } | null;
}

interface Row {
  document_id: string;
  username: string;
  email: string;
  display_name: string | null;
  phone: string | null;
  confirmed: boolean;
  created_at: Date;
  host_document_id: string | null;
  host_display_name: string | null;
}

/** An account as its owner sees it. @throws when there is none: callers hold an account that was just identified. */
export async function ownProfile(sql: Sql, userId: number): Promise<OwnProfile> {
  const rows = await sql.query<Row>(
    `select u.document_id, u.username, u.email, u.display_name, u.phone, u.confirmed, u.created_at,
       h.document_id as host_document_id, h.display_name as host_display_name
     from up_users u left join host_profiles h on h.user_id = u.id
     where u.id = $1`,
    [userId],
  );
  const row = rows[0];
  if (!row) throw new Error(`no account ${userId}`);
  return {
    documentId: row.document_id,
    username: row.username,
    email: row.email,
    displayName: row.display_name ?? row.username,
    phone: row.phone,
    confirmed: row.confirmed,
    createdAt: row.created_at.toISOString(),
    host:
      row.host_document_id === null
        ? null
        : { documentId: row.host_document_id, displayName: row.host_display_name ?? '' },
  };
}
