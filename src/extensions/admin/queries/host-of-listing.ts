import type { Sql } from '../../../adapters/postgres/sql';

export async function hostOfListing(sql: Sql, documentId: string): Promise<number | null> {
  const rows = await sql.query<{ hostId: number | null }>(
    'select host_id as "hostId" from properties where document_id = $1',
    [documentId],
  );
  return rows[0]?.hostId ?? null;
}
