import type { Tx } from '../../../adapters/postgres/sql';
import type { Stored } from '../objects';

export type StoredEndpoint = Stored<'webhook_endpoint'> | Stored<'v2.core.event_destination'>;

/** The endpoints that came from the sandbox's own options, by place, locked; deleted ones too, since they can come back. */
export function listConfiguredEndpoints(tx: Tx): Promise<StoredEndpoint[]> {
  return tx.query<StoredEndpoint>(
    `SELECT id, type, seq, created, account, body, hidden FROM stripe_sandbox.object
     WHERE type IN ('webhook_endpoint', 'v2.core.event_destination') AND (hidden->>'configured')::boolean
     ORDER BY length(id), id FOR UPDATE`,
  );
}
