import type { Sql, Tx } from '../../adapters/postgres/sql';

/** A call that we owe the payment provider, with its key stored before it is made. */
export interface CallRow {
  readonly id: number;
  /** Calls of one lane are made one after the other, in the order in which they came to be owed. */
  readonly lane: string;
  readonly kind: string;
  /** The row that the call is about, in the table that its kind says. */
  readonly subject_id: number;
  readonly idempotency_key: string;
  readonly attempts: number;
  readonly first_attempt_at: Date;
}

export interface NewCall {
  readonly lane: string;
  readonly kind: string;
  readonly subjectId: number;
  readonly key: string;
}

/** Once under each key, however often it is said. */
export async function insertCall(tx: Tx, call: NewCall): Promise<void> {
  await tx.query(
    `insert into stripe_call (lane, kind, subject_id, idempotency_key, next_attempt_at, created_at)
     values ($1, $2, $3, $4, now(), now()) on conflict (idempotency_key) do nothing`,
    [call.lane, call.kind, call.subjectId, call.key],
  );
}

/** How long a call is its taker's alone: longer than the provider's time-out, so that two never run at once for long. */
const LEASE_SECONDS = 25;

/**
 * Takes the oldest open call of a lane, when it is due: two who come at once wait for each other, so that neither takes the one behind it.
 * The lease is in real time, whatever the sandbox's clock says; a taker that died leaves the call to the next one when it is over. `now` is
 * kept of the first attempt: the provider's keys age by that clock.
 */
export async function takeCall(sql: Sql, lane: string, now: string): Promise<CallRow | null> {
  const rows = await sql.query<CallRow>(
    `update stripe_call c set attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => ${LEASE_SECONDS}),
       first_attempt_at = coalesce(first_attempt_at, $2)
     where c.id = (select id from stripe_call where lane = $1 and state = 'pending' order by id limit 1 for update)
       and c.state = 'pending' and c.next_attempt_at <= now()
     returning c.id, c.lane, c.kind, c.subject_id, c.idempotency_key, c.attempts, c.first_attempt_at`,
    [lane, now],
  );
  return rows[0] ?? null;
}

/** @returns whether the lane has another open call. What comes to be owed in this very moment is for its own caller, or for the job. */
export async function endCall(tx: Tx, id: number, state: 'done' | 'failed', error: string | null): Promise<boolean> {
  const rows = await tx.query<{ more: boolean }>(
    `update stripe_call set state = $2, last_error = $3, done_at = now() where id = $1
     returning exists (select from stripe_call other where other.lane = stripe_call.lane and other.state = 'pending' and other.id <> $1) as more`,
    [id, state, error],
  );
  return rows[0]?.more === true;
}

/** Unknown is not failed: the call is made again, later, under the same key. */
export async function postponeCall(sql: Sql, id: number, error: string, seconds: number): Promise<void> {
  await sql.query(
    'update stripe_call set last_error = $2, next_attempt_at = now() + make_interval(secs => $3) where id = $1',
    [id, error, seconds],
  );
}

/** Lanes whose next call is due, the one that has waited longest first: one that waits for its turn keeps those behind it. */
export async function lanesWithDueCalls(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql.query<{ lane: string }>(
    `select c.lane from stripe_call c where c.state = 'pending' and c.next_attempt_at <= now() and not exists
       (select from stripe_call earlier where earlier.lane = c.lane and earlier.state = 'pending' and earlier.id < c.id)
     order by c.id limit $1`,
    [limit],
  );
  return rows.map((row) => row.lane);
}

/** Whether somebody is making a call of this lane right now, or is to make it again. */
export async function hasOpenCalls(sql: Sql, lane: string): Promise<boolean> {
  const rows = await sql.query(`select 1 from stripe_call where lane = $1 and state = 'pending' limit 1`, [lane]);
  return rows.length > 0;
}

/** How often a call of this kind was owed in a lane. */
export async function countCalls(sql: Sql, lane: string, kind: string): Promise<number> {
  const rows = await sql.query<{ calls: number }>(
    'select count(*)::int as calls from stripe_call where lane = $1 and kind = $2',
    [lane, kind],
  );
  return rows[0]?.calls ?? 0;
}
