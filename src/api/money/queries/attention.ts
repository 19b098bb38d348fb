import type { Sql } from '../../../adapters/postgres/sql';

/** What waits for somebody of staff; the longest waiting first. */

export interface WaitingRefund {
  readonly document_id: string;
  readonly booking_document_id: string;
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly state: string;
  readonly since: Date;
  readonly failure: string | null;
}

/** Refunds that failed and have had no end, whenever; and those on their way since before `before`. */
export async function waitingRefunds(sql: Sql, before: string, limit: number): Promise<WaitingRefund[]> {
  return sql.query<WaitingRefund>(
    `select r.document_id, b.document_id as booking_document_id, b.reference,
       (r.amount - coalesce((select sum(d.amount) from refund_by_dispute d where d.refund_id = r.id), 0))::bigint as amount, r.currency, r.state, coalesce(r.state_since, r.updated_at) as since, r.failure
     from refunds r join bookings b on b.id = r.booking_id
     where r.state in ('creating', 'pending', 'failed') and case r.state when 'failed'
       then not exists (select from refund_end x where x.refund_id = r.id) else r.state_since < $1 end
     order by r.state_since limit $2`,
    [before, limit],
  );
}

export interface StuckCall {
  readonly id: number;
  readonly lane: string;
  readonly kind: string;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly created_at: Date;
  readonly next_attempt_at: Date;
}

/** Calls that should have been made by now. Real time, as they are made in. */
export async function stuckCalls(sql: Sql, minutes: number, limit: number): Promise<StuckCall[]> {
  return sql.query<StuckCall>(
    `select id, lane, kind, attempts, last_error, created_at, next_attempt_at from stripe_call
     where state = 'pending' and created_at < now() - make_interval(mins => $1) order by id limit $2`,
    [minutes, limit],
  );
}

export interface FailedEvent {
  readonly id: string;
  readonly type: string;
  readonly object_id: string;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly received_at: Date;
}

/** Events whose work was tried and did not come to an end. */
export async function failedEvents(sql: Sql, attempts: number, limit: number): Promise<FailedEvent[]> {
  return sql.query<FailedEvent>(
    `select id, type, object_id, attempts, last_error, received_at from stripe_event
     where processed_at is null and attempts >= $1 order by received_at limit $2`,
    [attempts, limit],
  );
}

/** How long a call is its taker's alone (outbox/queries/calls.ts): one that is being made is never moved. */
const LEASE_SECONDS = 25;

/** Makes a call due at once that was put off. @returns its lane; null where there is no such open call */
export async function hurryCall(sql: Sql, id: number): Promise<string | null> {
  await sql.query(
    `update stripe_call set next_attempt_at = now()
     where id = $1 and state = 'pending' and next_attempt_at > now() + make_interval(secs => $2)`,
    [id, LEASE_SECONDS],
  );
  const rows = await sql.query<{ lane: string }>(`select lane from stripe_call where id = $1 and state = 'pending'`, [
    id,
  ]);
  return rows[0]?.lane ?? null;
}
