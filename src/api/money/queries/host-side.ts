import type { Sql } from '../../../adapters/postgres/sql';

/** What of a booking's money went to its host, and what a bank wants back; made up to an instant, in the state that they have now. */

export interface PayoutOfBooking {
  readonly document_id: string;
  readonly part: number | null;
  readonly state: string;
  readonly reason: string | null;
  readonly amount: number;
  readonly transferred: number;
  readonly currency: string;
  readonly created_at: Date;
  readonly transferred_at: Date | null;
  readonly transfers: readonly {
    readonly state: string;
    readonly amount: number;
    readonly reversed: number;
    readonly stripeTransfer: string | null;
    readonly failure: string | null;
  }[];
}

export async function bookingPayouts(sql: Sql, bookingId: number, at: string): Promise<PayoutOfBooking[]> {
  return sql.query<PayoutOfBooking>(
    `select p.document_id, p.part, p.state, p.reason, p.amount, p.transferred, p.currency, p.created_at, p.transferred_at,
       (select coalesce(json_agg(json_build_object('state', f.state, 'amount', f.amount, 'reversed', f.reversed, 'stripeTransfer', f.stripe_transfer,
          'failure', f.failure) order by f.id), '[]') from transfer f where f.payout_id = p.id) as transfers
     from payout p where p.booking_id = $1 and p.created_at <= $2 order by p.id`,
    [bookingId, at],
  );
}

export interface DisputeOfBooking {
  readonly document_id: string;
  readonly stripe_dispute: string;
  readonly state: string;
  readonly reason: string;
  readonly amount: number;
  readonly fee: number;
  readonly currency: string;
  readonly bearer: string;
  readonly opened_at: Date;
  readonly evidence_due_by: Date | null;
}

export async function bookingDisputes(sql: Sql, bookingId: number, at: string): Promise<DisputeOfBooking[]> {
  return sql.query<DisputeOfBooking>(
    `select document_id, stripe_dispute, state, reason, amount, fee, currency, bearer, opened_at, evidence_due_by
     from dispute where booking_id = $1 and opened_at <= $2 order by id`,
    [bookingId, at],
  );
}

export interface WaitingPayout {
  readonly document_id: string;
  readonly booking_document_id: string;
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly reason: string | null;
  readonly since: Date;
}

/** Payouts that have been owed since before `before`, the one that was tried last the longest ago first. */
export async function waitingPayouts(sql: Sql, before: string, limit: number): Promise<WaitingPayout[]> {
  return sql.query<WaitingPayout>(
    `select p.document_id, b.document_id as booking_document_id, b.reference, p.amount - p.transferred as amount, p.currency, p.reason, p.created_at as since
     from payout p join bookings b on b.id = p.booking_id where p.state = 'owed' and p.created_at < $1 order by p.next_try_at limit $2`,
    [before, limit],
  );
}

export interface OpenDifference {
  readonly id: number;
  readonly kind: string;
  readonly subject: string;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly detail: string;
  readonly found_at: Date;
}

/** What the daily close found and nobody has explained. */
export async function openDifferences(sql: Sql, limit: number): Promise<OpenDifference[]> {
  return sql.query<OpenDifference>(
    `select id, kind, subject, amount, currency, detail, found_at from close_difference
     where cleared_at is null and explained_at is null order by id limit $1`,
    [limit],
  );
}

export interface DisputeToAnswer {
  readonly document_id: string;
  readonly booking_document_id: string;
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly evidence_due_by: Date | null;
}

/** Disputes that wait for an answer, the one that is due first first. */
export async function disputesToAnswer(sql: Sql, limit: number): Promise<DisputeToAnswer[]> {
  return sql.query<DisputeToAnswer>(
    `select d.document_id, b.document_id as booking_document_id, b.reference, d.amount, d.currency, d.evidence_due_by
     from dispute d join bookings b on b.id = d.booking_id
     where d.state in ('warning_needs_response', 'needs_response') order by d.evidence_due_by limit $1`,
    [limit],
  );
}
