import type { Sql, Tx } from '../../../adapters/postgres/sql';
import { disputeColumns, type DisputeRow } from './dispute-row';

/** Lock the property, the booking and the payment first. */
export async function lockDispute(tx: Tx, stripeDispute: string): Promise<DisputeRow | null> {
  const rows = await tx.query<DisputeRow>(
    `select ${disputeColumns} from dispute d where d.stripe_dispute = $1 for update`,
    [stripeDispute],
  );
  return rows[0] ?? null;
}

export async function disputeById(sql: Sql, id: number): Promise<DisputeRow | null> {
  const rows = await sql.query<DisputeRow>(`select ${disputeColumns} from dispute d where d.id = $1`, [id]);
  return rows[0] ?? null;
}

export async function disputeByDocument(sql: Sql, documentId: string): Promise<DisputeRow | null> {
  const rows = await sql.query<DisputeRow>(`select ${disputeColumns} from dispute d where d.document_id = $1`, [
    documentId,
  ]);
  return rows[0] ?? null;
}

/** Disputes of a booking's payments, locked in the order of their ids. Lock the payments first. */
export async function lockDisputesOfBooking(tx: Tx, bookingId: number): Promise<DisputeRow[]> {
  return tx.query<DisputeRow>(
    `select ${disputeColumns} from dispute d where d.booking_id = $1 order by d.id for update`,
    [bookingId],
  );
}

/** Whether a bank has money of the booking, or wants it, in another dispute. The booking is locked. */
export async function otherDisputeHoldsMoney(tx: Tx, bookingId: number, disputeId: number): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from dispute d where d.booking_id = $1 and d.id <> $2 and d.reinstated_at is null and d.lost_at is null
       and (d.withdrawn_at is not null or d.state in ('needs_response', 'under_review')) limit 1`,
    [bookingId, disputeId],
  );
  return rows.length > 0;
}

/** Disputes whose end, or whose money, is still open, last looked at before `before`: what the reconciler asks after. */
export async function unsettledDisputes(sql: Sql, before: string, limit: number): Promise<string[]> {
  const rows = await sql.query<{ stripe_dispute: string }>(
    `select d.stripe_dispute from dispute d where d.reinstated_at is null and d.lost_at is null
       and (d.withdrawn_at is not null or d.state not in ('warning_closed', 'prevented')) and d.looked_at < $1
     order by d.looked_at limit $2`,
    [before, limit],
  );
  return rows.map((row) => row.stripe_dispute);
}
