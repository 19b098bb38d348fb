import type { Temporal } from 'temporal-polyfill';
import type { Sql } from '../../adapters/postgres/sql';
import { cellDegrees } from '../../domain/map-grid';
import type { MapSearch } from '../search-query';
import { areaConditions } from './area-conditions';
import { hasIndexedFilter, homesAsked, wordConditions } from './home-conditions';
import { homeDetails, type HomeDetails } from './home-details';
import { Values } from './values';

/** The homes of one cell of the grid that meet a search. */
export interface MapCell {
  readonly homes: number;
  /** Means of the points that guests see; a cell never spans the antimeridian. */
  readonly latitude: number;
  readonly longitude: number;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  /** Of a night, where all homes of the cell are priced in one currency. */
  readonly base_price: number | null;
  readonly currency: string | null;
  /** Row ids, where there are few enough homes to show each. */
  readonly home_ids: readonly number[] | null;
}

const cellColumns = `count(*)::integer as homes, avg(latitude) as latitude, avg(longitude) as longitude,
  min(longitude) as west, min(latitude) as south, max(longitude) as east, max(latitude) as north,
  case when min(currency) = max(currency) then min(base_price) end as base_price,
  case when min(currency) = max(currency) then min(currency) end as currency`;

const pointColumns =
  's.property_id, s.approximate_latitude as latitude, s.approximate_longitude as longitude, s.base_price, s.currency';

const cellOf = (zoom: number, values: Values): string => {
  const size = values.put(cellDegrees(zoom), 'double precision');
  return `floor((latitude + 90) / ${size}), floor((longitude + 180) / ${size})`;
};

export interface CellsAsked {
  readonly zoom: number;
  /** Each home is named where there are at most so many, and where it is alone in its cell. */
  readonly pins: number;
  /** Of the homes in the box, before they are asked anything else. */
  readonly lookedAt: number;
  /** Only these. */
  readonly among: readonly number[] | null;
}

/** Listed homes in the box, that have the words: counted in an index, up to `most`. */
function boxCount(search: MapSearch, values: Values, most: string): string {
  const place = areaConditions(search.area, values, !hasIndexedFilter(search));
  const inBox = ['s.listed', ...place, ...wordConditions(search.words, values)];
  return `select count(*)::integer as homes from (select 1 from search_property s where ${inBox.join(' and ')} limit ${most}) counted`;
}

export async function countInBox(sql: Sql, search: MapSearch, most: number): Promise<number> {
  const values = new Values();
  const [row] = await sql.query<{ homes: number }>(boxCount(search, values, values.put(most, 'integer')), values.list);
  return row?.homes ?? 0;
}

/** Null where the box has more homes than are looked at: that is counted in an index, and no home is looked at then. */
export async function exactCells(
  sql: Sql,
  search: MapSearch,
  now: Temporal.Instant,
  { zoom, pins, lookedAt, among }: CellsAsked,
): Promise<MapCell[] | null> {
  const values = new Values();
  const most = values.put(lookedAt, 'integer');
  const counted = boxCount(search, values, `${most} + 1`);
  const asked = homesAsked(search, now, values, { mayGoByOther: among !== null });
  const cell = cellOf(zoom, values);
  const chosen = among ? ` and s.property_id = any(${values.put(among, 'integer[]')})` : '';
  const rows = await sql.query<MapCell & { in_box: number; homes: number | null }>(
    `with box as materialized (
       ${counted}
     ), matching as materialized (
       select ${pointColumns} from ${asked.from} where (select homes from box) <= ${most} and ${asked.where}${chosen}
     )
     select box.homes as in_box, cell.* from box left join (
       select ${cellColumns}, case when count(*) = 1 or (select count(*) from matching) <= ${values.put(pins, 'integer')} then array_agg(property_id order by property_id) end as home_ids
       from matching group by ${cell} order by ${cell}
     ) cell on true`,
    values.list,
  );
  if ((rows[0]?.in_box ?? 0) > lookedAt) return null;
  return rows.filter((row) => row.homes !== null);
}

/**
 * Where a home has its place among all when some of them are looked at for the rest: multiples of the golden ratio spread evenly however
 * many are taken, and homes that were made one after the other, such as those of one city, lie far apart. Index: search_property_spread.
 */
const spread = '((s.property_id::bigint * 2654435761) & 4294967295)';
const spreadRange = 2 ** 32;

export interface SampleAsked {
  readonly zoom: number;
  /** Homes of the box that are looked at. */
  readonly sampled: number;
  /** Entries of the index that are gone through for them. */
  readonly walked: number;
}

export interface SampledCells {
  readonly cells: readonly MapCell[];
  /** How many homes of the marketplace each home of a cell stands for. */
  readonly weight: number;
}

/** The cells of some of the homes, spread evenly over all; always the same ones while no home comes or goes. */
export async function sampledCells(
  sql: Sql,
  search: MapSearch,
  now: Temporal.Instant,
  { zoom, sampled, walked }: SampleAsked,
): Promise<SampledCells> {
  const values = new Values();
  const [walk, take] = [values.put(walked, 'integer'), values.put(sampled, 'integer')];
  const inBox = areaConditions(search.area, values, false).join(' and ');
  const asked = homesAsked(search, now, values, { homes: 'looked join search_property s on s.property_id = looked.property_id', mayGoByOther: true }); // prettier-ignore
  const cell = cellOf(zoom, values);
  const rows = await sql.query<MapCell & { reached: number | null; homes: number | null }>(
    `with looked as materialized (
       select s.property_id, s.place from (
         select s.property_id, s.approximate_latitude, s.approximate_longitude, ${spread} as place
         from search_property s where s.listed order by ${spread} limit ${walk}
       ) s where ${inBox} limit ${take}
     ), reach as materialized (
       select case when (select count(*) from looked) = ${take} then (select max(place) from looked)
         else (select ${spread} from search_property s where s.listed order by ${spread} offset ${walk} - 1 limit 1) end as reached
     ), matching as materialized (
       select ${pointColumns} from ${asked.from} where ${asked.where}
     )
     select reach.reached, cell.* from reach left join (
       select ${cellColumns}, null::integer[] as home_ids from matching group by ${cell} order by ${cell}
     ) cell on true`,
    values.list,
  );
  const reached = rows[0]?.reached ?? spreadRange - 1;
  return { cells: rows.filter((row) => row.homes !== null), weight: spreadRange / (reached + 1) };
}

/** A home that is shown by itself. */
export interface PinHome extends HomeDetails {
  readonly document_id: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly rating_mean: number | null;
  readonly rating_count: number;
}

/** Those of these homes that meet the search, in order of their row ids. */
export async function pinHomes(
  sql: Sql,
  search: MapSearch,
  now: Temporal.Instant,
  propertyIds: readonly number[],
): Promise<PinHome[]> {
  const values = new Values();
  const asked = homesAsked(search, now, values, { mayGoByOther: true });
  const stay = asked.stay ? `, ${asked.stay.checkIn} as check_in, ${asked.stay.checkOut} as check_out` : '';
  return sql.query<PinHome>(
    `with page as materialized (
       select s.property_id${stay} from ${asked.from} where s.property_id = any(${values.put(propertyIds, 'integer[]')}) and ${asked.where}
     )
     select ${homeDetails(asked.stay !== null, values)}, s.document_id, s.approximate_latitude as latitude, s.approximate_longitude as longitude,
       s.rating_mean::double precision as rating_mean, s.rating_count
     from page join search_property s on s.property_id = page.property_id order by s.property_id`,
    values.list,
  );
}
