import type { Temporal } from 'temporal-polyfill';
import { distanceMetres } from '../../../../src/domain/approximate-point';
import { checkStay } from '../../../../src/domain/availability';
import { addDays, nightOf, type Night } from '../../../../src/domain/night';
import { priceStay } from '../../../../src/domain/price';
import { pricingAt, type MarketplaceConfig } from '../../../../src/marketplace-config';
import { fold, type Truth } from './truth';

/** Parameters of a search as its URL would have them. */
export type Query = Record<string, string>;

/** All that there is to find, and when and under which settings it is asked for. */
export interface Known {
  readonly truths: readonly Truth[];
  readonly config: MarketplaceConfig;
  readonly now: Temporal.Instant;
}

export interface Expected {
  readonly documentId: string;
  /** Its dates. */
  readonly stay: string;
  readonly total: number | null;
  readonly keys: readonly number[];
}

interface Guests {
  readonly adults: number;
  readonly children: number;
  readonly infants: number;
  readonly pets: number;
}

/** Every home, one by one, by the domain's rules on the truth. */
export function naiveSearch({ truths, config, now }: Known, query: Query): Expected[] {
  const found: Expected[] = [];
  const guests = {
    adults: Number(query['adults'] ?? 1),
    children: Number(query['children'] ?? 0),
    infants: Number(query['infants'] ?? 0),
    pets: Number(query['pets'] ?? 0),
  };
  const wishes = staysWished(query, nightOf(now.toString().slice(0, 10)));
  for (const truth of truths) {
    if (!fits(truth, query, guests)) continue;
    let total: number | null = null;
    const { ranges, taken } = truth.nights;
    const stay = wishes.find((wish) => checkStay(truth.terms, ranges, taken, { ...wish, guests }, now).length === 0);
    if (wishes.length > 0 && !stay) continue;
    if (stay) {
      const request = { ...stay, guests };
      const { completedBookings } = truth;
      const context = { now, completedBookings, ...pricingAt(config, truth.place) };
      total = priceStay(truth.terms, ranges, request, context).total.amount;
      if (total < Number(query['priceMin'] ?? 0) || total > Number(query['priceMax'] ?? Infinity)) continue;
    }
    found.push({
      documentId: truth.documentId,
      stay: `${stay?.checkIn} ${stay?.checkOut}`,
      total,
      keys: sortKeys(truth, query, total),
    });
  }
  return found.sort(
    (a, b) => (a.keys[0] as number) - (b.keys[0] as number) || (a.keys[1] as number) - (b.keys[1] as number),
  );
}

/** Day by day, the plainest way: nearest first, of two as near the later one; within months in order. */
function staysWished(query: Query, today: Night): { checkIn: Night; checkOut: Night }[] {
  const lengths: Record<string, number> = { weekend: 2, week: 7, month: 28 };
  const [checkIn, checkOut] = [query['checkIn'] as Night, query['checkOut'] as Night];
  const days = Number(/\d/.exec(query['flexible'] ?? '')?.[0] ?? 0);
  if (query['checkIn']) {
    const shifts = [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7].filter((shift) => Math.abs(shift) <= days);
    return shifts.map((shift) => ({ checkIn: addDays(checkIn, shift), checkOut: addDays(checkOut, shift) }));
  }
  const nights = lengths[query['flexible'] ?? ''];
  if (nights === undefined) return [];
  const first = addDays(today, -31);
  const coming = Array.from({ length: 500 }, (_, i) => addDays(first, i));
  return coming
    .filter((night) => query['months']?.split(',').includes(night.slice(0, 7)))
    .filter((night) => nights !== 2 || new Date(`${night}T12:00:00Z`).getUTCDay() === 5)
    .map((night) => ({ checkIn: night, checkOut: addDays(night, nights) }));
}

function fits(truth: Truth, query: Query, guests: Guests): boolean {
  const { capacity } = truth.terms;
  const atLeast = (value: number | null, wanted: string | undefined) =>
    wanted === undefined || (value !== null && value >= Number(wanted));
  return (
    guests.adults + guests.children <= capacity.maxGuests && guests.infants <= (capacity.maxInfants ?? 0) && guests.pets <= capacity.maxPets &&
    inArea(truth, query) &&
    (query['q'] ?? '').split(' ').every((word) => truth.words.includes(fold(word))) &&
    (query['amenities']?.split(',') ?? []).every((code) => truth.amenities.includes(code)) &&
    (!query['hostLanguage'] || query['hostLanguage'].toLowerCase().split(',').some((code) => truth.languages.includes(code))) &&
    (!query['type'] || truth.type.toLowerCase() === query['type'].toLowerCase()) &&
    (!query['roomType'] || truth.roomType === query['roomType']) &&
    (!query['currency'] || truth.terms.currency === query['currency']) &&
    (query['instantBook'] !== 'true' || truth.terms.rules.instantBook) &&
    atLeast(truth.bedrooms, query['bedrooms']) && atLeast(truth.beds, query['beds']) && atLeast(truth.bathrooms, query['bathrooms']) && atLeast(truth.mean, query['ratingMin'])
  ); // prettier-ignore
}

function inArea(truth: Truth, query: Query): boolean {
  if (query['bbox']) {
    const [west, south, east, north] = query['bbox'].split(',').map(Number) as [number, number, number, number];
    const across =
      west > east
        ? truth.longitude >= west || truth.longitude <= east
        : truth.longitude >= west && truth.longitude <= east;
    return across && truth.latitude >= south && truth.latitude <= north;
  }
  return !query['lat'] || away(truth, query) <= Number(query['radiusKm']);
}

const away = (truth: Truth, query: Query): number =>
  distanceMetres(truth, { latitude: Number(query['lat']), longitude: Number(query['lng']) }) / 1000;

/** Smaller comes first. */
function sortKeys(truth: Truth, query: Query, total: number | null): number[] {
  switch (query['sort']) {
    case 'price':
      return [total ?? truth.terms.prices.base, truth.id];
    case 'rating':
      return [-(truth.mean ?? 0), -truth.id];
    case 'newest':
      return [-truth.publishedOn.getTime(), -truth.id];
    case 'distance':
      return [away(truth, query), truth.id];
    default:
      return [-truth.ranking, -truth.id];
  }
}

const valuesOf: Record<string, (truth: Truth) => string[]> = {
  type: ({ type }) => [type],
  roomType: ({ roomType }) => [roomType],
  amenities: ({ amenities }) => [...amenities],
  hostLanguage: ({ languages }) => [...new Set(languages)],
  instantBook: ({ terms }) => [String(terms.rules.instantBook)],
  bedrooms: ({ bedrooms }) => Array.from({ length: bedrooms ?? 0 }, (_, i) => String(i + 1)),
};

export const facetNames = Object.keys(valuesOf);

/** An answer names no more values of a facet. */
const VALUES_MAX = 200;

/** The values of a facet with their counts, over the homes that the question finds without its own filter; commonest first. */
export function naiveFacet(known: Known, query: Query, name: string): [value: string, homes: number][] {
  const counts = new Map<string, number>();
  const asked = name === 'amenities' ? query : without(query, name);
  const homes = new Set(naiveSearch(known, asked).map((home) => home.documentId));
  for (const truth of known.truths.filter(({ documentId }) => homes.has(documentId)))
    for (const value of valuesOf[name]?.(truth) ?? []) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, VALUES_MAX);
}

const without = (query: Query, name: string): Query =>
  Object.fromEntries(Object.entries(query).filter(([field]) => field !== name));
