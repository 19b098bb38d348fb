import type { Temporal } from 'temporal-polyfill';
import { zoomFor } from '../domain/map-grid';
import type { PricedStay } from '../domain/price';
import { accept, type Outcome } from '../domain/refusal';
import type { Casita } from '../ports';
import { priceHomes } from './price-homes';
import {
  countInBox,
  exactCells,
  pinHomes,
  sampledCells,
  type CellsAsked,
  type MapCell,
  type PinHome,
  type SampleAsked,
} from './queries/map-cells';
import { busy } from './search-homes';
import { homesWithin, pricedSearch } from './search-by-price';
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
  if (search.priceMin === null && search.priceMax === null) return drawn(app, search, { zoom, among: null, ...limits });
  const priced = await pricedSearch(app, search);
  if (!priced.ok) return priced;
  if (!priced.value) return accept({ pins: [], clusters: [], zoom, total: 0, isExact: true });
  const now = app.clock.now();
  const inBox = await countInBox(app.searchDb, search, limits.lookedAt + 1);
  if (inBox > limits.lookedAt) return estimate(app, priced.value as MapSearch, { zoom, ...limits }, now);
  const within = await homesWithin(app, priced.value, limits.lookedAt);
  return within.ok ? drawn(app, search, { zoom, among: within.value, ...limits }) : within;
}

async function drawn(app: Casita, search: MapSearch, asked: CellsAsked & SampleAsked): Promise<Outcome<HomesOnMap>> {
  const now = app.clock.now();
  const { zoom } = asked;
  const cells = await exactCells(app.searchDb, search, now, asked);
  if (!cells) return estimate(app, search, asked, now);
  const pins = await pinsOf(app, search, cells.flatMap((cell) => cell.home_ids ?? [])); // prettier-ignore
  return accept({ pins, clusters: cells.filter((cell) => !cell.home_ids), zoom, total: sumOf(cells), isExact: true });
}

/** With prices asked, homes count that may be within them. */
async function estimate(
  app: Casita,
  search: MapSearch,
  asked: SampleAsked,
  now: Temporal.Instant,
): Promise<Outcome<HomesOnMap>> {
  const { cells, weight } = await sampledCells(app.searchDb, search, now, asked);
  const clusters = cells.map((cell) => ({ ...cell, homes: Math.round(cell.homes * weight) }));
  return accept({ pins: [], clusters, zoom: asked.zoom, total: sumOf(clusters), isExact: false });
}

const sumOf = (cells: readonly MapCell[]): number => cells.reduce((sum, cell) => sum + cell.homes, 0);

async function pinsOf(app: Casita, search: MapSearch, propertyIds: readonly number[]): Promise<Pin[]> {
  if (propertyIds.length === 0) return [];
  const now = app.clock.now();
  const homes = await pinHomes(app.searchDb, search, now, propertyIds);
  if (search.stays.length === 0) return homes.map((home) => ({ home, price: null }));
  return priceHomes({ config: app.config, now }, homes, search.guests);
}
