import type { Sql, Tx } from '../../../adapters/postgres/sql';

/** From what the token of a home's exported calendar is made; the token itself is nowhere. */
export interface ExportSeed {
  readonly seed: string;
  readonly createdAt: Date;
}

export async function exportSeed(sql: Sql, propertyId: number): Promise<ExportSeed | null> {
  const rows = await sql.query<ExportSeed>(
    'select seed, created_at as "createdAt" from calendar_export where property_id = $1',
    [propertyId],
  );
  return rows[0] ?? null;
}

/** Takes the place of the one before, whose token then opens nothing. */
export async function replaceExportSeed(tx: Tx, propertyId: number, seed: string, at: string): Promise<void> {
  await tx.query(
    `insert into calendar_export (property_id, seed, created_at) values ($1, $2, $3)
     on conflict (property_id) do update set seed = excluded.seed, created_at = excluded.created_at`,
    [propertyId, seed, at],
  );
}
