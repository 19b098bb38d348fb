import type { Sql } from '../adapters/postgres/sql';
import type { CalendarRange } from '../domain/calendar-range';
import type { Night } from '../domain/night';
import type { PropertyTerms } from '../domain/property-terms';
import { propertyTruth, termsJson } from './queries/property-truth';
import { rangeColumns } from './queries/range-columns';

/** A row id, or a document id. */
export type PropertyKey = number | string;

/**
 * The property's terms straight from the truth; null where there is no such property, or where it lacks something without which
 * it cannot be sold (host, base price, capacity, rules, time zone). Any state: asking for 'published' is `checkStay`'s matter.
 */
export async function loadTerms(sql: Sql, key: PropertyKey): Promise<PropertyTerms | null> {
  const column = typeof key === 'number' ? 'p.id = $1::integer' : 'p.document_id = $1::text';
  const [row] = await sql.query<{ terms: PropertyTerms | null }>(
    `select ${termsJson} as terms from (${propertyTruth}) where ${column}`,
    [key],
  );
  return row?.terms ?? null;
}

/** What is known of a property's nights: the date overrides that touch [from, to), and sold nights, preparation time further. */
export interface KnownNights {
  readonly ranges: readonly CalendarRange[];
  readonly taken: ReadonlySet<Night>;
}

/** Straight from the truth. `exceptBookingId`: that booking's own nights do not count as taken (an alteration). */
export async function loadNights(
  sql: Sql,
  terms: PropertyTerms,
  from: Night,
  to: Night,
  exceptBookingId: number | null = null,
): Promise<KnownNights> {
  const { propertyId, rules } = terms;
  const ranges = await loadRanges(sql, [propertyId], from, to);
  const taken = await loadTaken(sql, [propertyId], from, to, rules.preparationNights, exceptBookingId);
  return { ranges: ranges.get(propertyId) ?? [], taken: taken.get(propertyId) ?? new Set() };
}

/** Sold nights in [from, to) and `margin` nights further at both ends, by property; homes without any are not in it. */
export async function loadTaken(
  sql: Sql,
  propertyIds: readonly number[],
  from: Night,
  to: Night,
  margin: number,
  exceptBookingId: number | null = null,
): Promise<Map<number, Set<Night>>> {
  const rows = await sql.query<{ property_id: number; night: Night }>(
    `select property_id, night from stay_night where property_id = any($1::integer[])
       and night >= $2::date - $4::integer and night < $3::date + $4::integer and booking_id is distinct from $5::integer`,
    [propertyIds, from, to, margin, exceptBookingId],
  );
  const byProperty = new Map<number, Set<Night>>();
  for (const { property_id, night } of rows) {
    const nights = byProperty.get(property_id);
    if (nights) nights.add(night);
    else byProperty.set(property_id, new Set([night]));
  }
  return byProperty;
}

/** Date overrides that touch [from, to), by property. */
export async function loadRanges(
  sql: Sql,
  propertyIds: readonly number[],
  from: Night,
  to: Night,
): Promise<Map<number, CalendarRange[]>> {
  const rows = await sql.query<CalendarRange & { property_id: number }>(
    `select range.property_id, ${rangeColumns} from calendar_ranges range
     where range.property_id = any($1::integer[]) and range.first_night < $3::date and range.last_night >= $2::date
     order by range.property_id, range.id`,
    [propertyIds, from, to],
  );
  const byProperty = new Map<number, CalendarRange[]>();
  for (const { property_id, ...range } of rows) {
    const list = byProperty.get(property_id);
    if (list) list.push(range);
    else byProperty.set(property_id, [range]);
  }
  return byProperty;
}
