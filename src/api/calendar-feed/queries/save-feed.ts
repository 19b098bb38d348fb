import type { Tx } from '../../../adapters/postgres/sql';

/** Where a feed is: sealed for us, hashed to know it again, and its server's name to show. */
export interface FeedAddress {
  readonly sealedUrl: string;
  readonly urlHash: string;
  readonly server: string;
}

export async function insertFeed(
  tx: Tx,
  feed: FeedAddress & {
    readonly documentId: string;
    readonly propertyId: number;
    readonly name: string;
    readonly at: string;
    readonly staleAt: string;
  },
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `insert into calendar_feeds (document_id, property_id, name, server, state, events, created_at, updated_at, published_at)
     values ($1, $2, $3, $4, 'waiting', 0, $5, $5, $5) returning id`,
    [feed.documentId, feed.propertyId, feed.name, feed.server, feed.at],
  );
  if (!row) throw new Error('the feed was not written');
  await tx.query(
    `insert into calendar_feed_poll (feed_id, property_id, sealed_url, url_hash, next_poll_at, stale_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [row.id, feed.propertyId, feed.sealedUrl, feed.urlHash, feed.at, feed.staleAt],
  );
  return row.id;
}

export async function renameFeed(tx: Tx, feedId: number, name: string, at: string): Promise<void> {
  await tx.query('update calendar_feeds set name = $2, updated_at = $3 where id = $1', [feedId, name, at]);
}

/** Whoever is asking the old address at this moment loses the claim, so that its answer counts for nothing. */
export async function moveFeed(tx: Tx, feedId: number, address: FeedAddress, at: string): Promise<void> {
  await tx.query(
    `update calendar_feed_poll set sealed_url = $2, url_hash = $3, next_poll_at = $4, asked_at = null, claim = null, claimed_until = null,
       failures = 0, doubt_since = null, doubt_polls = 0 where feed_id = $1`,
    [feedId, address.sealedUrl, address.urlHash, at],
  );
  await tx.query(
    `update calendar_feeds set server = $2, state = 'waiting', last_error = null, updated_at = $3 where id = $1`,
    [feedId, address.server, at],
  );
}

/** Its events, its nights and what is known of it go by their foreign keys. */
export async function deleteFeed(tx: Tx, feedId: number): Promise<void> {
  await tx.query('delete from calendar_feeds where id = $1', [feedId]);
}
