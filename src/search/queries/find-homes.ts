import type { Temporal } from 'temporal-polyfill';
import type { HowAsked, Sql } from '../../adapters/postgres/sql';
import type { PagePosition } from '../cursor';
import type { HomeSearch, SearchSort } from '../search-query';
import { distanceKm } from './area-conditions';
import { foundText, readFound, type FoundHome, type FoundText } from './found-homes';
import { hasIndexedFilter, homesAsked, homesTable, type HomesAsked } from './home-conditions';
import { keptShape } from './plan-name';
import { Values } from './values';

/** What of the homes is read: those after `position`, at most `limit`. */
export interface Wanted {
  readonly position: PagePosition | null;
  readonly limit: number;
}

interface Ordering {
  readonly key: string;
  readonly type: string;
  readonly direction: 'asc' | 'desc';
  /** Whether an index has the homes in this order. */
  readonly isIndexed: boolean;
}

/** `price` is the base price: whole stays are priced and put in order by the domain. */
function orderingOf(search: HomeSearch, values: Values): Ordering {
  const by: Record<SearchSort, () => Ordering> = {
    relevance: () => ({ key: 's.ranking', type: 'double precision', direction: 'desc', isIndexed: true }),
    rating: () => ({
      key: 'coalesce(s.rating_mean, 0)::double precision',
      type: 'double precision',
      direction: 'desc',
      isIndexed: true,
    }),
    newest: () => ({ key: 's.published_on', type: 'timestamp', direction: 'desc', isIndexed: true }),
    price: () => ({ key: 's.base_price', type: 'bigint', direction: 'asc', isIndexed: true }),
    distance: () => {
      if (search.area?.kind !== 'circle') throw new Error('distance needs a circle');
      return { key: distanceKm(search.area, values), type: 'double precision', direction: 'asc', isIndexed: false };
    },
  };
  return by[search.sort]();
}

const after = (key: string, { direction, type }: Ordering, position: PagePosition, values: Values): string =>
  `(${key}, property_id) ${direction === 'asc' ? '>' : '<'} (${values.put(position.key, type)}, ${values.put(position.id, 'integer')})`;

/** The homes of a text that one of the statements below found; times stay as the database writes them: a `Date` has its milliseconds only. */
export const homesOf = ({ sort }: HomeSearch, text: FoundText): FoundHome[] =>
  readFound(text, sort === 'newest' ? String : Number);

const textOf = ({ stays }: HomeSearch, { direction }: Ordering): string =>
  foundText(`page.key ${direction}, page.property_id ${direction}`, stays.length > 1);

/** The page's columns of a home that meets the search. */
const pageColumns = (key: string, { stays }: HomeSearch, { stay }: HomesAsked): string =>
  `s.property_id, s.xmin as version, ${key} as key${stay && stays.length > 1 ? `, ${stay.checkIn} as check_in, ${stay.checkOut} as check_out` : ''}`;

/*
 * Limits that never change are said in the text, not as values: a plan for all values would take a tenth of all homes for a limit that it
 * does not know, look dear, and so never be kept.
 */

/** Where no more homes lie in the place, all of them that meet the search are gone through, and put in order. */
const gatheredMost = 3_000;
/** Else they are come upon in their order, among so many of the first homes of all: many meet it, or the place would not have so many. */
const walkedMost = 12_000;

/**
 * How many homes meet the search, up to `most` + 1 where the place has many; and where it has few, the page. Which it is, is settled by how
 * many homes there are in the place, and not by the planner, who keeps one plan for all of them.
 * @returns `found` null where the place has many: ask `walkHomes`
 */
export async function countAndFindHomes(
  sql: Sql,
  search: HomeSearch,
  now: Temporal.Instant,
  wanted: Counted,
): Promise<{ count: number; found: FoundText | null }> {
  const { text, values, how } = countStatement(search, now, wanted);
  const [row] = await sql.query<{ count: number; found: FoundText | null }>(text, values.at(now), how);
  return row ?? { count: 0, found: null };
}

type Counted = Wanted & { readonly most: number };

interface Statement {
  readonly text: string;
  readonly values: Values;
  readonly how: HowAsked;
}

const dayMs = 86_400_000;
/** Of first pages. A search that comes again is the same object (contract/parse-query.ts). */
const statements = new WeakMap<HomeSearch, { readonly asked: string; readonly statement: Statement }>();

/** Within UTC's day the same search is the same statement but for the moment: it is put together once. */
function countStatement(search: HomeSearch, now: Temporal.Instant, wanted: Counted): Statement {
  if (wanted.position) return makeCountStatement(search, now, wanted);
  const asked = `${wanted.limit} ${wanted.most} ${Math.floor(now.epochMilliseconds / dayMs)}`;
  const known = statements.get(search);
  if (known?.asked === asked) return known.statement;
  const statement = makeCountStatement(search, now, wanted);
  statements.set(search, { asked, statement });
  return statement;
}

