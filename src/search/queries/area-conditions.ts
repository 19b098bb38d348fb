import type { Box, Circle, HomeSearch } from '../search-query';
import type { Values } from './values';

/** Conditions of an area: on all of its bands of latitude, or on some of them, which say how many homes lie there. */
export interface AreaAsked {
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

export function areaAsked(area: HomeSearch['area'], values: Values, goesByPlace: boolean): AreaAsked {
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
