import { createId } from '@paralleldrive/cuid2';
import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { HostRange } from '../../../domain/calendar-overlay';
import type { Night } from '../../../domain/night';

export interface StoredRange extends HostRange {
  readonly id: number;
}

const columns = `id, first_night as "firstNight", last_night as "lastNight", coalesce(closed, false) as closed, price,
  min_nights as "minNights", min_nights_through as "minNightsThrough", max_nights as "maxNights", reason, source`;

/** All ranges of a property in the order of their nights; of [from, …) only where it is given. */
export const propertyRanges = (sql: Sql, propertyId: number, from: Night | null): Promise<StoredRange[]> =>
  sql.query<StoredRange>(
    `select ${columns} from calendar_ranges where property_id = $1 and ($2::date is null or last_night >= $2)
     order by first_night, id limit 5000`,
    [propertyId, from],
  );

/**
 * Ranges that the host may paint over and that touch or adjoin any of these nights, in the order in which they were made. A calendar
 * feed's ranges are the feed's own.
 */
export const paintableRanges = (tx: Tx, propertyId: number, painted: readonly HostRange[]): Promise<StoredRange[]> =>
  tx.query<StoredRange>(
    `select ${columns} from calendar_ranges r
     where property_id = $1 and source <> 'feed' and exists (
       select 1 from unnest($2::date[], $3::date[]) as p (first_night, last_night)
       where r.first_night <= p.last_night + 1 and r.last_night >= p.first_night - 1)
     order by id`,
    [propertyId, painted.map((range) => range.firstNight), painted.map((range) => range.lastNight)],
  );

export async function deleteRanges(tx: Tx, ids: readonly number[]): Promise<void> {
  await tx.query('delete from calendar_ranges where id = any($1::int[])', [ids]);
}

export async function insertRanges(
  tx: Tx,
  propertyId: number,
  ranges: readonly HostRange[],
  at: string,
): Promise<void> {
  await tx.query(
    `insert into calendar_ranges (document_id, property_id, first_night, last_night, closed, price, min_nights, min_nights_through, max_nights, reason, source,
       created_at, updated_at, published_at)
     select n.document_id, $1, n.first_night, n.last_night, n.closed, n.price, n.min_nights, n.min_nights_through, n.max_nights, n.reason, n.source, $3, $3, $3
     from jsonb_to_recordset($2::jsonb) as n (document_id text, first_night date, last_night date, closed boolean, price bigint,
       min_nights int, min_nights_through int, max_nights int, reason text, source text)`,
    [
      propertyId,
      JSON.stringify(
        ranges.map((range) => ({
          document_id: createId(),
          first_night: range.firstNight,
          last_night: range.lastNight,
          closed: range.closed,
          price: range.price,
          min_nights: range.minNights,
          min_nights_through: range.minNightsThrough,
          max_nights: range.maxNights,
          reason: range.reason,
          source: range.source,
        })),
      ),
      at,
    ],
  );
}