function makeCountStatement(search: HomeSearch, now: Temporal.Instant, { position, limit, most }: Counted): Statement {
  const values = new Values();
  const asked = homesAsked(search, now, values);
  const ordering = orderingOf(search, values);
  const { key, direction } = ordering;
  const text = `with matching as materialized (
     select ${pageColumns(key, search, asked)} from ${asked.from} where ${asked.where} limit ${gatheredMost + 1}
   ), counted as materialized (
     select count(*)::integer as count from (select from matching limit ${most + 1}) first
   )
   select counted.count, case when counted.count <= ${most} or (not ${asked.isCrowded(gatheredMost)} and (select count(*) from matching) <= ${gatheredMost})
    then (select ${textOf(search, ordering)} from (
     select * from matching ${position ? `where ${after('key', ordering, position, values)}` : ''}
     order by key ${direction}, property_id ${direction} limit ${values.put(limit, 'integer')}
   ) page) end as found from counted`;
  return { ...howAsked(search, text), values };
}

/**
 * The page among the first homes of all, which an index yields one by one in the search's order, as long as they are asked for.
 * @returns null where they did not fill it, and for an order that has no index: ask `findHomes`
 */
export async function walkHomes(
  sql: Sql,
  search: HomeSearch,
  now: Temporal.Instant,
  { position, limit }: Wanted,
): Promise<FoundText | null> {
  const values = new Values();
  const asked = homesAsked(search, now, values, { mayGoByOther: true });
  const ordering = orderingOf(search, values);
  const { key, direction, isIndexed } = ordering;
  if (!isIndexed) return null;
  const firstHomes = `select s.property_id, ${key} as key, true as listed, s.approximate_latitude, s.approximate_longitude from search_property s
    where s.listed ${position ? `and ${after(key, ordering, position, values)}` : ''}
    order by ${key} ${direction}, s.property_id ${direction} limit ${walkedMost}`;
  const firstNear = `(select s.property_id, s.key from (${firstHomes}) s where ${asked.place}) first join ${homesTable} on s.property_id = first.property_id`;
  const text = `select count(*)::integer as count, ${textOf(search, ordering)} as found from (
     select ${pageColumns('first.key', search, asked)} from ${asked.from.replace(homesTable, firstNear)}
     where ${asked.where} order by first.key ${direction}, first.property_id ${direction} limit ${values.put(limit, 'integer')}) page`;
  const { how } = howAsked(search, text);
  const [row] = await sql.query<{ count: number; found: FoundText }>(text, values.list, how);
  return row && row.count >= limit ? row.found : null;
}

/** The page alone, by an index of the order or of the place: the planner sees the values, and chooses by them. */
export async function findHomes(
  sql: Sql,
  search: HomeSearch,
  now: Temporal.Instant,
  { position, limit }: Wanted,
): Promise<FoundText> {
  const values = new Values();
  const asked = homesAsked(search, now, values, { mayGoByOther: true });
  const ordering = orderingOf(search, values);
  const { key, direction } = ordering;
  const [row] = await sql.query<{ found: FoundText }>(
    `select ${textOf(search, ordering)} as found from (select ${pageColumns(key, search, asked)} from ${asked.from}
       where ${asked.where} ${position ? `and ${after(key, ordering, position, values)}` : ''}
       order by key ${direction}, s.property_id ${direction} limit ${values.put(limit, 'integer')}) page`,
    values.list,
  );
  return row?.found ?? '';
}

/**
 * The shapes that guest apps ask day and night are planned once for each connection. Rarer filters make too many shapes to keep a
 * plan of each, and words and amenities want a plan that knows them.
 */
function howAsked(search: HomeSearch, text: string): Omit<Statement, 'values'> {
  const { type, bedrooms, beds, bathrooms, ratingMin } = search;
  const isCommon =
    search.area !== null &&
    search.stays.length <= 1 &&
    !hasIndexedFilter(search) &&
    [type, bedrooms, beds, bathrooms, ratingMin].every((filter) => filter === null);
  const shape = isCommon ? keptShape(text) : undefined;
  return shape ? { text: shape.text, how: { planKeptAs: shape.name } } : { text, how: {} };
}

/** The currencies of the first `most` homes that meet the search: amounts of several cannot be put in one order. `isAll`: there are no more homes. */
export async function currenciesOf(
  sql: Sql,
  search: HomeSearch,
  now: Temporal.Instant,
  most: number,
): Promise<{ currencies: string[]; isAll: boolean }> {
  const values = new Values();
  const { from, where } = homesAsked(search, now, values);
  const rows = await sql.query<{ currency: string; homes: number }>(
    `select currency, count(*)::integer as homes from (select s.currency from ${from} where ${where} limit ${values.put(most + 1, 'integer')}) near
     group by currency order by currency`,
    values.list,
  );
  const homes = rows.reduce((sum, row) => sum + row.homes, 0);
  return { currencies: rows.map((row) => row.currency), isAll: homes <= most };
}
