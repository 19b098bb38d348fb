import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { ReviewState } from '../../../domain/review-rules';

export interface ReviewForDecision {
  readonly id: number;
  readonly documentId: string;
  readonly propertyId: number | null;
  readonly state: ReviewState;
}

const columns = 'id, document_id as "documentId", property_id as "propertyId", state';

export async function findReview(sql: Sql, documentId: string): Promise<ReviewForDecision | null> {
  return (
    (await sql.query<ReviewForDecision>(`select ${columns} from reviews where document_id = $1`, [documentId]))[0] ??
    null
  );
}

/** The property's row is locked before, as everywhere. */
export async function lockReview(tx: Tx, id: number): Promise<ReviewForDecision | null> {
  return (
    (await tx.query<ReviewForDecision>(`select ${columns} from reviews where id = $1 for update`, [id]))[0] ?? null
  );
}
