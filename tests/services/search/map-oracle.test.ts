import { Temporal } from 'temporal-polyfill';
import { memoryRateLimiter } from '../../../src/adapters/memory/rate-limiter';
import { dataOf, type AnyOperation } from '../../../src/contract/operation';
import { perform } from '../../../src/contract/perform';
import { addDays } from '../../../src/domain/night';
import type { MarketplaceConfig } from '../../../src/marketplace-config';
import type { Casita } from '../../../src/ports';
import { searchOperations } from '../../../src/search/operations';
import { refreshSearchRows } from '../../../src/search/refresh-search-rows';
import { homesOnMap, mapLimits, type HomesOnMap, type MapLimits } from '../../../src/search/search-map';
import { mapQuery, readMap } from '../../../src/search/search-query';
import { onlyDatabase } from '../support/test-database';
import * as world from './random-world';

/** What a map shows, against the pages of the same search, home by home: search-oracle.test.ts is about those. */
type Query = Record<string, string>;

interface Card {
  readonly documentId: string;
  readonly approximatePoint: { readonly latitude: number; readonly longitude: number };
  readonly rating: unknown;
  readonly stay: { readonly total: { readonly amount: number } } | null;
  readonly basePrice: { readonly amount: number; readonly currency: string } | null;
}

const config = {
  newListing: { bookings: 3, basisPoints: 2_000 },
  guestServiceFeeBasisPoints: 500,
  hostServiceFeeBasisPoints: 300,
  taxes: [],
} as unknown as MarketplaceConfig;

const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);
const random = world.randomFrom(seed);
const now = Temporal.Now.instant();

let database: Awaited<ReturnType<typeof onlyDatabase>>;
let app: Casita;
/** Row ids by document id. */
let ids: Map<string, number>;

beforeAll(async () => {
  database = await onlyDatabase();
  const made: number[] = [];
  await database.db.transaction(async (tx) => {
    const amenities = await world.insertAmenities(tx, random);
    const hosts = [await world.insertHost(tx, random)];
    for (let i = 0; i < 110; i += 1) made.push(await world.insertHome(tx, random, hosts, amenities, i % 9 > 0));
    await refreshSearchRows(tx, made);
  });
  const rows = await database.db.query<{ id: number; document_id: string }>('select id, document_id from properties');
  ids = new Map(rows.map((row) => [row.document_id, row.id]));
  app = {
    db: database.db,
    searchDb: { ...database.db, isBusy: () => false },
    clock: { now: () => now },
    config,
    limiter: memoryRateLimiter(),
  } as unknown as Casita;
});
afterAll(() => database?.drop());

const boxes = [
  '-180,-90,180,90',
  '-180,-90,180,90',
  '179.8,-17.2,-179.8,-16.7',
  '170,-40,-10,60',
  '0,-90,-0.5,90',
  '-9.3,38.6,-9,38.9',
  '-9.14,38.75,-9.12,38.8',
  '10,10,20,20',
];

function randomQuery(): Query {
  const query: Query = { bbox: random.pick(boxes) };
  if (random.chance(0.5)) {
    query['checkIn'] = addDays(world.today(), random.int(2, 60));
    query['checkOut'] = addDays(query['checkIn'] as never, random.int(1, 4));
    if (random.chance(0.3)) query['flexible'] = '±2';
    if (random.chance(0.4)) {
      query['currency'] = 'EUR';
      query['priceMax'] = String(random.int(20_000, 150_000));
    }
  }
  if (random.chance(0.3)) query['adults'] = String(random.int(1, 4));
  if (random.chance(0.2)) query['amenities'] = 'wifi';
  if (random.chance(0.2)) query['q'] = 'casa';
  if (random.chance(0.3)) query['currency'] = 'JPY';
  if (random.chance(0.5)) query['zoom'] = String(random.int(0, 20));
  return query;
}

async function ask(id: string, query: Query): Promise<{ data: unknown; meta: Record<string, unknown> }> {
  const operation = searchOperations.find((each) => each.id === id) as AnyOperation;
  const address = String(random.next());
  const raw = { door: 'rest' as const, bearer: null, address, params: {}, query, body: undefined, idempotencyKey: null }; // prettier-ignore
  const outcome = await perform(app, operation, raw);
  if (!outcome.ok) throw new Error(`${outcome.message} ${JSON.stringify(query)}`);
  return { data: dataOf(outcome.value), meta: outcome.value.meta ?? {} };
}

