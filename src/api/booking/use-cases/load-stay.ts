import type { Sql } from '../../../adapters/postgres/sql';
import type { CalendarRange } from '../../../domain/calendar-range';
import type { Night } from '../../../domain/night';
import type { PropertyTerms } from '../../../domain/property-terms';
import type { Place } from '../../../marketplace-config';
import { bookingCounts } from '../../../search/queries/booking-counts';
import { offeredHome } from '../queries/offered-stay';

/** All that decides whether and at what price a stay can be had, read from the truth. */
export interface OfferedStay {
  readonly terms: PropertyTerms;
  readonly ranges: readonly CalendarRange[];
  readonly taken: ReadonlySet<Night>;
  readonly place: Place;
  /** How many bookings the home has, where its price hangs on that; else null. */
  readonly completedBookings: number | null;
}

/** Null where there is no such property, or where it lacks something without which it cannot be sold. */
export async function loadStay(
  sql: Sql,
  propertyDocumentId: string,
  checkIn: Night,
  checkOut: Night,
): Promise<OfferedStay | null> {
  const home = await offeredHome(sql, propertyDocumentId, checkIn, checkOut);
  if (!home) return null;
  const { terms, ranges, taken, country, region, city } = home;
  const counts = terms.discounts.newListing ? await bookingCounts(sql, [terms.propertyId]) : null;
  return {
    terms,
    ranges,
    taken: new Set(taken),
    place: { country, region, city },
    completedBookings: counts?.get(terms.propertyId) ?? null,
  };
}
