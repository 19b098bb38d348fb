import type { Sql } from '../../../adapters/postgres/sql';

/** The row id of a property that anyone may see; null for all others, whether they exist or not. */
export async function publishedProperty(sql: Sql, documentId: string): Promise<{ readonly id: number } | null> {
  const rows = await sql.query<{ id: number }>(
    "select id from properties where document_id = $1 and state = 'published'",
    [documentId],
  );
  return rows[0] ?? null;
}
