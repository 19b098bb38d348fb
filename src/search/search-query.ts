import { z } from 'zod';
import { currency, queryFlag, queryInt, queryList, queryNumber, text } from '../contract/fields';
import { isCurrency } from '../domain/currency';
import type { GuestCounts } from '../domain/guests';
import { finestZoom } from '../domain/map-grid';
import type { StayDates } from '../domain/night';

import { dateBreaches, dateFields, hasDates, staysOf } from './search-dates';

/** Degrees, WGS 84; west is greater than east where the box spans the antimeridian. */
export interface Box {
  readonly kind: 'box';
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

export interface Circle {
  readonly kind: 'circle';
  readonly latitude: number;
  readonly longitude: number;
  readonly radiusKm: number;
}

export const searchSorts = ['relevance', 'price', 'rating', 'distance', 'newest'] as const;
export type SearchSort = (typeof searchSorts)[number];

/** Filters by whose values the homes of a search can be counted. */
export const facetNames = ['type', 'roomType', 'amenities', 'hostLanguage', 'instantBook', 'bedrooms'] as const;
export type FacetName = (typeof facetNames)[number];

/** What a guest asks for, once it has been read. */
export interface HomeSearch {
  /** Those that would do, best first; several where the dates are flexible, none without dates. */
  readonly stays: readonly StayDates[];
  readonly guests: GuestCounts;
  readonly area: Box | Circle | null;
  readonly words: readonly string[];
  /** Of the whole stay, minor units. */
  readonly priceMin: number | null;
  readonly priceMax: number | null;
  readonly currency: string | null;
  readonly amenities: readonly string[];
  readonly type: string | null;
  readonly roomType: string | null;
  readonly bedrooms: number | null;
  readonly beds: number | null;
  readonly bathrooms: number | null;
  readonly instantBook: boolean;
  readonly ratingMin: number | null;
  /** Codes in lower case; one of them is enough. */
  readonly hostLanguages: readonly string[];
  readonly sort: SearchSort;
}

/** Of the homes in a box. */
export type MapSearch = HomeSearch & { readonly area: Box };

const maxWords = 8;
const maxAmenities = 30;
const maxLanguages = 10;
const maxAmount = 1_000_000_000_000;

const box = z
  .string()
  .max(120)
  .transform((value, context): Box => {
    const parts = value.split(',');
    const numbers = parts.map((part) => (/^-?\d{1,3}(\.\d{1,12})?$/.test(part.trim()) ? Number(part) : NaN));
    const [west = NaN, south = NaN, east = NaN, north = NaN] = numbers;
    const say = (code: string, message: string) => context.addIssue({ code: 'custom', message, params: { code } });
    if (parts.length !== 4 || numbers.some(Number.isNaN)) say('invalid_format', 'four numbers: west,south,east,north');
    else if (Math.abs(west) > 180 || Math.abs(east) > 180) say('longitude_out_of_range', 'longitudes are -180 to 180');
    else if (Math.abs(south) > 90 || Math.abs(north) > 90) say('latitude_out_of_range', 'latitudes are -90 to 90');
    else if (south > north) say('inverted_box', 'south must not be north of north');
    return { kind: 'box', west, south, east, north };
  })
  .meta({
    query: { type: 'string' },
    description: 'west,south,east,north; west may be greater than east across the antimeridian',
  });

/** What homes can be chosen by, wherever they are asked for. */
const filterFields = {
  ...dateFields,
  adults: queryInt(1, 50).optional(),
  children: queryInt(0, 50).optional(),
  infants: queryInt(0, 20).optional(),
  pets: queryInt(0, 20).optional(),
  q: text(120, 1)
    .optional()
    .meta({
      description: `Words of the name or the place, or parts of them, the first ${maxWords}; all must be there. Accents, capitals and apostrophes count for nothing`,
    }),
  priceMin: queryInt(0, maxAmount).optional().meta({ description: 'Whole stay, minor units; needs dates' }),
  priceMax: queryInt(0, maxAmount).optional().meta({ description: 'Whole stay, minor units; needs dates' }),
  currency: currency
    .refine(isCurrency, { message: 'a current ISO 4217 code', params: { code: 'unknown_currency' } })
    .optional()
    .meta({ description: 'Only homes priced in it' }),
  amenities: queryList(z.string().regex(/^[A-Za-z0-9_-]{1,80}$/, 'a code of /api/amenities'), maxAmenities)
    .optional()
    .meta({ description: 'Codes; a home must have all of them' }),
  type: text(80, 1).optional().meta({ description: 'Kind of home, such as Cabin; a value of the facet of this name' }),
  roomType: z.enum(['entire_home', 'private_room', 'shared_room', 'hotel_room']).optional(),
  bedrooms: queryInt(0, 50).optional(),
  beds: queryInt(0, 100).optional(),
  bathrooms: queryNumber(0, 50).optional(),
  instantBook: queryFlag.optional().meta({ description: 'true: only homes that can be booked at once; false: all' }),
  ratingMin: queryNumber(1, 5).optional(),
  hostLanguage: queryList(
    z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?$/, 'a code such as en or pt'),
    maxLanguages,
  )
    .optional()
    .meta({ description: 'Codes such as en or pt; the host speaks at least one of them' }),
};

