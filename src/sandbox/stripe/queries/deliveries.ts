import { type Temporal } from 'temporal-polyfill';
import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { EventBody, ThinEventBody } from '../objects';

export interface NewDelivery {
  readonly eventId: string;
  readonly endpointId: string;
  /** Deliveries due together go out by place, then in the order they were made in. */
  readonly place: number;
  /** The reordering fault that collects this delivery; it goes out with the others when the fault is used up. */
  readonly faultId: number | null;
  readonly delayMs: number;
  readonly heldUntil: Temporal.Instant | null;
  readonly dropped: boolean;
}

export async function insertDeliveries(tx: Tx, deliveries: readonly NewDelivery[]): Promise<void> {
  if (deliveries.length === 0) return;
  const rows = deliveries.map((delivery) => ({ ...delivery, heldUntil: delivery.heldUntil?.toString() ?? null }));
  await tx.query(
    `INSERT INTO stripe_sandbox.webhook_delivery
       (event_id, endpoint_id, place, fault_id, due_real, held_until_at, ended_real, outcome)
     SELECT "eventId", "endpointId", place, "faultId", now_real + "delayMs" * interval '1 millisecond', "heldUntil",
       CASE WHEN dropped THEN now_real END, CASE WHEN dropped THEN 'dropped' END
     FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS ("eventId" text, "endpointId" text, place bigint,
       "faultId" bigint, "delayMs" integer, "heldUntil" timestamptz, dropped boolean)) WITH ORDINALITY
       AS given ("eventId", "endpointId", place, "faultId", "delayMs", "heldUntil", dropped, nth),
       (SELECT clock_timestamp() AS now_real) AS clock
     ORDER BY nth`,
    [JSON.stringify(rows)],
  );
}

/** Lets go of what a reordering fault has collected. */
export async function releaseCollected(tx: Tx, faultId: number): Promise<void> {
  await tx.query(
    `UPDATE stripe_sandbox.webhook_delivery SET due_real = transaction_timestamp(), fault_id = NULL
     WHERE fault_id = $1 AND ended_real IS NULL`,
    [faultId],
  );
}

export interface ClaimedDelivery {
  readonly id: number;
  readonly attempts: number;
  readonly place: number;
  readonly endpoint_id: string;
  readonly url: string | null;
  readonly secret: string | null;
  readonly event: EventBody | ThinEventBody;
}

/**
 * Takes up to `limit` deliveries for `leaseSeconds`. A process that dies with them loses the lease, and another one delivers:
 * at least once, as Stripe does. `atOnce` passes over waiting times after a failure, not over what a fault holds back.
 */
export async function claimDeliveries(
  sql: Sql,
  options: {
    readonly now: Temporal.Instant;
    readonly atOnce: boolean;
    readonly limit: number;
    readonly leaseSeconds: number;
  },
): Promise<ClaimedDelivery[]> {
  const rows = await sql.query<ClaimedDelivery>(
    `WITH claimed AS (
       UPDATE stripe_sandbox.webhook_delivery AS delivery
       SET leased_until_real = clock_timestamp() + $4 * interval '1 second', attempts = attempts + 1
       WHERE id IN (
         SELECT id FROM stripe_sandbox.webhook_delivery
         WHERE ended_real IS NULL
           AND (due_real <= clock_timestamp() OR ($2 AND attempts > 0))
           AND (held_until_at IS NULL OR held_until_at <= $1)
           AND (leased_until_real IS NULL OR leased_until_real <= clock_timestamp())
         ORDER BY due_real, place, id LIMIT $3 FOR UPDATE SKIP LOCKED
       ) RETURNING id, attempts, endpoint_id, event_id, place
     )
     SELECT claimed.id, claimed.attempts, claimed.endpoint_id, claimed.place,
       coalesce(endpoint.body->>'url', endpoint.body->'webhook_endpoint'->>'url') AS url, endpoint.hidden->>'secret' AS secret, event.body AS event
     FROM claimed
     JOIN stripe_sandbox.object AS event ON event.id = claimed.event_id
     LEFT JOIN stripe_sandbox.object AS endpoint ON endpoint.id = claimed.endpoint_id
       AND endpoint.type IN ('webhook_endpoint', 'v2.core.event_destination') AND NOT endpoint.body ? 'deleted'
     ORDER BY claimed.place, claimed.id`,
    [options.now.toString(), options.atOnce, options.limit, options.leaseSeconds],
  );
  return rows;
}

export async function endDelivery(
  sql: Sql,
  id: number,
  outcome: 'delivered' | 'given_up',
  lastError: string | null,
): Promise<void> {
  await sql.query(
    `UPDATE stripe_sandbox.webhook_delivery
     SET ended_real = clock_timestamp(), outcome = $2, last_error = $3, leased_until_real = NULL
     WHERE id = $1 AND ended_real IS NULL`,
    [id, outcome, lastError],
  );
}

export async function postponeDelivery(sql: Sql, id: number, delayMs: number, lastError: string): Promise<void> {
  await sql.query(
    `UPDATE stripe_sandbox.webhook_delivery
     SET due_real = clock_timestamp() + $2 * interval '1 millisecond', last_error = $3, leased_until_real = NULL
     WHERE id = $1 AND ended_real IS NULL`,
    [id, delayMs, lastError],
  );
}

/** How long until the next delivery, in milliseconds; null when none waits, and none while the sandbox clock holds them all. */
export async function msUntilNextDelivery(sql: Sql, now: Temporal.Instant): Promise<number | null> {
  const rows = await sql.query<{ ms: number | null }>(
    `SELECT least(3600000, ceil(extract(epoch FROM
       min(greatest(due_real, coalesce(leased_until_real, due_real))) - clock_timestamp()) * 1000))::int AS ms
     FROM stripe_sandbox.webhook_delivery
     WHERE ended_real IS NULL AND (held_until_at IS NULL OR held_until_at <= $1)`,
    [now.toString()],
  );
  const ms = rows[0]?.ms;
  return ms === null || ms === undefined ? null : Math.max(0, ms);
}

export async function countOpenDeliveries(sql: Sql, eventIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql.query<{ event_id: string; open: number }>(
    `SELECT event_id, count(*)::int AS open FROM stripe_sandbox.webhook_delivery
     WHERE event_id = ANY ($1) AND ended_real IS NULL GROUP BY event_id`,
    [eventIds],
  );
  return new Map(rows.map((row) => [row.event_id, row.open]));
}
