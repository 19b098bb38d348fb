import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { RefundRow } from '../../payment/queries/refunds';

/** What is still owed of a refund: all of it less what banks have paid of it in disputes. Minor units. */
export async function owedOfRefund(sql: Sql, refundId: number): Promise<number> {
  const rows = await sql.query<{ owed: number }>(
    `select (r.amount - coalesce((select sum(d.amount) from refund_by_dispute d where d.refund_id = r.id), 0))::bigint as owed
     from refunds r where r.id = $1`,
    [refundId],
  );
  return rows[0]?.owed ?? 0;
}

export type OwedRefund = RefundRow & {
  readonly owed: number;
};

/** Refunds of a payment that failed and have had no end, the oldest first, with what is owed of each; locked. Lock the payment first. */
export async function lockFailedRefunds(tx: Tx, paymentId: number): Promise<OwedRefund[]> {
  return tx.query<OwedRefund>(
    `select r.id, r.document_id, r.payment_id, r.booking_id, r.state, r.amount, r.currency, r.reason, r.stripe_refund,
       (r.amount - coalesce((select sum(d.amount) from refund_by_dispute d where d.refund_id = r.id), 0))::bigint as owed
     from refunds r where r.payment_id = $1 and r.state = 'failed' and not exists (select from refund_end x where x.refund_id = r.id)
     order by r.id for update of r`,
    [paymentId],
  );
}

/** The key lets a dispute pay of a refund once. */
export async function insertRefundByDispute(
  tx: Tx,
  paid: { readonly refundId: number; readonly disputeId: number; readonly amount: number; readonly at: string },
): Promise<void> {
  await tx.query('insert into refund_by_dispute (refund_id, dispute_id, amount, at) values ($1, $2, $3, $4)', [
    paid.refundId,
    paid.disputeId,
    paid.amount,
    paid.at,
  ]);
}

export interface PlaceOfRefund {
  readonly payment_id: number;
  readonly booking_id: number;
  readonly property_id: number;
}

/** What has to be locked before a refund. */
export async function placeOfRefund(sql: Sql, refundId: number): Promise<PlaceOfRefund | null> {
  const rows = await sql.query<PlaceOfRefund>(
    `select r.payment_id, r.booking_id, b.property_id from refunds r join bookings b on b.id = r.booking_id where r.id = $1`,
    [refundId],
  );
  return rows[0] ?? null;
}
