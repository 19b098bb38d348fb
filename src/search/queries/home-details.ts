import type { Sql } from '../../adapters/postgres/sql';
import type { CalendarRange } from '../../domain/calendar-range';
import type { Night, StayDates } from '../../domain/night';
import type { PropertyTerms } from '../../domain/property-terms';
import type { Place } from '../../marketplace-config';
import { countedBookings, countingStates } from './booking-counts';
import { maxPreparationNights } from './property-truth';
import { planNameOf } from './plan-name';
import { rangeColumns } from './range-columns';
import { Values } from './values';

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

export interface HomeDetails extends Place, Partial<StayFacts> {
  readonly property_id: number;
  readonly currency: string;
  readonly base_price: number;
}

/** Columns of a home `s` on a page of homes; with dates its `StayFacts` too. */
export function homeDetails(dated: boolean, values: Values): string {
  return [
    's.property_id, s.currency, s.base_price, s.country, s.region, s.city',
    ...(dated ? [stayFacts(values)] : []),
  ].join(', ');
}

/** A home as a result shows it, and of which write of its row that is. */
export interface HomeInFull extends HomeDetails, CardTexts {
  readonly version: string;
}

/** What homes are asked for in full: with the stay that each may be booked for, or without dates. */
export interface HomeToRead {
  readonly property_id: number;
  readonly stay: StayDates | null;
}

/** These homes, those that are still listed, in no order. Either all of them have a stay, or none has. */
export async function homesInFull(sql: Sql, homes: readonly HomeToRead[]): Promise<HomeInFull[]> {
  const values = new Values();
  const ids = values.put(homes.map((home) => home.property_id), 'integer[]'); // prettier-ignore
  const stays = homes.flatMap(({ stay }) => stay ?? []);
  const dates = (name: keyof StayDates) => values.put(stays.map((stay) => stay[name]), 'date[]'); // prettier-ignore
  const page = stays.length > 0 ? `(${ids}, ${dates('checkIn')}, ${dates('checkOut')}) as page (property_id, check_in, check_out)` : `(${ids}) as page (property_id)`; // prettier-ignore
  const text = `select s.xmin as version, s.card, s.photos, ${homeDetails(stays.length > 0, values)}
     from unnest${page} join search_property s on s.property_id = page.property_id where s.listed`;
  return sql.query<HomeInFull>(text, values.list, { planKeptAs: planNameOf(text) });
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
