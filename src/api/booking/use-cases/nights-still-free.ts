import type { Sql } from '../../../adapters/postgres/sql';
import type { Temporal } from 'temporal-polyfill';
import { closedNightsOf } from '../../../domain/availability';
import { localDate } from '../../../domain/stay-time';
import { loadNights, loadTerms } from '../../../search/load-terms';
import type { BookingRow } from '../queries/booking-row';

/**
 * Whether a booking that lost its nights can have them back: not begun, not sold to another since, not closed, and not too near to another
 * booking for the preparation time that the host keeps now. Its other rules were asked when it was made.
 */
export async function nightsStillFree(sql: Sql, booking: BookingRow, now: Temporal.Instant): Promise<boolean> {
  const terms = await loadTerms(sql, booking.property_id);
  const { check_in: checkIn, check_out: checkOut } = booking;
  if (!terms || checkIn < localDate(now, terms.timeZone)) return false;
  const { ranges, taken } = await loadNights(sql, terms, checkIn, checkOut, booking.id);
  return closedNightsOf(terms, ranges, taken, { checkIn, checkOut }).length === 0;
}
