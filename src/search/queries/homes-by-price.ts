import type { Temporal } from 'temporal-polyfill';
import type { Sql } from '../../adapters/postgres/sql';
import type { PagePosition } from '../cursor';
import { homesAsked, type PricedSearch } from './home-conditions';
import { homeDetails, type HomeDetails } from './home-details';
import { Values } from './values';

/** SQL of whether a home `s` is within the prices asked, whatever its stay costs between its limits. */
const sureOf = ({ priceMin, priceMax }: PricedSearch, values: Values): string =>
  [
    'true',
    ...(priceMin === null ? [] : [`price.low >= ${values.put(priceMin, 'double precision')}`]),
    ...(priceMax === null ? [] : [`price.high <= ${values.put(priceMax, 'double precision')}`]),
  ].join(' and ');

/** Row ids of at most so many homes that are within the prices asked for certain, or of those whose limits leave it open. */
export async function homesByLimits(
  sql: Sql,
  search: PricedSearch,
  now: Temporal.Instant,
  which: 'sure' | 'open',
  most: number,
): Promise<number[]> {
  const values = new Values();
  const { from, where } = homesAsked(search, now, values);
  const sure = sureOf(search, values);
  const rows = await sql.query<{ property_id: number }>(
    `select s.property_id from ${from} where ${where} and ${which === 'sure' ? '' : 'not '}(${sure}) limit ${values.put(most, 'integer')}`,
    values.list,
  );
  return rows.map((row) => row.property_id);
}

/** What the domain needs to price these homes, without what is shown of them. */
export async function homesToPrice(
  sql: Sql,
  search: PricedSearch,
  now: Temporal.Instant,
  propertyIds: readonly number[],
): Promise<HomeDetails[]> {
  const values = new Values();
  const asked = homesAsked(search, now, values, { mayGoByOther: true });
  return sql.query<HomeDetails>(
    `with page as materialized (
       select s.property_id, ${asked.stay?.checkIn} as check_in, ${asked.stay?.checkOut} as check_out
       from ${asked.from} where s.property_id = any(${values.put(propertyIds, 'integer[]')}) and ${asked.where}
     )
     select ${homeDetails(true, values)} from page join search_property s on s.property_id = page.property_id`,
    values.list,
  );
}

export interface CheapestAsked {
  readonly position: PagePosition | null;
  /** Homes that the page needs. */
  readonly wanted: number;
  /** Homes are gone through up to so many. */
  readonly most: number;
  /** Of those that may be among the wanted ones, at most so many at a time … */
  readonly batch: number;
  /** … from after this one on. */
  readonly after: { readonly low: number; readonly id: number } | null;
}

/** A home that may be among the wanted ones, with the least that it can cost. */
export type CheapHome = HomeDetails & { readonly low: number; readonly version: string };

/**
 * The homes among which the `wanted` cheapest after the position are for certain, those that can be cheapest first: nobody is among
 * them whose least is above the most of as many others that come after the position whatever they cost.
 */
export async function cheapestHomes(
  sql: Sql,
  search: PricedSearch,
  now: Temporal.Instant,
  { position, wanted, most, batch, after }: CheapestAsked,
): Promise<{ count: number; homes: readonly CheapHome[] }> {
  const values = new Values();
  const asked = homesAsked(search, now, values);
  const put = (value: number) => values.put(value, 'double precision');
  const from = put(position ? Number(position.key) : -1e18);
  const next = after ? ` and (low, property_id) > (${put(after.low)}, ${values.put(after.id, 'integer')})` : '';
  const rows = await sql.query<CheapHome & { count: number; property_id: number | null }>(
    `with matching as materialized (
       select s.property_id, price.low, price.high, ${sureOf(search, values)} as is_sure, ${asked.stay?.checkIn} as check_in, ${asked.stay?.checkOut} as check_out
       from ${asked.from} where ${asked.where} limit ${values.put(most + 1, 'integer')}
     ), page as materialized (
       select * from matching where high >= ${from}
         and low <= coalesce((select high from matching where is_sure and low > ${from} order by high offset ${values.put(wanted - 1, 'integer')} limit 1), 'infinity')${next}
       order by low, property_id limit ${values.put(batch, 'integer')}
     )
     select (select count(*)::integer from matching) as count, home.* from (values (true)) always left join (
       select page.low, s.xmin as version, ${homeDetails(true, values)} from page join search_property s on s.property_id = page.property_id order by page.low, page.property_id
     ) home on true`,
    values.list,
  );
  return { count: rows[0]?.count ?? 0, homes: rows[0]?.property_id == null ? [] : rows };
}
