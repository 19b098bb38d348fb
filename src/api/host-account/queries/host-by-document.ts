import type { Sql } from '../../../adapters/postgres/sql';

export async function hostByDocument(sql: Sql, documentId: string): Promise<number | null> {
  const rows = await sql.query<{ id: number }>('select id from host_profiles where document_id = $1', [documentId]);
  return rows[0]?.id ?? null;
}
