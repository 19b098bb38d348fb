import type { Sql } from '../../../adapters/postgres/sql';
import type { HostRange } from '../../../domain/calendar-overlay';

/** What the rules of a calendar need to know of the home. */
export interface RangeHome {
  readonly currency: string;
  readonly timeZone: string | null;
}

/** By row id, or by document id. */
export async function rangeHome(sql: Sql, key: number | string): Promise<RangeHome | null> {
  const column = typeof key === 'number' ? 'id = $1::integer' : 'document_id = $1::text';
  const rows = await sql.query<RangeHome>(`select currency, time_zone as "timeZone" from properties where ${column}`, [
    key,
  ]);
  return rows[0] ?? null;
}

export interface StoredPanelRange extends Omit<HostRange, 'reason' | 'source'> {
  readonly propertyId: number | null;
}

export async function storedRange(sql: Sql, documentId: string): Promise<StoredPanelRange | null> {
  const rows = await sql.query<StoredPanelRange>(
    `select property_id as "propertyId", first_night as "firstNight", last_night as "lastNight", coalesce(closed, false) as closed, price,
       min_nights as "minNights", min_nights_through as "minNightsThrough", max_nights as "maxNights"
     from calendar_ranges where document_id = $1`,
    [documentId],
  );
  return rows[0] ?? null;
}
