import type { Tx } from '../../../adapters/postgres/sql';
import type { EventBody, ThinEventBody } from '../objects';

export interface NewEvent {
  readonly created: number;
  /** The connected account that a v1 event happened to; v2 events are all the platform's. */
  readonly account: string | null;
  readonly body: EventBody | ThinEventBody;
}

/** Writes events in the order given. */
export async function insertEvents(tx: Tx, events: readonly NewEvent[]): Promise<void> {
  await tx.query(
    `INSERT INTO stripe_sandbox.object (id, type, created, account, body)
     SELECT given->'body'->>'id', given->'body'->>'object', (given->>'created')::bigint, given->>'account', given->'body'
     FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS events (given, place) ORDER BY place`,
    [JSON.stringify(events)],
  );
}
