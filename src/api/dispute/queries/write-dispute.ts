import { createId } from '@paralleldrive/cuid2';
import type { Tx } from '../../../adapters/postgres/sql';
import type { DisputeBearer, DisputeState } from '../../../domain/dispute';
import { disputeColumns, type DisputeAnswer, type DisputeRow } from './dispute-row';

export interface NewDispute {
  readonly stripeDispute: string;
  readonly paymentId: number;
  readonly bookingId: number;
  readonly state: DisputeState;
  readonly reason: string;
  readonly amount: number;
  readonly currency: string;
  readonly openedAt: string;
  readonly bearer: DisputeBearer;
  readonly now: string;
}

/** One row for each dispute of the provider. The payment is locked, so nobody else writes it meanwhile. */
export async function insertDispute(tx: Tx, dispute: NewDispute): Promise<DisputeRow> {
  const rows = await tx.query<DisputeRow>(
    `insert into dispute as d (document_id, stripe_dispute, payment_id, booking_id, state, reason, amount, currency, opened_at, bearer, looked_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning ${disputeColumns}`,
    [
      createId(),
      dispute.stripeDispute,
      dispute.paymentId,
      dispute.bookingId,
      dispute.state,
      dispute.reason,
      dispute.amount,
      dispute.currency,
      dispute.openedAt,
      dispute.bearer,
      dispute.now,
    ],
  );
  const row = rows[0];
  if (!row) throw new Error('insert into dispute returned no row');
  return row;
}

/** What became known of a dispute, or was decided; what is absent stays as it is. */
export interface DisputeChange {
  readonly state?: DisputeState;
  readonly amount?: number;
  readonly fee?: number;
  readonly evidenceDueBy?: string;
  readonly reminders?: number;
  readonly answer?: DisputeAnswer;
  readonly bearer?: DisputeBearer;
  readonly sharedAmount?: number;
  readonly hostShare?: number;
  readonly refundsCounted?: number;
  readonly refundsSettled?: number;
  readonly withdrawnAt?: string;
  readonly reinstatedAt?: string;
  readonly lostAt?: string;
}

export async function updateDispute(tx: Tx, id: number, change: DisputeChange, now: string): Promise<void> {
  await tx.query(
    `update dispute set looked_at = $2, state = coalesce($3, state), amount = coalesce($4, amount), fee = coalesce($5, fee),
       evidence_due_by = coalesce($6, evidence_due_by), reminders = coalesce($7, reminders), answer = coalesce($8, answer), bearer = coalesce($9, bearer),
       host_share = coalesce($10, host_share), refunds_counted = coalesce($11, refunds_counted), withdrawn_at = coalesce(withdrawn_at, $12),
       reinstated_at = coalesce(reinstated_at, $13), lost_at = coalesce(lost_at, $14), shared_amount = coalesce($15, shared_amount),
       refunds_settled = coalesce($16, refunds_settled)
     where id = $1`,
    [
      id,
      now,
      change.state ?? null,
      change.amount ?? null,
      change.fee ?? null,
      change.evidenceDueBy ?? null,
      change.reminders ?? null,
      change.answer ?? null,
      change.bearer ?? null,
      change.hostShare ?? null,
      change.refundsCounted ?? null,
      change.withdrawnAt ?? null,
      change.reinstatedAt ?? null,
      change.lostAt ?? null,
      change.sharedAmount ?? null,
      change.refundsSettled ?? null,
    ],
  );
}

export interface NewDisputeEvent {
  readonly disputeId: number;
  readonly step: string;
  readonly by:
    { readonly kind: 'staff'; readonly adminId: number; readonly name: string } | { readonly kind: 'system' };
  readonly door: string;
  readonly reason: string | null;
  readonly at: string;
}

/** Each step is a row: who, when, why, by which door. */
export async function insertDisputeEvent(tx: Tx, event: NewDisputeEvent): Promise<void> {
  const { by } = event;
  const [id, name] = by.kind === 'staff' ? [by.adminId, by.name] : [null, null];
  await tx.query(
    'insert into dispute_event (dispute_id, step, actor_kind, actor_id, actor_name, door, reason, at) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [event.disputeId, event.step, by.kind, id, name, event.door, event.reason, event.at],
  );
}
