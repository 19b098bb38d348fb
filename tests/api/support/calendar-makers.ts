import { createId } from '@paralleldrive/cuid2';
import type { Database } from '../../../src/adapters/postgres/sql';

/** Feeds and conflicts of homes as they are after a while, without another platform's server. */
export function calendarMakers(db: Database, homes: Readonly<Record<'A' | 'B', string>>) {
  const freshFeed = async (side: 'A' | 'B') => {
    const documentId = createId();
    const rows = await db.query<{ id: number; property_id: number }>(
      `insert into calendar_feeds (document_id, property_id, name, server, state, created_at, updated_at, published_at)
       select $1, id, 'Other', 'platform.test', 'waiting', now(), now(), now() from properties where document_id = $2 returning id, property_id`,
      [documentId, homes[side]],
    );
    await db.query(
      `insert into calendar_feed_poll (feed_id, property_id, sealed_url, url_hash, next_poll_at, stale_at, claim, claimed_until)
       values ($1, $2, 'sealed', $3, now() + interval '1 day', now() + interval '1 day', 'somebody', now() + interval '1 day')`,
      [rows[0]?.id, rows[0]?.property_id, documentId],
    );
    return documentId;
  };
  return {
    freshFeed,
    async freshConflict(side: 'A' | 'B') {
      const documentId = createId();
      const feed = await freshFeed(side);
      await db.query(
        `insert into calendar_conflicts (document_id, property_id, feed_id, booking_id, feed_name, state, first_night, last_night, found_at,
           created_at, updated_at, published_at)
         select $1, f.property_id, f.id, b.id, f.name, 'open', b.check_in, b.check_out - 1, now(), now(), now(), now()
         from calendar_feeds f join bookings b on b.property_id = f.property_id where f.document_id = $2 limit 1`,
        [documentId, feed],
      );
      return documentId;
    },
  };
}
