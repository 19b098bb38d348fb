import type { Sql } from '../../adapters/postgres/sql';
import { bookingStates, holdsNights } from '../../domain/booking-moves';

/** Counted no further: the marketplace's offer to new listings never reaches more bookings. */
export const countedBookings = 100;

/** Those that were stays, will be, or may still become one: a hold that ends gives its place among the first back. */
export const countingStates = bookingStates.filter(holdsNights);

/** How many bookings each of these homes has, by property. */
export async function bookingCounts(sql: Sql, propertyIds: readonly number[]): Promise<Map<number, number>> {
  if (propertyIds.length === 0) return new Map();
  const rows = await sql.query<{ id: number; bookings: number }>(
    `select wanted.id, (select count(*)::integer from (
       select 1 from bookings b where b.property_id = wanted.id and b.state = any($2::text[]) limit ${countedBookings}
     ) counted) as bookings
     from unnest($1::integer[]) as wanted (id)`,
    [propertyIds, countingStates],
  );
  return new Map(rows.map(({ id, bookings }) => [id, bookings]));
}
