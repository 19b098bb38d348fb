import type { Temporal } from 'temporal-polyfill';
import { countedGuests } from '../../domain/guests';
import type { HomeSearch } from '../search-query';
import { areaAsked, type AreaAsked } from './area-conditions';
import { priceBounds, type StayPricing } from './price-bounds';
import { anyStay, stayCondition } from './stay-condition';
import type { Values } from './values';

/** The homes `s` that meet a search, for a statement's `from` and `where`. */
export interface HomesAsked {
  readonly from: string;
  readonly where: string;
  /** The part of `where` that says where: an index answers it alone. */
  readonly place: string;
  /** SQL of whether about so many homes or more lie in the place. */
  readonly isCrowded: (homes: number) => string;
  /** SQL of the dates that a home is found for; null without dates. */
  readonly stay: { readonly checkIn: string; readonly checkOut: string } | null;
}

/** What a home `s` is taken from, where nothing else is said. */
export const homesTable = 'search_property s';

/** A search whose homes are priced: `from` yields `price (low, high)` too, and homes that cannot be within the prices asked are left out. */
export type PricedSearch = HomeSearch & { readonly pricing: StayPricing };

export interface HowTaken {
  /** What a home `s` is taken from: the table, or rows of it in some order. */
  readonly homes: string;
  /** Whether an index of something else than the place may be the better one, such as one that has the homes in the order asked for. */
  readonly mayGoByOther: boolean;
}

/** With dates these are the domain's rules of a stay, said in SQL; the domain confirms what is shown. */
export function homesAsked(
  search: HomeSearch | PricedSearch,
  now: Temporal.Instant,
  values: Values,
  { homes = homesTable, mayGoByOther = false }: Partial<HowTaken> = {},
): HomesAsked {
  const goesByPlace = !mayGoByOther && !hasIndexedFilter(search);
  const area = areaAsked(search.area, values, goesByPlace);
  const [place, isCrowded] = [listedIn(area.all()), (homes: number) => crowdCondition(area, homes, values)];
  const conditions = [place, ...roomConditions(search, values), ...wordConditions(search.words, values)];
  const [first, ...others] = search.stays;
  if (!first) return { from: homes, where: conditions.join('\n and '), place, isCrowded, stay: null };
  if (others.length > 0) {
    const stay = { checkIn: 'stay.check_in', checkOut: 'stay.check_out' };
    const from = `${homes} ${anyStay(search.stays, now, values)}`;
    return { place, isCrowded, ...withPrices(search, { from, conditions, stay }, values) };
  }
  const { holds, ...stay } = stayCondition(first, now, values);
  return { place, isCrowded, ...withPrices(search, { from: homes, conditions: [...conditions, holds], stay }, values) };
}

interface StayAsked {
  readonly from: string;
  readonly conditions: readonly string[];
  readonly stay: { readonly checkIn: string; readonly checkOut: string };
}

function withPrices(
  search: HomeSearch | PricedSearch,
  { from, conditions, stay }: StayAsked,
  values: Values,
): Pick<HomesAsked, 'from' | 'where' | 'stay'> {
  if (!('pricing' in search)) return { from, where: conditions.join('\n and '), stay };
  const { stays, guests, pricing, priceMin, priceMax } = search;
  const prices = priceBounds(stays, stay, guests, pricing, values);
  const within = [
    ...(priceMin === null ? [] : [`price.high >= ${values.put(priceMin, 'double precision')}`]),
    ...(priceMax === null ? [] : [`price.low <= ${values.put(priceMax, 'double precision')}`]),
  ];
  return { from: `${from} ${prices}`, where: [...conditions, ...within].join('\n and '), stay };
}

export const wordConditions = (words: readonly string[], values: Values): string[] =>
  words.map((word) => `s.search_text like ${wordPattern(word, values)}`);

/** Folded as the rows are; % and _ stand for themselves. */
const wordPattern = (word: string, values: Values): string =>
  `'%' || regexp_replace(search_fold(${values.put(word, 'text')}), '([\\\\%_])', '\\\\\\1', 'g') || '%'`;

function roomConditions(search: HomeSearch, values: Values): string[] {
  const { guests } = search;
  const atLeast: [column: string, value: number | null, type: string][] = [
    ['max_guests', countedGuests(guests), 'integer'],
    ['max_infants', guests.infants > 0 ? guests.infants : null, 'integer'],
    ['max_pets', guests.pets > 0 ? guests.pets : null, 'integer'],
    ['bedrooms', search.bedrooms, 'integer'],
    ['beds', search.beds, 'integer'],
    ['bathrooms', search.bathrooms, 'numeric'],
    ['rating_mean', search.ratingMin, 'numeric'],
  ];
  const conditions = atLeast.flatMap(([column, value, type]) =>
    value === null ? [] : [`s.${column} >= ${values.put(value, type)}`],
  );
  if (search.amenities.length > 0) conditions.push(`s.amenities @> ${values.put(search.amenities, 'text[]')}`);
  if (search.hostLanguages.length > 0)
    conditions.push(`s.host_languages && ${values.put(search.hostLanguages, 'text[]')}`);
  if (search.type !== null) conditions.push(`lower(s.property_type) = lower(${values.put(search.type, 'text')})`);
  if (search.roomType !== null) conditions.push(`s.room_type = ${values.put(search.roomType, 'text')}`);
  if (search.currency !== null) conditions.push(`s.currency = ${values.put(search.currency, 'text')}`);
  if (search.instantBook) conditions.push('s.instant_book');
  return conditions;
}

/** Filters that have indexes of their own, beside that of places. */
export const hasIndexedFilter = ({ words, amenities, hostLanguages }: HomeSearch): boolean =>
  [words, amenities, hostLanguages].some((list) => list.length > 0);

const listedIn = (conditions: readonly string[]): string => ['s.listed', ...conditions].join('\n and ');

/** Told by a part of the bands: it decides how homes are come upon, and never which. */
function crowdCondition(area: AreaAsked, homes: number, values: Values): string {
  const { conditions, share } = area.sample();
  return `exists (select from ${homesTable} where ${listedIn(conditions)} offset ${values.put(Math.floor(homes * share), 'bigint')})`;
}
