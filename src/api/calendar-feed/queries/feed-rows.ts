import type { Sql, Tx } from '../../../adapters/postgres/sql';

export const feedStates = ['waiting', 'fresh', 'unsure', 'failing', 'stale'] as const;
export type FeedState = (typeof feedStates)[number];

/** A feed as its host sees it: of the address no more than the server's name. */
export interface FeedRow {
  readonly id: number;
  readonly documentId: string;
  readonly name: string;
  readonly server: string;
  readonly state: FeedState;
  readonly lastPolledAt: Date | null;
  readonly lastSuccessAt: Date | null;
  readonly lastError: string | null;
  readonly events: number;
  readonly nextPollAt: Date;
  readonly staleAt: Date;
}

const columns = `f.id, f.document_id as "documentId", f.name, coalesce(f.server, '') as server, f.state, f.last_polled_at as "lastPolledAt",
  f.last_success_at as "lastSuccessAt", f.last_error as "lastError", coalesce(f.events, 0) as events,
  poll.next_poll_at as "nextPollAt", poll.stale_at as "staleAt"`;

/** All feeds of a home that is the host's; null for another's or a missing one. */
export async function ownFeeds(sql: Sql, propertyDocumentId: string, hostId: number): Promise<FeedRow[] | null> {
  const rows = await sql.query<FeedRow | { readonly id: null }>(
    `select ${columns} from properties p
     left join (calendar_feeds f join calendar_feed_poll poll on poll.feed_id = f.id) on f.property_id = p.id
     where p.document_id = $1 and p.host_id = $2 order by f.id`,
    [propertyDocumentId, hostId],
  );
  return rows.length === 0 ? null : rows.filter((row): row is FeedRow => row.id !== null);
}

/** One feed of a home that is the host's, by both names; null for another's or a missing one. */
export async function ownFeed(
  sql: Sql,
  propertyDocumentId: string,
  feedDocumentId: string,
  hostId: number,
): Promise<FeedRow | null> {
  const rows = await sql.query<FeedRow>(
    `select ${columns} from calendar_feeds f join calendar_feed_poll poll on poll.feed_id = f.id
     join properties p on p.id = f.property_id where f.document_id = $2 and p.document_id = $1 and p.host_id = $3`,
    [propertyDocumentId, feedDocumentId, hostId],
  );
  return rows[0] ?? null;
}

export async function countFeeds(tx: Tx, propertyId: number): Promise<number> {
  const [row] = await tx.query<{ total: number }>(
    'select count(*) as total from calendar_feeds where property_id = $1',
    [propertyId],
  );
  return row?.total ?? 0;
}

/** Whether the home follows this address already, under another feed than this one. */
export async function isFollowed(tx: Tx, propertyId: number, urlHash: string, exceptFeedId: number): Promise<boolean> {
  const rows = await tx.query(
    'select 1 from calendar_feed_poll where property_id = $1 and url_hash = $2 and feed_id <> $3',
    [propertyId, urlHash, exceptFeedId],
  );
  return rows.length > 0;
}
