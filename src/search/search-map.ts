import { zoomFor } from '../domain/map-grid';
import type { PricedStay } from '../domain/price';
import { accept, type Outcome } from '../domain/refusal';
import type { Casita } from '../ports';
import { busy, singleCurrency } from './by-price';
import { priceHomes } from './price-homes';
import { exactCells, pinHomes, sampledCells, type MapCell, type PinHome } from './queries/map-cells';
import { pricedHomesOf } from './search-by-price';
import type { MapSearch } from './search-query';

export interface MapLimits {
  /** Up to so many homes are shown each by itself. */
  readonly pins: number;
  /** Pins and clusters of one answer. */
  readonly marks: number;
  /** With more homes in the box, some of them are looked at, and counts are estimates. */
  readonly lookedAt: number;
  /** How many are looked at then … */
  readonly sampled: number;
  /** … and entries of the index that are gone through for them. */
  readonly walked: number;
}

export const mapLimits: MapLimits = { pins: 100, marks: 200, lookedAt: 50_000, sampled: 10_000, walked: 200_000 };

/** `price` is null without dates. */
export interface Pin {
  readonly home: PinHome;
  readonly price: PricedStay | null;
}

export interface HomesOnMap {
  readonly pins: readonly Pin[];
  readonly clusters: readonly MapCell[];
  readonly zoom: number;
  /** Homes that meet the search. */
  readonly total: number;
  /** false: counts are estimates. */
  readonly isExact: boolean;
}

/** Few homes each by itself, many put together by the cells of a grid; a home that is alone in its cell is shown by itself too. */
export async function homesOnMap(
  app: Casita,
  search: MapSearch,
  askedZoom: number | null,
  limits: MapLimits = mapLimits,
): Promise<Outcome<HomesOnMap>> {
  if (app.searchDb.isBusy()) return busy;
  const zoom = zoomFor(search.area, askedZoom, limits.marks);
  const among = await withinPrices(app, search);
  if (!among.ok) return among;
  const now = app.clock.now();
  const cells = await exactCells(app.searchDb, search, now, { zoom, among: among.value, ...limits });
  if (!cells) {
    const { cells: some, weight } = await sampledCells(app.searchDb, search, now, { zoom, ...limits });
    const clusters = some.map((cell) => ({ ...cell, homes: Math.round(cell.homes * weight) }));
    return accept({ pins: [], clusters, zoom, total: sumOf(clusters), isExact: false });
  }
  const pins = await pinsOf(app, search, cells.flatMap((cell) => cell.home_ids ?? [])); // prettier-ignore
  return accept({ pins, clusters: cells.filter((cell) => !cell.home_ids), zoom, total: sumOf(cells), isExact: true });
}

const sumOf = (cells: readonly MapCell[]): number => cells.reduce((sum, cell) => sum + cell.homes, 0);

/** Null: no price is asked. */
async function withinPrices(app: Casita, search: MapSearch): Promise<Outcome<readonly number[] | null>> {
  if (search.priceMin === null && search.priceMax === null) return accept(null);
  const one = await singleCurrency(app, search);
  if (!one.ok) return one;
  const priced = await pricedHomesOf(app, search);
  return priced.ok ? accept(priced.value.map(({ home }) => home.property_id)) : priced;
}

async function pinsOf(app: Casita, search: MapSearch, propertyIds: readonly number[]): Promise<Pin[]> {
  if (propertyIds.length === 0) return [];
  const now = app.clock.now();
  const homes = await pinHomes(app.searchDb, search, now, propertyIds);
  if (search.stays.length === 0) return homes.map((home) => ({ home, price: null }));
  return priceHomes({ config: app.config, now }, homes, search.guests);
}
