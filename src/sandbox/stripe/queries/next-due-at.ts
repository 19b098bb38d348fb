import { Temporal } from 'temporal-polyfill';
import type { Sql } from '../../../adapters/postgres/sql';

/**
 * The next instant of the sandbox clock at which something happens by itself. A webhook counts until the clock has let go of it: from then on
 * only its receiver keeps it waiting.
 */
export async function nextDueAt(sql: Sql, now: Temporal.Instant): Promise<Temporal.Instant | null> {
  const rows = await sql.query<{ at: Date | null }>(
    `SELECT least(
       (SELECT min(due_at) FROM stripe_sandbox.due_work),
       (SELECT min(held_until_at) FROM stripe_sandbox.webhook_delivery WHERE ended_real IS NULL AND held_until_at > $1)
     ) AS at`,
    [now.toString()],
  );
  const at = rows[0]?.at;
  return at ? Temporal.Instant.fromEpochMilliseconds(at.getTime()) : null;
}
