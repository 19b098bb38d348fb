import type { Sql, Tx } from '../../../adapters/postgres/sql';

/** Real time, whatever the sandbox's clock does: a feed of somebody else's server is not asked more often than this. */
const REAL_SECONDS_BETWEEN = 60;

/**
 * Takes feeds whose time has come, the longest due first, and puts them off to `again`, when they are due once more should nobody
 * ask them. Workers that look at once take different ones.
 */
export async function takeDueFeeds(tx: Tx, now: string, again: string, limit: number): Promise<number[]> {
  const rows = await tx.query<{ feed_id: number }>(
    `update calendar_feed_poll set asked_at = clock_timestamp(), next_poll_at = $2 where feed_id in (
       select feed_id from calendar_feed_poll
       where next_poll_at <= $1 and (asked_at is null or asked_at < clock_timestamp() - make_interval(secs => $4))
       order by next_poll_at limit $3 for update skip locked)
     returning feed_id`,
    [now, again, limit, REAL_SECONDS_BETWEEN],
  );
  return rows.map((row) => row.feed_id);
}

/** What a host is told once about a feed that has been silent too long. */
export interface StaleFeed {
  readonly name: string;
  readonly server: string;
  readonly home: string;
  readonly hostUserId: number | null;
  readonly lastSuccessAt: Date | null;
}

/** Marks feeds whose last good answer is too old, each once until it answers again. */
export async function markStaleFeeds(tx: Tx, now: string, limit: number): Promise<StaleFeed[]> {
  return tx.query<StaleFeed>(
    `with silent as (
       update calendar_feed_poll set stale_told_at = $1 where feed_id in (
         select feed_id from calendar_feed_poll where stale_told_at is null and stale_at <= $1
         order by stale_at limit $2 for update skip locked)
       returning feed_id
     )
     update calendar_feeds f set state = 'stale' from silent, properties p left join host_profiles h on h.id = p.host_id
     where f.id = silent.feed_id and p.id = f.property_id
     returning f.name, coalesce(f.server, '') as server, coalesce(p.name, '') as home, h.user_id as "hostUserId", f.last_success_at as "lastSuccessAt"`,
    [now, limit],
  );
}

export interface ClaimedFeed {
  readonly feedId: number;
  readonly propertyId: number;
  readonly sealedUrl: string;
  readonly timeZone: string;
}

/** Takes one feed for a while, so that nobody else asks it; null where somebody does, or it is gone. */
export async function claimFeed(
  sql: Sql,
  feedId: number,
  claim: { readonly claim: string; readonly now: string; readonly until: string },
): Promise<ClaimedFeed | null> {
  const rows = await sql.query<ClaimedFeed>(
    `update calendar_feed_poll poll set claim = $2, claimed_until = $4, asked_at = clock_timestamp()
     from properties p where poll.feed_id = $1 and p.id = poll.property_id
       and (poll.claimed_until is null or poll.claimed_until <= $3)
     returning poll.feed_id as "feedId", poll.property_id as "propertyId", poll.sealed_url as "sealedUrl",
       coalesce(known_time_zone(p.time_zone), 'UTC') as "timeZone"`,
    [feedId, claim.claim, claim.now, claim.until],
  );
  return rows[0] ?? null;
}