type FilterFields = z.infer<z.ZodObject<typeof filterFields>>;

const fields = z.strictObject({
  ...filterFields,
  bbox: box.optional(),
  lat: queryNumber(-90, 90).optional().meta({ description: 'With lng and radiusKm: a circle, instead of bbox' }),
  lng: queryNumber(-180, 180).optional(),
  radiusKm: queryNumber(0.1, 500).optional(),
  sort: z.enum(searchSorts).default('relevance').meta({
    description:
      'price: the lowest first, of the stay, or of a night without dates; distance: needs lat, lng and radiusKm',
  }),
  facets: queryList(z.enum(facetNames), facetNames.length)
    .optional()
    .meta({ description: `How many homes there are with each value of these: ${facetNames.join(', ')}` }),
  cursor: z
    .string()
    .min(1)
    .max(400)
    .optional()
    .meta({ description: 'nextCursor of the page before, with the same question' }),
  pageSize: queryInt(1, 100).default(20),
});

type SearchFields = z.infer<typeof fields>;

/** Rules between fields; each breach names the field to change. */
export const searchQuery = fields.superRefine((query, context) => say(context, breaches(query)));

export const mapQuery = z
  .strictObject({
    ...filterFields,
    bbox: box,
    zoom: queryInt(0, finestZoom)
      .optional()
      .meta({ description: 'Of the map, as web maps count; finer cells than the box has room for are not made' }),
  })
  .superRefine((query, context) => say(context, filterBreaches(query)));

type Breach = readonly [field: string, code: string, message: string];

function say(context: z.RefinementCtx, all: Iterable<Breach>): void {
  for (const [field, code, message] of all) {
    context.addIssue({ code: 'custom', path: [field], message, params: { code } });
  }
}

function* breaches(query: SearchFields): Generator<Breach> {
  yield* filterBreaches(query);
  const { bbox, lat, lng, radiusKm, sort } = query;
  const circle = { lat, lng, radiusKm };
  const given = Object.values(circle).filter((value) => value !== undefined).length;
  for (const [field, value] of Object.entries(circle)) {
    if (given > 0 && value === undefined) yield [field, 'required', 'lat, lng and radiusKm go together'];
  }
  if (bbox && given > 0) yield ['bbox', 'not_together', 'either bbox or lat, lng and radiusKm'];
  if (sort === 'distance' && given === 0) yield ['sort', 'needs_point', 'distance needs lat, lng and radiusKm'];
}

function* filterBreaches(query: FilterFields): Generator<Breach> {
  yield* dateBreaches(query);
  const { priceMin, priceMax } = query;
  if (priceMin !== undefined && !hasDates(query)) yield ['priceMin', 'needs_dates', 'a whole-stay price needs dates'];
  if (priceMax !== undefined && !hasDates(query)) yield ['priceMax', 'needs_dates', 'a whole-stay price needs dates'];
  if (priceMin !== undefined && priceMax !== undefined && priceMin > priceMax) {
    yield ['priceMin', 'above_price_max', 'must not be above priceMax'];
  }
}

const searches = new WeakMap<SearchFields, HomeSearch>();
/** Those of some days to both sides. Months have far more: what is made of thousands of such searches would fill a process's memory. */
const staysKeptMax = 15;

/** The same object for the same query, but for one with very many stays. */
export function readSearch(query: SearchFields): HomeSearch {
  const known = searches.get(query);
  if (known) return known;
  const { lat, lng, radiusKm } = query;
  const circle = lat !== undefined && lng !== undefined && radiusKm !== undefined;
  const area: HomeSearch['area'] = circle ? { kind: 'circle', latitude: lat, longitude: lng, radiusKm } : null;
  const search = { ...readFilters(query), area: area ?? query.bbox ?? null, sort: query.sort };
  if (search.stays.length <= staysKeptMax) searches.set(query, search);
  return search;
}

/** The homes of a map have no order of their own. */
export const readMap = (query: z.infer<typeof mapQuery>): MapSearch => ({
  ...readFilters(query),
  area: query.bbox,
  sort: 'relevance',
});

/** As a place is written, or a sentence: `Porto, Portugal`. What is nothing but such marks is looked for as it is. */
function wordsOf(q: string | undefined): readonly string[] {
  if (q === undefined) return [];
  const words = q.split(/[\s,;]+/).filter((word) => word !== '');
  return words.length > 0 ? words.slice(0, maxWords) : [q];
}

function readFilters(query: FilterFields): Omit<HomeSearch, 'area' | 'sort'> {
  return {
    stays: staysOf(query),
    guests: {
      adults: query.adults ?? 1,
      children: query.children ?? 0,
      infants: query.infants ?? 0,
      pets: query.pets ?? 0,
    },
    words: wordsOf(query.q),
    priceMin: query.priceMin ?? null,
    priceMax: query.priceMax ?? null,
    currency: query.currency ?? null,
    amenities: query.amenities ?? [],
    type: query.type ?? null,
    roomType: query.roomType ?? null,
    bedrooms: query.bedrooms ?? null,
    beds: query.beds ?? null,
    bathrooms: query.bathrooms ?? null,
    instantBook: query.instantBook ?? false,
    ratingMin: query.ratingMin ?? null,
    hostLanguages: (query.hostLanguage ?? []).map((code) => code.toLowerCase()),
  };
}
