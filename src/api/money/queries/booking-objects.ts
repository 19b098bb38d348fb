import type { Sql } from '../../../adapters/postgres/sql';

/** A booking's payments, refunds, calls and events, as staff look at them; made up to an instant, in the state that they have now. */

export interface PaymentOfBooking {
  readonly document_id: string;
  readonly instalment: number;
  readonly state: string;
  readonly amount: number;
  readonly captured_amount: number;
  readonly refunded_amount: number;
  readonly currency: string;
  readonly stripe_payment_intent: string | null;
  readonly stripe_charge: string | null;
  readonly last_error: string | null;
  readonly captured_at: Date | null;
  readonly created_at: Date;
}

export async function bookingPayments(sql: Sql, bookingId: number, at: string): Promise<PaymentOfBooking[]> {
  return sql.query<PaymentOfBooking>(
    `select document_id, instalment, state, amount, captured_amount, refunded_amount, currency, stripe_payment_intent, stripe_charge, last_error,
       captured_at, created_at from payments where booking_id = $1 and created_at <= $2 order by id`,
    [bookingId, at],
  );
}

export interface RefundOfBooking {
  readonly id: number;
  readonly document_id: string;
  readonly state: string;
  readonly state_since: Date;
  readonly amount: number;
  readonly currency: string;
  readonly reason: string | null;
  readonly stripe_refund: string | null;
  readonly failure: string | null;
  /** What became of it after it failed. */
  readonly ended: 'retried' | 'paid_outside' | 'paid_by_dispute' | null;
  /** What of it the guest’s bank took in disputes that were lost, in its minor units. */
  readonly by_dispute: number;
  readonly end_reference: string | null;
  readonly end_reason: string | null;
  readonly ended_by: string | null;
  readonly ended_at: Date | null;
  readonly retried_as: string | null;
}

export async function bookingRefunds(sql: Sql, bookingId: number, at: string): Promise<RefundOfBooking[]> {
  return sql.query<RefundOfBooking>(
    `select r.id, r.document_id, r.state, coalesce(r.state_since, r.updated_at) as state_since, r.amount, r.currency, r.reason, r.stripe_refund, r.failure, x.kind as ended,
       (select coalesce(sum(d.amount), 0)::bigint from refund_by_dispute d where d.refund_id = r.id) as by_dispute,
       x.reference as end_reference, x.reason as end_reason, x.made_by_name as ended_by, x.at as ended_at, n.document_id as retried_as
     from refunds r left join refund_end x on x.refund_id = r.id left join refunds n on n.id = x.retried_as
     where r.booking_id = $1 and r.created_at <= $2 order by r.id`,
    [bookingId, at],
  );
}

export interface CallOfLane {
  readonly id: number;
  readonly kind: string;
  readonly state: string;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly created_at: Date;
  readonly done_at: Date | null;
}

/** The latest calls of a lane, oldest first. */
export async function callsOfLane(sql: Sql, lane: string, limit: number): Promise<CallOfLane[]> {
  return sql.query<CallOfLane>(
    `select * from (select id, kind, state, attempts, last_error, created_at, done_at from stripe_call where lane = $1 order by id desc limit $2) c order by id`,
    [lane, limit],
  );
}

export interface EventOfObjects {
  readonly id: string;
  readonly type: string;
  readonly object_id: string;
  readonly received_at: Date;
  readonly processed_at: Date | null;
  readonly last_error: string | null;
}

/** The latest events about these objects of the provider, oldest first. */
export async function eventsOfObjects(sql: Sql, ids: readonly string[], limit: number): Promise<EventOfObjects[]> {
  return sql.query<EventOfObjects>(
    `select * from (select id, type, object_id, received_at, processed_at, last_error from stripe_event
       where object_id = any ($1::text[]) order by received_at desc limit $2) e order by received_at`,
    [ids, limit],
  );
}

export interface PenaltyOfBooking {
  readonly amount: number;
  readonly currency: string;
  readonly waived_at: Date | null;
}

/** What its host owes for cancelling it. */
export async function bookingPenalty(sql: Sql, bookingId: number, at: string): Promise<PenaltyOfBooking | null> {
  const rows = await sql.query<PenaltyOfBooking>(
    'select amount, currency, waived_at from host_penalty where booking_id = $1 and at <= $2',
    [bookingId, at],
  );
  return rows[0] ?? null;
}
