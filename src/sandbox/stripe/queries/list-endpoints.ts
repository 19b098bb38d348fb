import type { Sql } from '../../../adapters/postgres/sql';

export interface EndpointRow {
  readonly id: string;
  /** Event types; `*` stands for all. */
  readonly wants: readonly string[];
}

/** The endpoints that are switched on, oldest first. */
export function listEndpoints(sql: Sql): Promise<EndpointRow[]> {
  return sql.query<EndpointRow>(
    `SELECT id, body->'enabled_events' AS wants FROM stripe_sandbox.object
     WHERE type = 'webhook_endpoint' AND NOT body ? 'deleted' AND body->>'status' = 'enabled'
     ORDER BY seq`,
  );
}
