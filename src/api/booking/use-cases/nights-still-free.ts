import type { Sql } from '../../../adapters/postgres/sql';
import { closedNightsOf } from '../../../domain/availability';
import { loadNights, loadTerms } from '../../../search/load-terms';
import type { BookingRow } from '../queries/booking-row';

/**
 * Whether a booking that lost its nights can have them back: not sold to another since, not closed, and not too near to another
 * booking for the preparation time that the host keeps now. Its other rules were asked when it was made.
 */
export async function nightsStillFree(sql: Sql, booking: BookingRow): Promise<boolean> {
  const terms = await loadTerms(sql, booking.property_id);
  if (!terms) return false;
  const { check_in: checkIn, check_out: checkOut } = booking;
  const { ranges, taken } = await loadNights(sql, terms, checkIn, checkOut, booking.id);
  return closedNightsOf(terms, ranges, taken, { checkIn, checkOut }).length === 0;
}
