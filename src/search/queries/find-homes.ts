import type { Temporal } from 'temporal-polyfill';
import type { Sql } from '../../adapters/postgres/sql';
import type { PropertyTerms } from '../../domain/property-terms';
import type { Place } from '../../marketplace-config';
import type { PagePosition } from '../cursor';
import type { HomeSearch, SearchSort } from '../search-query';
import { distanceKm, homeConditions, Values } from './home-conditions';

/** A home that meets the search, before the domain has confirmed and priced it. */
export interface FoundHome extends Place {
  readonly property_id: number;
  readonly terms: PropertyTerms;
  /** Of the sort; together with the id it says where a page ends. */
  readonly key: number | string;
}

interface Ordering {
  readonly key: string;
  readonly type: string;
  readonly direction: 'asc' | 'desc';
}

/** `price` is the base price: whole stays are priced and put in order by the domain. */
function orderingOf(search: HomeSearch, values: Values): Ordering {
  const by: Record<SearchSort, () => Ordering> = {
    relevance: () => ({ key: 's.ranking', type: 'double precision', direction: 'desc' }),
    rating: () => ({
      key: 'coalesce(s.rating_mean, 0)::double precision',
      type: 'double precision',
      direction: 'desc',
    }),
    newest: () => ({ key: 's.published_on', type: 'timestamp', direction: 'desc' }),
    price: () => ({ key: 's.base_price', type: 'bigint', direction: 'asc' }),
    distance: () => {
      if (search.area?.kind !== 'circle') throw new Error('distance needs a circle');
      return { key: distanceKm(search.area, values), type: 'double precision', direction: 'asc' };
    },
  };
  return by[search.sort]();
}

/** At most `limit` homes in the search's order, from after `position` on. */
export async function findHomes(
  sql: Sql,
  search: HomeSearch,
  now: Temporal.Instant,
  position: PagePosition | null,
  limit: number,
): Promise<FoundHome[]> {
  const values = new Values();
  const conditions = homeConditions(search, now, values);
  const { key, type, direction } = orderingOf(search, values);
  if (position) {
    const compare = direction === 'asc' ? '>' : '<';
    conditions.push(
      `(${key}, s.property_id) ${compare} (${values.put(position.key, type)}, ${values.put(position.id, 'integer')})`,
    );
  }
  const shownKey = type === 'timestamp' ? `${key}::text` : key;
  return sql.query<FoundHome>(
    `select s.property_id, s.terms, s.country, s.region, s.city, ${shownKey} as key from search_property s
     where ${conditions.join('\n and ')}
     order by ${key} ${direction}, s.property_id ${direction} limit ${values.put(limit, 'integer')}`,
    values.list,
  );
}

/** How many homes meet the search, counted no further than `most`. */
export async function countHomes(sql: Sql, search: HomeSearch, now: Temporal.Instant, most: number): Promise<number> {
  const values = new Values();
  const conditions = homeConditions(search, now, values);
  const [row] = await sql.query<{ count: number }>(
    `select count(*) as count from (select 1 from search_property s where ${conditions.join('\n and ')} limit ${values.put(most, 'integer')}) found`,
    values.list,
  );
  return row?.count ?? 0;
}

/** The currencies of the homes that meet the search: amounts of several cannot be put in one order. */
export async function currenciesOf(sql: Sql, search: HomeSearch, now: Temporal.Instant): Promise<string[]> {
  const values = new Values();
  const conditions = homeConditions(search, now, values);
  const rows = await sql.query<{ currency: string }>(
    `select distinct s.currency from search_property s where ${conditions.join('\n and ')} order by 1`,
    values.list,
  );
  return rows.map((row) => row.currency);
}
