import type { Sql } from '../../../adapters/postgres/sql';
import type { CalendarRange } from '../../../domain/calendar-range';
import type { Night } from '../../../domain/night';
import type { PropertyTerms } from '../../../domain/property-terms';
import type { Place } from '../../../marketplace-config';
import { loadNights, loadTerms } from '../../../search/load-terms';
import { bookingCounts } from '../../../search/queries/booking-counts';
import { placeOfProperty } from '../queries/place-of-property';

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
  const terms = await loadTerms(sql, propertyDocumentId);
  if (!terms) return null;
  const nights = await loadNights(sql, terms, checkIn, checkOut);
  const counts = terms.discounts.newListing ? await bookingCounts(sql, [terms.propertyId]) : null;
  return {
    terms,
    ...nights,
    place: await placeOfProperty(sql, terms.propertyId),
    completedBookings: counts?.get(terms.propertyId) ?? null,
  };
}
