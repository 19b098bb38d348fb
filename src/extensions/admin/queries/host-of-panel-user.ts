import type { Sql } from '../../../adapters/postgres/sql';

export interface PanelHost {
  readonly id: number;
  readonly documentId: string;
  /** Null where no account is behind the profile (imported hosts). */
  readonly userId: number | null;
}

/** The host profile that a panel user acts as; null for staff. */
export async function hostOfPanelUser(sql: Sql, adminId: number): Promise<PanelHost | null> {
  const rows = await sql.query<PanelHost>(
    'select id, document_id as "documentId", user_id as "userId" from host_profiles where admin_user_id = $1',
    [adminId],
  );
  return rows[0] ?? null;
}
