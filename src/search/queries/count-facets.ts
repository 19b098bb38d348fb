import type { Temporal } from 'temporal-polyfill';
import type { Sql } from '../../adapters/postgres/sql';
import type { FacetName, HomeSearch } from '../search-query';
import { homesAsked } from './home-conditions';
import { Values } from './values';

export interface FacetCount {
  readonly facet: FacetName;
  /** Null in one row of each facet, which has no homes: it says how many were gone through, also where none has a value. */
  readonly value: string | null;
  readonly homes: number;
  /** Of all homes that were gone through for the facet. */
  readonly of: number;
}

/** Which homes a facet is counted over: those of a search, or these. */
export type CountedOver = HomeSearch | { readonly propertyIds: readonly number[] };

/** SQL of the values that a home `s` has of a facet: one row each. */
const valuesOf: Readonly<Record<FacetName, string>> = {
  type: `select s.property_type where s.property_type is not null`,
  roomType: `select s.room_type where s.room_type is not null`,
  amenities: `select unnest(s.amenities)`,
  hostLanguage: `select distinct unnest(s.host_languages)`,
  instantBook: `select s.instant_book::text`,
  // At least so many: what the filter of this name asks.
  bedrooms: `select generate_series(1, least(s.bedrooms, 50))::text where s.bedrooms is not null`,
};

/** Hosts write it in capitals or not, and the filter takes them for the same: so they are counted together, under one of their names. */
const countedBy = (facet: FacetName): string => (facet === 'type' ? 'lower(found.value)' : 'found.value');

/** In one statement, each facet over at most `most` homes and one; the commonest values first. */
export async function countFacets(
  sql: Sql,
  facets: readonly (readonly [FacetName, CountedOver])[],
  now: Temporal.Instant,
  most: number,
): Promise<FacetCount[]> {
  const values = new Values();
  const limit = values.put(most + 1, 'integer');
  const overs = [...new Set(facets.map(([, over]) => over))];
  const homes = overs.map((over, n) => `homes_${n} as materialized (select s.property_type, s.room_type, s.amenities, s.host_languages, s.instant_book, s.bedrooms from ${homesOf(over, now, values)} limit ${limit})`); // prettier-ignore
  const counts = facets.map(([facet, over]) => {
    const from = `homes_${overs.indexOf(over)}`;
    return `select '${facet}' as facet, min(found.value collate "C") as value, count(*)::integer as homes, (select count(*)::integer from ${from}) as of
      from ${from} s cross join lateral (${valuesOf[facet]}) found (value) group by ${countedBy(facet)}
      union all select '${facet}', null, 0, (select count(*)::integer from ${from})`;
  });
  return sql.query<FacetCount>(
    `with ${homes.join(', ')} select * from (${counts.join(' union all ')}) counted order by facet, homes desc, value collate "C"`,
    values.list,
  );
}

function homesOf(over: CountedOver, now: Temporal.Instant, values: Values): string {
  if ('propertyIds' in over)
    return `search_property s where s.property_id = any(${values.put(over.propertyIds, 'integer[]')})`;
  const { from, where } = homesAsked(over, now, values);
  return `${from} where ${where}`;
}
