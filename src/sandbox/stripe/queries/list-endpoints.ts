import type { Sql } from '../../../adapters/postgres/sql';

export interface EndpointRow {
  readonly id: string;
  /** Event types; `*` stands for all. */
  readonly wants: readonly string[];
  /** Whole v1 events, or notifications of v2. */
  readonly payload: 'snapshot' | 'thin';
  /** `@self`: what happens to the platform; `@accounts`: what happens to connected and v2 accounts. */
  readonly origins: readonly string[];
}

/** The endpoints that are switched on, v1's and v2's, oldest first. */
export function listEndpoints(sql: Sql): Promise<EndpointRow[]> {
  return sql.query<EndpointRow>(
    `SELECT id, body->'enabled_events' AS wants, coalesce(body->>'event_payload', 'snapshot') AS payload,
       coalesce(body->'events_from',
         CASE WHEN (hidden->>'connect')::boolean THEN '["@accounts"]'::jsonb ELSE '["@self"]'::jsonb END) AS origins
     FROM stripe_sandbox.object
     WHERE type IN ('webhook_endpoint', 'v2.core.event_destination')
       AND NOT body ? 'deleted' AND body->>'status' = 'enabled'
     ORDER BY seq`,
  );
}
