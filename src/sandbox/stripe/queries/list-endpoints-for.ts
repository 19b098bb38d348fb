import type { Sql } from '../../../adapters/postgres/sql';

/** The endpoints that want an event of this type, oldest first. */
export async function listEndpointsFor(sql: Sql, eventType: string): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `SELECT id FROM stripe_sandbox.object
     WHERE type = 'webhook_endpoint' AND NOT body ? 'deleted' AND body->>'status' = 'enabled'
       AND (body->'enabled_events' ? '*' OR body->'enabled_events' ? $1)
     ORDER BY seq`,
    [eventType],
  );
  return rows.map((row) => row.id);
}
