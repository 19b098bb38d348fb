import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import type { HowAsked, Sql } from '../../adapters/postgres/sql';
import type { PagePosition } from '../cursor';
import type { HomeSearch, SearchSort } from '../search-query';
import { homeDetails, type CardTexts, type HomeDetails } from './home-details';
import { distanceKm, homesAsked, homesTable, type HomesAsked } from './home-conditions';
import { Values } from './values';

/** A home that meets the search, before the domain has confirmed and priced it. */
export interface FoundHome extends HomeDetails {
  /** Of the sort; together with the id it says where a page ends. */
  readonly key: number | string;
}

/** What of the homes is read: those after `position`, at most `limit`, with what is shown of them or without. */
export interface Wanted {
  readonly position: PagePosition | null;
  readonly limit: number;
  readonly cards: boolean;
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

const shownKey = (type: string): string => (type === 'timestamp' ? 'page.key::text' : 'page.key');

/** The page's columns of a home that meets the search. */
const pageColumns = (key: string, { stay }: HomesAsked): string =>
  `s.property_id, ${key} as key${stay ? `, ${stay.checkIn} as check_in, ${stay.checkOut} as check_out` : ''}`;

/** The homes of `page` with their details, in order. */
const detailed = (page: string, details: string, { direction, type }: Ordering): string =>
  `select ${shownKey(type)} as key, ${details} from ${page} page join search_property s on s.property_id = page.property_id
   order by page.key ${direction}, page.property_id ${direction}`;

/*
 * Limits that never change are said in the text, not as values: a plan for all values would take a tenth of all homes for a limit that it
 * does not know, look dear, and so never be kept.
 */

/** Where no more homes lie in the place, all of them that meet the search are gone through, and put in order. */
const gatheredMost = 3_000;
/** Else they are come upon in their order, among so many of the first homes of all: many meet it, or the place would not have so many. */
const walkedMost = 12_000;

/**
 * The page, and how many homes meet the search, in one statement. How it goes about it is settled by how many homes there are in the
 * place, and not by the planner, who keeps one plan for all of them. Counted are at most `most` + 1 homes of a place that has many.
 * @returns `homes` null where neither way filled the page: ask `findHomes`
 */
export async function countAndFindHomes(
  sql: Sql,
  search: HomeSearch,
  now: Temporal.Instant,
  { position, limit, cards, most }: Wanted & { readonly most: number },
): Promise<{ count: number; homes: readonly FoundHome[] | null }> {
  const values = new Values();
  const asked = homesAsked(search, now, values);
  const ordering = orderingOf(search, values);
  const { key, direction, isIndexed } = ordering;
  const inOrder = `order by key ${direction}, property_id ${direction} limit ${values.put(limit, 'integer')}`;
  const walked = (): string => `union all (select ${pageColumns('s.key', asked)}
       from ${asked.from.replace(homesTable, firstHomes(ordering, position, values))}
       where not (select is_whole from found) and ${asked.where} ${inOrder})`;
  const text = `with reach as materialized (
     select case when count(*) <= ${gatheredMost} then ${gatheredMost + 1} else ${most + 1} end as homes
     from (select from search_property s where ${asked.place} limit ${gatheredMost + 1}) near
   ), matching as materialized (
     select ${pageColumns(key, asked)} from ${asked.from} where ${asked.where} limit (select homes from reach)
   ), found as materialized (
     select count(*)::integer as count, count(*) < (select homes from reach) as is_whole from matching
   ), page as materialized (
     (select * from matching where (select is_whole from found)
       ${position ? `and ${after('key', ordering, position, values)}` : ''} ${inOrder})
     ${isIndexed ? walked() : ''}
   )
   select found.count, found.is_whole, home.*
   from found left join (${detailed('page', homeDetails(asked.stay !== null, cards, values), ordering)}) home on true`;
  const rows = await sql.query<CountedHome>(text, values.list, howAsked(search, text));
  const first = rows[0];
  const homes = rows.filter((row): row is CountedHome & FoundHome => row.property_id !== null);
  return { count: first?.count ?? 0, homes: first?.is_whole || homes.length >= limit ? homes : null };
}

type CountedHome = Omit<FoundHome, 'property_id'> & {
  readonly count: number;
  readonly is_whole: boolean;
  readonly property_id: number | null;
};

/** The first homes of all in the search's order, each with its `key`: an index yields them one by one, as long as they are asked for. */
function firstHomes(ordering: Ordering, position: PagePosition | null, values: Values): string {
  const { key, direction } = ordering;
  return `(select s.*, ${key} as key from search_property s
    where s.listed ${position ? `and ${after(key, ordering, position, values)}` : ''}
    order by ${key} ${direction}, s.property_id ${direction} limit ${walkedMost}) s`;
}

/** The page alone, by an index of the order or of the place: the planner sees the values, and chooses by them. */
export async function findHomes(
  sql: Sql,
  search: HomeSearch,
  now: Temporal.Instant,
  { position, limit, cards }: Wanted,
): Promise<FoundHome[]> {
  const values = new Values();
  const asked = homesAsked(search, now, values);
  const ordering = orderingOf(search, values);
  const { key, direction } = ordering;
  const page = `(select ${pageColumns(key, asked)} from ${asked.from}
     where ${asked.where} ${position ? `and ${after(key, ordering, position, values)}` : ''}
     order by ${key} ${direction}, s.property_id ${direction} limit ${values.put(limit, 'integer')})`;
  return sql.query<FoundHome>(detailed(page, homeDetails(asked.stay !== null, cards, values), ordering), values.list);
}

/**
 * The shapes that guest apps ask day and night are planned once for each connection. Rarer filters make too many shapes to keep a
 * plan of each, and words and amenities want a plan that knows them.
 */
function howAsked(search: HomeSearch, text: string): HowAsked {
  const { words, amenities, hostLanguages, type, bedrooms, beds, bathrooms, ratingMin } = search;
  const isCommon =
    search.area !== null &&
    search.stays.length <= 1 &&
    [words, amenities, hostLanguages].every((list) => list.length === 0) &&
    [type, bedrooms, beds, bathrooms, ratingMin].every((filter) => filter === null);
  return isCommon ? { planKeptAs: nameOf(text) } : {};
}

const names = new Map<string, string>();

/** Texts of common shapes are few: they hang on which parts are there, not on values. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = `search-${createHash('sha256').update(text).digest('base64url').slice(0, 16)}`;
  names.set(text, name);
  return name;
}

/** What is shown of these homes, by id. */
export async function homeCards(sql: Sql, propertyIds: readonly number[]): Promise<Map<number, CardTexts>> {
  const rows = await sql.query<CardTexts & { property_id: number }>(
    'select property_id, card, photos from search_property where property_id = any($1::integer[])',
    [propertyIds],
    { planKeptAs: 'search-cards' },
  );
  return new Map(rows.map((row) => [row.property_id, row]));
}

/** The currencies of the homes that meet the search: amounts of several cannot be put in one order. */
export async function currenciesOf(sql: Sql, search: HomeSearch, now: Temporal.Instant): Promise<string[]> {
  const values = new Values();
  const { from, where } = homesAsked(search, now, values);
  const rows = await sql.query<{ currency: string }>(
    `select distinct s.currency from ${from} where ${where} order by 1`,
    values.list,
  );
  return rows.map((row) => row.currency);
}
