import { addDays, addMonths, nightOf, type Night } from '../../../../src/domain/night';
import type { Random } from '../random-world';
import type { Query } from './naive-search';
import type { Truth } from './truth';

/** What questions about a world are made of. */
export interface Subject {
  readonly today: Night;
  readonly currencies: readonly string[];
  place(): { readonly latitude: number; readonly longitude: number };
  /** Half the width of a box, in degrees. */
  readonly boxes: readonly number[];
  readonly radiiKm: readonly number[];
  words(): string;
  amenities(): string;
  languages(): string;
  type(): string;
  roomType(): string;
  readonly pageSizes: readonly number[];
}

/** Of a city as it is: around one of its homes, and by what one of them has. */
export function subjectOf(random: Random, truths: readonly Truth[], today: Night): Subject {
  const some = () => random.pick(truths);
  const parts = (text: string) => text.split(/[^a-z0-9]+/).filter((word) => word.length > 1);
  return {
    today,
    currencies: [...new Set(truths.map(({ terms }) => terms.currency))],
    place: some,
    boxes: [0.005, 0.02, 0.1, 3],
    radiiKm: [1, 3, 10, 200],
    words: () => Array.from({ length: random.pick([1, 1, 2]) }, () => wordOf(random, parts(some().words))).join(' '),
    amenities: () => codesOf(random, some().amenities),
    languages: () => random.pick([...some().languages, 'en', 'PT', 'fr,pt', 'xx']),
    type: () => some().type,
    roomType: () => some().roomType,
    pageSizes: [7, 20, 20, 50, 100],
  };
}

/** A word, or the beginning of one. */
const wordOf = (random: Random, words: readonly string[]): string => {
  const word = words.length > 0 ? random.pick(words) : 'home';
  return random.chance(0.7) ? word : word.slice(0, 3);
};

function codesOf(random: Random, codes: readonly string[]): string {
  const askable = codes.filter((code) => /^[\w-]{1,80}$/.test(code));
  if (askable.length === 0) return 'none';
  return Array.from({ length: random.int(1, 3) }, () => random.pick(askable)).join(',');
}

/** Any question at all: each filter now and then, and some together. */
export function randomQuery(random: Random, subject: Subject): Query {
  const query: Query = {};
  const some = (probability: number, fill: () => void) => random.chance(probability) && fill();
  askDates(query, random, subject.today);
  some(0.5, () => (query['adults'] = String(random.int(1, 5))));
  some(0.2, () => (query['children'] = String(random.int(0, 2))));
  some(0.2, () => (query['infants'] = String(random.int(0, 2))));
  some(0.2, () => (query['pets'] = String(random.int(0, 1))));
  askPlace(query, random, subject);
  some(0.2, () => (query['q'] = subject.words()));
  some(0.2, () => (query['amenities'] = subject.amenities()));
  some(0.1, () => (query['hostLanguage'] = subject.languages()));
  some(0.1, () => (query['type'] = subject.type()));
  some(0.1, () => (query['roomType'] = subject.roomType()));
  some(0.1, () => (query['bedrooms'] = String(random.int(0, 3))));
  some(0.1, () => (query['beds'] = String(random.int(0, 4))));
  some(0.1, () => (query['bathrooms'] = '1.5'));
  some(0.1, () => (query['instantBook'] = random.pick(['true', 'false'])));
  some(0.1, () => (query['ratingMin'] = random.pick(['4', '4.5'])));
  query['sort'] = random.pick(['relevance', 'price', 'rating', 'newest', 'distance']);
  if (query['sort'] === 'distance' && !query['lat']) query['sort'] = 'relevance';
  if (query['checkIn'] || query['months']) {
    some(0.3, () => (query['priceMin'] = String(random.int(0, 60_000))));
    some(0.3, () => (query['priceMax'] = String(random.int(60_000, 200_000))));
  }
  if (query['sort'] === 'price' || query['priceMin'] || query['priceMax'] || random.chance(0.1))
    query['currency'] = random.pick(subject.currencies);
  query['pageSize'] = String(random.pick(subject.pageSizes));
  return query;
}

function askDates(query: Query, random: Random, today: Night): void {
  if (random.chance(0.6)) {
    query['checkIn'] = addDays(today, random.pick([-1, 0, 0, 1, 2, random.int(3, 80), random.int(3, 80), 300]));
    query['checkOut'] = addDays(query['checkIn'] as Night, random.pick([1, 2, 3, 5, 8, 29]));
    if (random.chance(0.25)) query['flexible'] = random.pick(['exact', '±1', '±3', '7']);
  } else if (random.chance(0.3)) {
    query['flexible'] = random.pick(['weekend', 'week', 'month']);
    query['months'] = random.pick([[0], [1, 0], [2, 9]]).map((ahead) => addMonths(nightOf(today), ahead).slice(0, 7)).join(','); // prettier-ignore
  }
}

function askPlace(query: Query, random: Random, { place, boxes, radiiKm }: Subject): void {
  const { latitude, longitude } = place();
  if (random.chance(0.4)) {
    const size = random.pick(boxes);
    const wrap = (x: number) => (x > 180 ? x - 360 : x < -180 ? x + 360 : x);
    const [west, east] = [wrap(longitude - size), wrap(longitude + size)];
    query['bbox'] = [west, latitude - size, east, latitude + size].map((x) => x.toFixed(6)).join(',');
  } else if (random.chance(0.5)) {
    const circle = { lat: latitude.toFixed(3), lng: longitude.toFixed(3), radiusKm: String(random.pick(radiiKm)) };
    Object.assign(query, circle);
  }
}
