import type { Sql } from '../../../adapters/postgres/sql';
import type { CalendarRange } from '../../../domain/calendar-range';
import type { Night } from '../../../domain/night';
import type { PropertyTerms } from '../../../domain/property-terms';
import type { Place } from '../../../marketplace-config';
import { propertyTruth, rule, termsJson } from '../../../search/queries/property-truth';
import { rangeColumns } from '../../../search/queries/range-columns';

/** A home as it can be booked, from the truth. */
export interface OfferedHome extends Place {
  readonly terms: PropertyTerms;
  /** Date overrides that touch the stay. */
  readonly ranges: readonly CalendarRange[];
  /** Sold nights of the stay, and as many further at both ends as the host needs for preparation. */
  readonly taken: readonly Night[];
}

/** Null where there is no such property, or where it lacks something without which it cannot be sold. One statement: asked under a lock. */
export async function offeredHome(
  sql: Sql,
  propertyDocumentId: string,
  checkIn: Night,
  checkOut: Night,
): Promise<OfferedHome | null> {
  const [row] = await sql.query<OfferedHome | (Place & { terms: null })>(
    `select ${termsJson} as terms, address.country, address.region, address.city,
       (select coalesce(json_agg(overriding), '[]') from (
          select ${rangeColumns} from calendar_ranges range
          where range.property_id = p.id and range.first_night < $3::date and range.last_night >= $2::date
          order by range.id) overriding) as ranges,
       (select coalesce(json_agg(sold.night), '[]') from stay_night sold
        where sold.property_id = p.id and sold.night >= $2::date - ${rule.preparationNights}
          and sold.night < $3::date + ${rule.preparationNights}) as taken
     from (${propertyTruth}) where p.document_id = $1::text`,
    [propertyDocumentId, checkIn, checkOut],
  );
  return row && row.terms !== null ? row : null;
}
