import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import type { HowAsked, Sql } from '../../adapters/postgres/sql';
import type { PagePosition } from '../cursor';
import type { HomeSearch, SearchSort } from '../search-query';
import { homeDetails, type CardTexts, type HomeDetails } from './home-details';
import { distanceKm, homesAsked, type HomesAsked } from './home-conditions';
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

/**
 * The page, and how many homes meet the search, in one statement: all that meet it are gone through once, up to one more than
 * `most`. Where there are more, the page is left out, since the order would want all of them: ask `findHomes`.
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
  const text = `with matching as materialized (
     select ${pageColumns(ordering.key, asked)} from ${asked.from}
     where ${asked.where} limit ${values.put(most + 1, 'integer')}
   ), page as materialized (
     select * from matching where (select count(*) from matching) <= ${values.put(most, 'integer')}
       ${position ? `and ${after('key', ordering, position, values)}` : ''}
     order by key ${ordering.direction}, property_id ${ordering.direction} limit ${values.put(limit, 'integer')}
   )
   select (select count(*)::integer from matching) as count, home.*
   from (values (true)) always left join (${detailed('page', homeDetails(asked.stay !== null, cards, values), ordering)}) home on true`;
  const rows = await sql.query<FoundHome & { count: number; property_id: number | null }>(
    text,
    values.list,
    howAsked(search, text),
  );
  const count = rows[0]?.count ?? 0;
  if (count > most) return { count, homes: null };
  return { count, homes: rows[0]?.property_id === null ? [] : rows };
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
