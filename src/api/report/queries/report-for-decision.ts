import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { ReviewState } from '../../../domain/review-rules';

export interface ReportForDecision {
  readonly id: number;
  readonly documentId: string;
  readonly state: 'open' | 'upheld' | 'dismissed';
  readonly reviewDocumentId: string | null;
  readonly reviewState: ReviewState | null;
  readonly propertyId: number | null;
}

const report = `select report.id, report.document_id as "documentId", report.state, review.document_id as "reviewDocumentId",
       review.state as "reviewState", review.property_id as "propertyId"
  from reports report left join reviews review on review.id = report.review_id`;

export async function findReport(sql: Sql, documentId: string): Promise<ReportForDecision | null> {
  return (await sql.query<ReportForDecision>(`${report} where report.document_id = $1`, [documentId]))[0] ?? null;
}

/** After the property's row. */
export async function lockReport(tx: Tx, id: number): Promise<ReportForDecision | null> {
  return (await tx.query<ReportForDecision>(`${report} where report.id = $1 for update of report`, [id]))[0] ?? null;
}

export async function closeReport(
  tx: Tx,
  id: number,
  state: 'upheld' | 'dismissed',
  resolution: string | null,
  at: string,
): Promise<void> {
  await tx.query('update reports set state = $2, resolution = $3, resolved_at = $4, updated_at = $4 where id = $1', [
    id,
    state,
    resolution,
    at,
  ]);
}