/** All cards of the search, and in order of their row ids. */
async function cardsOf({ zoom: _, ...query }: Query): Promise<Card[]> {
  const cards: Card[] = [];
  for (let cursor: unknown; cursor !== null;) {
    const page = await ask('searchProperties', { ...query, pageSize: '100', ...(cursor ? { cursor: String(cursor) } : {}) }); // prettier-ignore
    cards.push(...(page.data as Card[]));
    cursor = (page.meta['pagination'] as { nextCursor: unknown }).nextCursor;
  }
  return cards.sort((a, b) => idOf(a) - idOf(b));
}

const idOf = ({ documentId }: Card): number => ids.get(documentId) ?? 0;

/** By walking the cells from the south-west corner of the world, until the one that holds the point. */
function cellOf({ approximatePoint: { latitude, longitude } }: Card, zoom: number): string {
  const size = 90 / 2 ** zoom;
  return `${Math.floor((latitude + 90) / size)} ${Math.floor((longitude + 180) / size)}`;
}

function cellsOf(cards: readonly Card[], zoom: number): Card[][] {
  const cells = new Map<string, Card[]>();
  for (const card of cards) cells.set(cellOf(card, zoom), [...(cells.get(cellOf(card, zoom)) ?? []), card]);
  return [...cells.values()];
}

interface Cluster {
  readonly homes: number;
  readonly edges: readonly number[];
  readonly middle: readonly unknown[];
}

const inOrder = (clusters: readonly Cluster[]): Cluster[] => {
  const textOf = ({ homes, edges }: Cluster) => [homes, ...edges].join(' ');
  return clusters.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
};

/** Means hang on the order in which they are summed up, a little. */
const expectedClusters = (cells: readonly (readonly Card[])[], weight = 1): Cluster[] =>
  inOrder(
    cells.map((cards) => {
      const latitudes = cards.map((card) => card.approximatePoint.latitude);
      const longitudes = cards.map((card) => card.approximatePoint.longitude);
      const about = (all: number[]) => expect.closeTo(all.reduce((a, b) => a + b, 0) / all.length, 9) as unknown;
      return {
        homes: Math.round(cards.length * weight),
        edges: [Math.min(...longitudes), Math.min(...latitudes), Math.max(...longitudes), Math.max(...latitudes)],
        middle: [about(latitudes), about(longitudes)],
      };
    }),
  );

const clustersOf = ({ clusters }: HomesOnMap): Cluster[] =>
  inOrder(
    clusters.map((cell) => ({
      homes: cell.homes,
      edges: [cell.west, cell.south, cell.east, cell.north],
      middle: [cell.latitude, cell.longitude],
    })),
  );

async function map(query: Query, limits: MapLimits): Promise<HomesOnMap> {
  const read = mapQuery.parse(query);
  const outcome = await homesOnMap(app, readMap(read), read.zoom ?? null, limits);
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.value;
}

test(`shows each home of the search once, as a pin or in the cluster of its cell (seed ${seed})`, async () => {
  const seen = { pins: 0, clusters: 0 };
  for (let i = 0; i < 60; i += 1) {
    const query = randomQuery();
    const limits = { ...mapLimits, pins: random.pick([2, 10, 100]), marks: random.pick([20, 60, 200]) };
    const found = await map(query, limits);
    const cards = await cardsOf(query);
    const cells = cards.length <= limits.pins ? cards.map((card) => [card]) : cellsOf(cards, found.zoom);
    const clustered = cells.filter((cell) => cell.length > 1);
    const alone = cells.filter((cell) => cell.length === 1).flat();
    const shown = found.pins.map(({ home, price }) => `${home.document_id} ${price?.total.amount} ${home.latitude}`);
    expect([query, found.isExact, found.total, shown.sort(), clustersOf(found)]).toEqual([
      query,
      true,
      cards.length,
      alone.map((card) => `${card.documentId} ${card.stay?.total.amount} ${card.approximatePoint.latitude}`).sort(),
      expectedClusters(clustered),
    ]);
    expect(found.pins.length + found.clusters.length).toBeLessThanOrEqual(Math.max(limits.marks, limits.pins));
    seen.pins += found.pins.length;
    seen.clusters += found.clusters.length;
  }
  // The question must have been worth asking; how much is found hangs on the towns that were drawn.
  expect(seen.pins).toBeGreaterThan(20);
  expect(seen.clusters).toBeGreaterThan(5);
});

