import type { Night } from '../../domain/night';
import type { CalendarRange } from '../../domain/calendar-range';
import type { PropertyTerms } from '../../domain/property-terms';
import type { Place } from '../../marketplace-config';
import { countedBookings, countingStates } from './booking-counts';

import { maxPreparationNights } from './property-truth';
import { rangeColumns } from './range-columns';
import type { Values } from './values';

/** What the domain needs to confirm a home for a stay and to price it; read in the statement that finds it, so that all is of one instant. */
export interface StayFacts {
  readonly check_in: Night;
  readonly check_out: Night;
  readonly terms: PropertyTerms;
  readonly ranges: readonly CalendarRange[] | null;
  /** Sold nights, from as far around the stay as a home may ask for preparation. */
  readonly taken: readonly Night[] | null;
  /** Counted for homes with the offer to new listings alone (and where the row does not say yet whether it is one). */
  readonly bookings: number | null;
}

/** What a result shows, ready to be sent: JSON texts. */
export interface CardTexts {
  readonly card: string;
  readonly photos: string;
}

export interface HomeDetails extends Place, Partial<StayFacts>, Partial<CardTexts> {
  readonly property_id: number;
  readonly currency: string;
  readonly base_price: number;
}

/** Columns of a home `s` on a page of homes; with dates its `StayFacts` too, with `cards` its `CardTexts`. */
export function homeDetails(dated: boolean, cards: boolean, values: Values): string {
  return [
    's.property_id, s.currency, s.base_price, s.country, s.region, s.city',
    ...(cards ? ['s.card, s.photos'] : []),
    ...(dated ? [stayFacts(values)] : []),
  ].join(', ');
}

const stayFacts = (values: Values): string => `
    page.check_in, page.check_out, s.terms,
    (select json_agg(found) from (select ${rangeColumns} from calendar_ranges range
      where range.property_id = s.property_id and range.first_night < page.check_out and range.last_night >= page.check_in) found) as ranges,
    (select json_agg(sold.night) from stay_night sold where sold.property_id = s.property_id
      and sold.night >= page.check_in - ${maxPreparationNights} and sold.night < page.check_out + ${maxPreparationNights}) as taken,
    case when coalesce(s.new_listing, true) then (select count(*)::integer from (
      select 1 from bookings b where b.property_id = s.property_id and b.state = any(${values.put(countingStates, 'text[]')}) limit ${countedBookings}) counted
    ) end as bookings`;
