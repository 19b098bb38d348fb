import { createId } from '@paralleldrive/cuid2';
import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { Night } from '../../../domain/night';

/** An event of a feed and a booking that want the same nights. */
export interface Clash {
  readonly eventId: number;
  readonly bookingId: number;
  readonly reference: string;
  readonly firstNight: Night;
  readonly lastNight: Night;
}

/** Of nights from today on. */
export const clashesOf = (tx: Tx, feed: FeedKey, today: Night): Promise<Clash[]> =>
  tx.query<Clash>(
    `select e.id as "eventId", n.booking_id as "bookingId", b.reference, min(n.night) as "firstNight", max(n.night) as "lastNight"
     from calendar_feed_event e
     join stay_night n on n.property_id = $2 and n.night >= greatest(e.first_night, $3::date) and n.night < e.check_out
     join bookings b on b.id = n.booking_id
     where e.feed_id = $1 group by e.id, n.booking_id, b.reference order by 4, 1`,
    [feed.feedId, feed.propertyId, today],
  );

interface FeedKey {
  readonly feedId: number;
  readonly propertyId: number;
}

/** Ends the feed's conflicts that are none any more: the event, the booking or the common nights have gone. */
export async function endOtherConflicts(tx: Tx, feedId: number, clashes: readonly Clash[], at: string): Promise<void> {
  await tx.query(
    `update calendar_conflicts c set state = 'ended', ended_at = $4, updated_at = $4
     where c.feed_id = $1 and c.state <> 'ended' and not exists (
       select 1 from unnest($2::bigint[], $3::int[]) as n (event_id, booking_id) where n.event_id = c.event_id and n.booking_id = c.booking_id)`,
    [feedId, clashes.map(({ eventId }) => eventId), clashes.map(({ bookingId }) => bookingId), at],
  );
}

/**
 * Writes the clashes down. One that somebody has settled stays settled, unless more nights clash than before.
 * @returns ids of the events that came up now, or came up again
 */
export async function openConflicts(
  tx: Tx,
  feed: FeedKey,
  clashes: readonly Clash[],
  at: string,
): Promise<Set<string>> {
  const rows = await tx.query<{ event_id: number; booking_id: number; opened: boolean }>(
    `insert into calendar_conflicts as c (document_id, property_id, feed_id, booking_id, event_id, feed_name, state, first_night, last_night,
       found_at, created_at, updated_at, published_at)
     select n.document_id, $1, f.id, n.booking_id, n.event_id, f.name, 'open', n.first_night, n.last_night, $4, $4, $4, $4
     from jsonb_to_recordset($3::jsonb) as n (document_id text, event_id bigint, booking_id int, first_night date, last_night date)
     join calendar_feeds f on f.id = $2
     on conflict (event_id, booking_id) where state <> 'ended' do update set
       state = case when ${grows} then 'open' else c.state end,
       found_at = case when ${grows} and c.state <> 'open' then excluded.found_at else c.found_at end,
       first_night = excluded.first_night, last_night = excluded.last_night
     where (c.first_night, c.last_night) is distinct from (excluded.first_night, excluded.last_night)
     returning c.event_id, c.booking_id, c.found_at = $4::timestamp and c.state = 'open' as opened`,
    [
      feed.propertyId,
      feed.feedId,
      JSON.stringify(
        clashes.map((clash) => ({
          document_id: createId(),
          event_id: clash.eventId,
          booking_id: clash.bookingId,
          first_night: clash.firstNight,
          last_night: clash.lastNight,
        })),
      ),
      at,
    ],
  );
  return new Set(rows.filter(({ opened }) => opened).map((row) => `${row.event_id} ${row.booking_id}`));
}

const grows = 'excluded.first_night < c.first_night or excluded.last_night > c.last_night';

/** The booking has given nights back: its conflicts about nights that it still holds go on. */
export async function endConflictsOfBooking(tx: Tx, bookingId: number, at: string): Promise<void> {
  await tx.query(
    `update calendar_conflicts c set state = 'ended', ended_at = $2, updated_at = $2
     where c.booking_id = $1 and c.state <> 'ended' and not exists (
       select 1 from calendar_feed_event e join stay_night n on n.night >= e.first_night and n.night < e.check_out
       where e.id = c.event_id and n.booking_id = $1)`,
    [bookingId, at],
  );
}

export async function endConflictsOfFeed(tx: Tx, feedId: number, at: string): Promise<void> {
  await tx.query(
    `update calendar_conflicts set state = 'ended', ended_at = $2, updated_at = $2 where feed_id = $1 and state <> 'ended'`,
    [feedId, at],
  );
}

export const conflictStates = ['open', 'resolved', 'dismissed', 'ended'] as const;
export type ConflictState = (typeof conflictStates)[number];

export interface ConflictRow {
  readonly documentId: string;
  readonly property: string;
  readonly propertyName: string;
  readonly booking: string | null;
  readonly reference: string | null;
  readonly feedName: string;
  readonly state: ConflictState;
  readonly firstNight: Night;
  readonly lastNight: Night;
  readonly foundAt: Date | null;
  readonly settledAt: Date | null;
  readonly endedAt: Date | null;
}

/** A host's inbox, the nearest nights first; with a state, those alone. */
export const hostConflicts = (
  sql: Sql,
  hostId: number,
  state: ConflictState | null,
  limit: number,
): Promise<ConflictRow[]> =>
  sql.query<ConflictRow>(
    `${selectConflict} where p.host_id = $1 and (c.state = $2 or ($2::text is null and c.state <> 'ended'))
     order by c.first_night, c.id limit $3`,
    [hostId, state, limit],
  );

export async function conflictByDocument(sql: Sql, documentId: string): Promise<ConflictRow | null> {
  const rows = await sql.query<ConflictRow>(`${selectConflict} where c.document_id = $1`, [documentId]);
  return rows[0] ?? null;
}

const selectConflict = `
select c.document_id as "documentId", p.document_id as property, coalesce(p.name, '') as "propertyName", b.document_id as booking,
  b.reference, coalesce(c.feed_name, '') as "feedName", c.state, c.first_night as "firstNight", c.last_night as "lastNight",
  c.found_at as "foundAt", c.settled_at as "settledAt", c.ended_at as "endedAt"
from calendar_conflicts c join properties p on p.id = c.property_id left join bookings b on b.id = c.booking_id`;

/** A conflict of any home, or of this host's alone, with its row taken. */
export async function lockConflict(
  tx: Tx,
  documentId: string,
  hostId: number | null,
): Promise<{ readonly id: number; readonly state: ConflictState } | null> {
  const rows = await tx.query<{ id: number; state: ConflictState }>(
    `select c.id, c.state from calendar_conflicts c join properties p on p.id = c.property_id
     where c.document_id = $1 and ($2::int is null or p.host_id = $2) for update of c`,
    [documentId, hostId],
  );
  return rows[0] ?? null;
}

export async function settleConflict(
  tx: Tx,
  id: number,
  settled: { readonly state: ConflictState; readonly note: string | null; readonly at: string },
): Promise<void> {
  await tx.query(
    'update calendar_conflicts set state = $2, note = $3, settled_at = $4, updated_at = $4 where id = $1',
    [id, settled.state, settled.note, settled.at],
  );
}