test(`draws wide boxes from homes spread over all, each for as many as it stands for (seed ${seed})`, async () => {
  const everything = await cardsOf({ bbox: '-180,-90,180,90' });
  const placeOf = (card: Card) => Number((BigInt(idOf(card)) * 2654435761n) & 0xffffffffn);
  const ordered = everything.toSorted((a, b) => placeOf(a) - placeOf(b));
  let drawn = 0;
  for (let i = 0; i < 30; i += 1) {
    const { priceMax: _, ...query } = randomQuery();
    const limits = {
      ...mapLimits,
      lookedAt: 5,
      sampled: random.pick([7, 20, 500]),
      walked: random.pick([30, 60, 500]),
    };
    const found = await map(query, limits);
    if (found.isExact) continue;
    const inBox = new Set((await cardsOf({ bbox: query['bbox'] ?? '' })).map((card) => card.documentId));
    const walked = ordered.slice(0, limits.walked);
    const looked = walked.filter((card) => inBox.has(card.documentId)).slice(0, limits.sampled);
    const last = looked.length === limits.sampled ? looked.at(-1) : ordered[limits.walked - 1];
    const weight = 2 ** 32 / ((last ? placeOf(last) : 2 ** 32 - 1) + 1);
    const matching = new Set((await cardsOf(query)).map((card) => card.documentId));
    const cells = cellsOf(looked.filter((card) => matching.has(card.documentId)), found.zoom); // prettier-ignore
    expect([query, limits, ...clustersOf(found)]).toEqual([query, limits, ...expectedClusters(cells, weight)]); // prettier-ignore
    expect(found.pins).toEqual([]);
    drawn += found.clusters.length;
  }
  expect(drawn).toBeGreaterThan(5);
});

test('says of pins what their cards say, and the lowest price of a night where that is one currency', async () => {
  const query = { bbox: '-9.3,38.6,-9,38.9', currency: 'EUR' };
  const { data, meta } = await ask('searchMap', query);
  const cards = await cardsOf(query);
  expect(cards.length).toBeGreaterThan(5);
  expect(meta).toMatchObject({ total: cards.length, isExact: true, zoom: expect.any(Number) });
  expect(data).toEqual({
    clusters: [],
    pins: cards.map(({ documentId, approximatePoint, rating, stay, basePrice }) => ({ documentId, approximatePoint, rating, stay, basePrice })), // prettier-ignore
  });
  const everywhere = await ask('searchMap', { bbox: '-180,-90,180,90', zoom: '0' });
  const { clusters } = everywhere.data as { clusters: { lowestBasePrice: unknown }[] };
  expect(clusters.length).toBeLessThanOrEqual(mapLimits.marks);
});

test.each<[Query, string, string]>([
  [{}, 'bbox', 'required'],
  [{ bbox: '0,10,1,5' }, 'bbox', 'inverted_box'],
  [{ bbox: '-181,0,1,5' }, 'bbox', 'longitude_out_of_range'],
  [{ bbox: '0,0,1,1', zoom: '21' }, 'zoom', 'too_big'],
  [{ bbox: '0,0,1,1', zoom: '-1' }, 'zoom', 'too_small'],
  [{ bbox: '0,0,1,1', lat: '1' }, 'lat', 'unknown_field'],
  [{ bbox: '0,0,1,1', cursor: 'x' }, 'cursor', 'unknown_field'],
  [{ bbox: '0,0,1,1', priceMin: '1' }, 'priceMin', 'needs_dates'],
  [{ bbox: '0,0,1,1', checkIn: '2027-01-01' }, 'checkOut', 'required'],
])('refuses %j, naming the field', async (query, field, code) => {
  const operation = searchOperations.find(({ id }) => id === 'searchMap') as AnyOperation;
  const raw = { door: 'rest' as const, bearer: null, address: '1', params: {}, query, body: undefined, idempotencyKey: null }; // prettier-ignore
  const outcome = await perform(app, operation, raw);
  expect(outcome).toMatchObject({ ok: false, kind: 'malformed' });
  expect(outcome.ok ? [] : outcome.reasons).toContainEqual(expect.objectContaining({ field, code }));
});
