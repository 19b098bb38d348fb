import { z } from 'zod';
import { money } from '../contract/fields';
import { operation } from '../contract/operation';
import { accept } from '../domain/refusal';
import { correctedQ, forgiveTypos } from './forgive-typos';
import type { MapCell } from './queries/map-cells';
import { homesOnMap, mapLimits, type Pin } from './search-map';
import { mapQuery, readMap, type MapSearch } from './search-query';
import { approximatePoint, basePrice, nightPrice, rating, shownPrice, stay } from './shown-home';

const pin = z.object({ documentId: z.string(), approximatePoint, rating, stay, basePrice }).meta({ id: 'MapPin' });

const cluster = z
  .object({
    count: z.int(),
    centre: approximatePoint.meta({ id: 'MapCentre', description: 'The mean of the approximate points' }),
    bounds: z
      .object({ west: z.number(), south: z.number(), east: z.number(), north: z.number() })
      .meta({ id: 'MapBounds', description: 'Of the approximate points; never across the antimeridian' }),
    lowestBasePrice: money.nullable().meta({
      description: 'Without dates, where all its homes are priced in one currency: the lowest price of a night',
    }),
  })
  .meta({ id: 'MapCluster', description: 'Homes in one cell of the grid' });

export const mapOperation = operation({
  id: 'searchMap',
  kind: 'query',
  method: 'GET',
  path: '/search/map',
  tag: 'Search',
  summary: 'The homes of a search on a map',
  description: `Up to ${mapLimits.pins} homes are pins; more are put together to clusters by the cells of a grid, but for those that are alone in their cell. At most ${mapLimits.marks} marks. Where the box has more than ${mapLimits.lookedAt.toLocaleString('en')} homes there are clusters only, whose counts are estimates (isExact: false).`,
  access: 'anyone',
  front: true,
  query: mapQuery,
  rateLimit: { name: 'search-map', points: 1_200, seconds: 60 },
  success: {
    status: 200,
    schema: z.object({ pins: z.array(pin), clusters: z.array(cluster) }).meta({ id: 'MapMarks' }),
    meta: z.object({
      total: z.int(),
      isExact: z.boolean().meta({ description: 'false: total and the counts of clusters are estimates' }),
      zoom: z.int().meta({ description: 'Of the grid: what was asked, or the finest that the box has room for' }),
      correctedQ,
    }),
    description: 'Pins and clusters',
  },
  refusals: ['refused'],
  async handle(app, { query }) {
    const find = (asked: MapSearch) => homesOnMap(app, asked, query.zoom ?? null);
    const { search, outcome, ...meant } = await forgiveTypos(app, readMap(query), find);
    if (!outcome.ok) return outcome;
    const { pins, clusters, zoom, total, isExact } = outcome.value;
    const isDated = search.stays.length > 0;
    return accept({
      data: { pins: pins.map(pinOf), clusters: clusters.map((cell) => clusterOf(cell, isDated)) },
      meta: { total, isExact, zoom, ...meant },
    });
  },
});

const pinOf = ({ home, price }: Pin): z.input<typeof pin> => ({
  documentId: home.document_id,
  approximatePoint: { latitude: home.latitude, longitude: home.longitude },
  rating: { mean: home.rating_mean, count: home.rating_count },
  ...shownPrice(home, price),
});

const clusterOf = (cell: MapCell, isDated: boolean): z.input<typeof cluster> => ({
  count: cell.homes,
  centre: { latitude: sixDigits(cell.latitude), longitude: sixDigits(cell.longitude) },
  bounds: { west: cell.west, south: cell.south, east: cell.east, north: cell.north },
  lowestBasePrice:
    isDated || cell.base_price === null || cell.currency === null ? null : nightPrice(cell.base_price, cell.currency),
});

/** As the points themselves have: 0.1 m. */
const sixDigits = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
