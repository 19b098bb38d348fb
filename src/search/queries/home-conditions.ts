import type { Temporal } from 'temporal-polyfill';
import { countedGuests } from '../../domain/guests';
import type { Box, Circle, HomeSearch } from '../search-query';
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

/** Conditions of an area: on all of its bands of latitude, or on some of them, which say how many homes lie there. */
interface AreaAsked {
  all(): string[];
  /** @returns `share` of all bands */
  sample(): { readonly conditions: string[]; readonly share: number };
}

/**
 * Only approximate points are asked: boxes that shrink around a home must not find out where it is.
 * @param goesByPlace whether only the index of places can answer: see `edgeConditions`
 */
export const areaConditions = (area: HomeSearch['area'], values: Values, goesByPlace: boolean): string[] =>
  areaAsked(area, values, goesByPlace).all();

function areaAsked(area: HomeSearch['area'], values: Values, goesByPlace: boolean): AreaAsked {
  if (area === null) return { all: () => [], sample: () => ({ conditions: [], share: 1 }) };
  const box = area.kind === 'box' ? area : boxAround(area);
  const others = edgeConditions(box, values, goesByPlace);
  if (area.kind === 'circle')
    others.push(`${distanceKm(area, values)} <= ${values.put(area.radiusKm, 'double precision')}`);
  return {
    all: () => [bandCondition(box, values), ...others],
    sample() {
      const { bands, share } = sampledBands(box);
      return { conditions: [inBands(bands, values), ...others], share };
    },
  };
}

/** Told by a part of the bands: it decides how homes are come upon, and never which. */
function crowdCondition(area: AreaAsked, homes: number, values: Values): string {
  const { conditions, share } = area.sample();
  return `exists (select from ${homesTable} where ${listedIn(conditions)} offset ${values.put(Math.floor(homes * share), 'bigint')})`;
}

/** Of latitude, as the index `search_property_place` has them. */
const bandsPerDegree = 100;
export const bandOf = (latitude: number): number => Math.floor(latitude * bandsPerDegree);

/** A box of a city or two names its bands; a taller one has a range of them. */
const namedBandsMax = 64;

/**
 * An index yields the bands' homes along the longitudes; the latitude says which of the outermost bands' homes are in the box, and the index
 * leaves out the others, which may be most of what it goes through. The planner would take it for one more thing that few homes meet, beside
 * their bands, and so prefer this index to any other: where there is a choice, the latitude is no figure for it.
 */
function edgeConditions({ west, south, east, north }: Edges, values: Values, goesByPlace: boolean): string[] {
  const place = (degrees: number) => values.put(degrees, 'double precision');
  const from = `s.approximate_longitude >= ${place(west)}`;
  const to = `s.approximate_longitude <= ${place(east)}`;
  const within = `s.approximate_latitude between ${place(south)} and ${place(north)}`;
  const latitude = goesByPlace ? within : `case when ${within} then true else false end`;
  return [west > east ? `(${from} or ${to})` : `${from} and ${to}`, latitude];
}

type Edges = Omit<Box, 'kind'>;

const bandIn = (row: string): string => `floor(${row}.approximate_latitude * ${bandsPerDegree})::integer`;
const band = bandIn('s');

/** For an `order by`: as the index `search_property_place` has the homes. */
export const byPlace = (row: string): string => `${bandIn(row)}, ${row}.approximate_longitude`;

const inBands = (bands: readonly number[], values: Values): string =>
  `${band} = any(${values.put(bands, 'integer[]')})`;

function bandsOf({ south, north }: Edges): { readonly first: number; readonly count: number } {
  const first = bandOf(south);
  return { first, count: bandOf(north) - first + 1 };
}

function bandCondition(box: Edges, values: Values): string {
  const { first, count } = bandsOf(box);
  if (count <= namedBandsMax) return inBands(Array.from({ length: count }, (_, n) => first + n), values); // prettier-ignore
  return `${band} between ${values.put(first, 'integer')} and ${values.put(first + count - 1, 'integer')}`;
}

/** As many as half of the root of all, spread evenly: of eight bands two, of the whole world 68. */
function sampledBands(box: Edges): { readonly bands: readonly number[]; readonly share: number } {
  const { first, count } = bandsOf(box);
  const sampled = Math.ceil(Math.sqrt(count) / 2);
  const bands = Array.from({ length: sampled }, (_, n) => first + Math.floor(((n + 0.5) * count) / sampled));
  return { bands, share: sampled / count };
}

const earthRadiusKm = 6371.0088;
const degrees = (radians: number): number => (radians * 180) / Math.PI;
const wrapped = (longitude: number): number => ((((longitude + 180) % 360) + 360) % 360) - 180;

/** The box that a circle fits in; a circle around a pole has every longitude. A little wider, so that rounding cuts nothing off. */
function boxAround({ latitude, longitude, radiusKm }: Circle): Edges {
  const angle = radiusKm / earthRadiusKm + 1e-6;
  const [south, north] = [latitude - degrees(angle), latitude + degrees(angle)];
  if (south <= -90 || north >= 90)
    return { west: -180, east: 180, south: Math.max(south, -90), north: Math.min(north, 90) };
  const across = degrees(Math.asin(Math.min(1, Math.sin(angle) / Math.cos((latitude * Math.PI) / 180))));
  return { west: wrapped(longitude - across), east: wrapped(longitude + across), south, north };
}

/** Haversine, to the approximate point. */
export function distanceKm({ latitude, longitude }: Circle, values: Values): string {
  const [lat, lng] = [values.put(latitude, 'double precision'), values.put(longitude, 'double precision')];
  const half = (column: string, centre: string) => `power(sin(radians(s.${column} - ${centre}) / 2), 2)`;
  return `(2 * ${earthRadiusKm} * asin(least(1, sqrt(${half('approximate_latitude', lat)}
    + cos(radians(${lat})) * cos(radians(s.approximate_latitude)) * ${half('approximate_longitude', lng)}))))`;
}
