import type { Sql, Tx } from '../../../adapters/postgres/sql';

export type CallKind = 'create_intent' | 'capture_intent' | 'cancel_intent' | 'refund';

/** A call that we owe the payment provider, with its key stored before it is made. */
export interface CallRow {
  readonly id: number;
  readonly booking_id: number;
  readonly payment_id: number;
  readonly refund_id: number | null;
  readonly kind: CallKind;
  readonly idempotency_key: string;
  readonly attempts: number;
}

const columns = 'c.id, c.booking_id, c.payment_id, c.refund_id, c.kind, c.idempotency_key, c.attempts';

export async function insertCall(
  tx: Tx,
  call: {
    readonly bookingId: number;
    readonly paymentId: number;
    readonly refundId: number | null;
    readonly kind: CallKind;
    readonly key: string;
  },
): Promise<void> {
  await tx.query(
    `insert into stripe_call (booking_id, payment_id, refund_id, kind, idempotency_key, next_attempt_at, created_at)
     values ($1, $2, $3, $4, $5, now(), now()) on conflict (idempotency_key) do nothing`,
    [call.bookingId, call.paymentId, call.refundId, call.kind, call.key],
  );
}

/** How long a call is its taker's alone: longer than the provider's time-out, so that two never run at once for long. */
const LEASE_SECONDS = 25;

/**
 * Takes the oldest open call of a booking, when it is due: one booking's calls are made in order. The lease is in real
 * time, whatever the sandbox's clock says; a taker that died leaves the call to the next one when it is over.
 */
export async function takeCall(sql: Sql, bookingId: number): Promise<CallRow | null> {
  const rows = await sql.query<CallRow>(
    `update stripe_call c set attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => ${LEASE_SECONDS})
     where c.id = (select id from stripe_call where booking_id = $1 and state = 'pending' order by id limit 1 for update skip locked)
       and c.state = 'pending' and c.next_attempt_at <= now()
     returning ${columns}`,
    [bookingId],
  );
  return rows[0] ?? null;
}

export async function endCall(tx: Tx, id: number, state: 'done' | 'failed', error: string | null): Promise<void> {
  await tx.query('update stripe_call set state = $2, last_error = $3, done_at = now() where id = $1', [
    id,
    state,
    error,
  ]);
}

/** Unknown is not failed: the call is made again, later, under the same key. */
export async function postponeCall(sql: Sql, id: number, error: string, seconds: number): Promise<void> {
  await sql.query(
    'update stripe_call set last_error = $2, next_attempt_at = now() + make_interval(secs => $3) where id = $1',
    [id, error, seconds],
  );
}

/** Bookings whose next call is due, the one that has waited longest first: one that waits for its turn keeps those behind it. */
export async function bookingsWithDueCalls(sql: Sql, limit: number): Promise<number[]> {
  const rows = await sql.query<{ booking_id: number }>(
    `select c.booking_id from stripe_call c where c.state = 'pending' and c.next_attempt_at <= now() and not exists
       (select from stripe_call earlier where earlier.booking_id = c.booking_id and earlier.state = 'pending' and earlier.id < c.id)
     order by c.id limit $1`,
    [limit],
  );
  return rows.map((row) => row.booking_id);
}

/** Whether somebody is making a call of this booking right now, or is to make it again. */
export async function hasOpenCalls(sql: Sql, bookingId: number): Promise<boolean> {
  const rows = await sql.query(`select 1 from stripe_call where booking_id = $1 and state = 'pending' limit 1`, [
    bookingId,
  ]);
  return rows.length > 0;
}
