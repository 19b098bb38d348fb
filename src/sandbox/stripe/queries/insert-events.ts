import type { Tx } from '../../../adapters/postgres/sql';
import type { EventBody } from '../objects';

/** Writes events in the order given. */
export async function insertEvents(tx: Tx, events: readonly EventBody[]): Promise<void> {
  await tx.query(
    `INSERT INTO stripe_sandbox.object (id, type, created, body)
     SELECT body->>'id', 'event', (body->>'created')::bigint, body
     FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS given (body, place) ORDER BY place`,
    [JSON.stringify(events)],
  );
}
