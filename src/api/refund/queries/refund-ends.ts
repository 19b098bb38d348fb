import type { Sql, Tx } from '../../../adapters/postgres/sql';

/** What became of a refund that failed; the key lets it be said once. */
export type RefundEnd =
  | { readonly kind: 'retried'; readonly retriedAs: number }
  | { readonly kind: 'paid_outside'; readonly reference: string }
  | { readonly kind: 'paid_by_dispute' };

/** Somebody of staff; null: nobody, the end of a dispute. */
export interface EndedBy {
  readonly madeBy: number | null;
  readonly madeByName: string;
  readonly reason: string;
  readonly at: string;
}

export async function insertRefundEnd(tx: Tx, refundId: number, end: RefundEnd, by: EndedBy): Promise<void> {
  await tx.query(
    `insert into refund_end (refund_id, kind, retried_as, reference, reason, made_by, made_by_name, at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      refundId,
      end.kind,
      end.kind === 'retried' ? end.retriedAs : null,
      end.kind === 'paid_outside' ? end.reference : null,
      by.reason,
      by.madeBy,
      by.madeByName,
      by.at,
    ],
  );
}

export async function refundEnd(sql: Sql, refundId: number): Promise<RefundEnd['kind'] | null> {
  const rows = await sql.query<{ kind: RefundEnd['kind'] }>('select kind from refund_end where refund_id = $1', [
    refundId,
  ]);
  return rows[0]?.kind ?? null;
}

/** Where a refund belongs: what has to be locked before it is acted on. */
export interface RefundPlace {
  readonly refund_id: number;
  readonly payment_id: number;
  readonly booking_document_id: string;
}

export async function bookingOfRefund(sql: Sql, refundDocumentId: string): Promise<RefundPlace | null> {
  const rows = await sql.query<RefundPlace>(
    `select r.id as refund_id, r.payment_id, b.document_id as booking_document_id from refunds r join bookings b on b.id = r.booking_id where r.document_id = $1`,
    [refundDocumentId],
  );
  return rows[0] ?? null;
}
