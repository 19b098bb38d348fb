import type { Tx } from '../../../adapters/postgres/sql';
import type { Stored } from '../objects';

/** The endpoints that came from the sandbox's own options, by place, locked; deleted ones too, since they can come back. */
export function listConfiguredEndpoints(tx: Tx): Promise<Stored<'webhook_endpoint'>[]> {
  return tx.query<Stored<'webhook_endpoint'>>(
    `SELECT id, type, seq, created, body, hidden FROM stripe_sandbox.object
     WHERE type = 'webhook_endpoint' AND (hidden->>'configured')::boolean
     ORDER BY length(id), id FOR UPDATE`,
  );
}
