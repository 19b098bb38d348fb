import type { Sql, Tx } from '../../adapters/postgres/sql';

export interface InboxEvent {
  readonly id: string;
  readonly type: string;
  readonly object_id: string;
  /** The host's account that it happened on; null for the marketplace's own. */
  readonly account: string | null;
  readonly attempts: number;
}

/** @returns false when the event was here already: events come at least once. */
export async function storeEvent(
  tx: Tx,
  event: {
    readonly id: string;
    readonly type: string;
    readonly objectId: string;
    readonly account: string | null;
    readonly payload: unknown;
    readonly now: string;
  },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into stripe_event (id, type, object_id, account, payload, received_at) values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing returning id`,
    [event.id, event.type, event.objectId, event.account, JSON.stringify(event.payload), event.now],
  );
  return rows.length === 1;
}

export async function openEvent(sql: Sql, id: string): Promise<InboxEvent | null> {
  const rows = await sql.query<InboxEvent>(
    'select id, type, object_id, account, attempts from stripe_event where id = $1 and processed_at is null',
    [id],
  );
  return rows[0] ?? null;
}

export async function openEvents(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    'select id from stripe_event where processed_at is null order by received_at limit $1',
    [limit],
  );
  return rows.map((row) => row.id);
}

export async function closeEvent(sql: Sql, id: string): Promise<void> {
  await sql.query(
    'update stripe_event set processed_at = now(), attempts = attempts + 1, last_error = null where id = $1',
    [id],
  );
}

export async function noteEventFailure(sql: Sql, id: string, error: string): Promise<void> {
  await sql.query('update stripe_event set attempts = attempts + 1, last_error = $2 where id = $1', [id, error]);
}

/** Which of these events never came in. */
export async function unknownEvents(sql: Sql, ids: readonly string[]): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    'select asked.id from unnest($1::text[]) as asked (id) where not exists (select from stripe_event e where e.id = asked.id)',
    [ids],
  );
  return rows.map((row) => row.id);
}
