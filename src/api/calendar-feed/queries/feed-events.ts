import { createId } from '@paralleldrive/cuid2';
import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { FeedChanges, StoredFeedEvent, StoredFeedRange } from '../../../domain/feed-changes';
import type { StayDates } from '../../../domain/night';

export const feedEvents = (sql: Sql, feedId: number): Promise<StoredFeedEvent[]> =>
  sql.query<StoredFeedEvent>(
    `select id, uid, recurrence, first_night as "checkIn", check_out as "checkOut" from calendar_feed_event where feed_id = $1 order by id`,
    [feedId],
  );

export async function saveFeedEvents(tx: Tx, feedId: number, changes: FeedChanges): Promise<void> {
  await tx.query('delete from calendar_feed_event where id = any($1::bigint[])', [changes.remove]);
  await tx.query(
    `update calendar_feed_event e set uid = n.uid, recurrence = n.recurrence, first_night = n.first_night, check_out = n.check_out
     from jsonb_to_recordset($1::jsonb) as n (id bigint, uid text, recurrence text, first_night date, check_out date) where e.id = n.id`,
    [asJson(changes.change)],
  );
  await tx.query(
    `insert into calendar_feed_event (feed_id, uid, recurrence, first_night, check_out)
     select $1, n.uid, n.recurrence, n.first_night, n.check_out
     from jsonb_to_recordset($2::jsonb) as n (uid text, recurrence text, first_night date, check_out date)
     on conflict do nothing`,
    [feedId, asJson(changes.add)],
  );
}

const asJson = (events: readonly Partial<StoredFeedEvent>[]): string =>
  JSON.stringify(
    events.map(({ id, uid, recurrence, checkIn, checkOut }) => ({
      id,
      uid,
      recurrence,
      first_night: checkIn,
      check_out: checkOut,
    })),
  );

export const feedRanges = (tx: Tx, feedId: number): Promise<StoredFeedRange[]> =>
  tx.query<StoredFeedRange>(
    `select id, first_night as "firstNight", last_night as "lastNight" from calendar_ranges where feed_id = $1 order by id`,
    [feedId],
  );

export async function saveFeedRanges(
  tx: Tx,
  feed: { readonly feedId: number; readonly propertyId: number },
  changes: { readonly remove: readonly number[]; readonly add: readonly StayDates[] },
  at: string,
): Promise<void> {
  await tx.query('delete from calendar_ranges where id = any($1::int[])', [changes.remove]);
  await tx.query(
    `insert into calendar_ranges (document_id, property_id, feed_id, first_night, last_night, closed, source, created_at, updated_at, published_at)
     select n.document_id, $1, $2, n.first_night, n.check_out - 1, true, 'feed', $4, $4, $4
     from jsonb_to_recordset($3::jsonb) as n (document_id text, first_night date, check_out date)`,
    [
      feed.propertyId,
      feed.feedId,
      JSON.stringify(
        changes.add.map(({ checkIn, checkOut }) => ({
          document_id: createId(),
          first_night: checkIn,
          check_out: checkOut,
        })),
      ),
      at,
    ],
  );
}
