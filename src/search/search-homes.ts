import type { Temporal } from 'temporal-polyfill';
import { accept, refuse, type Outcome } from '../domain/refusal';
import type { PricedStay } from '../domain/price';
import type { Casita } from '../ports';
import { fingerprintOf, isNumberKey, isTimeKey, readCursor, writeCursor, type PagePosition } from './cursor';
import { priceHomes, type PricedHome } from './price-homes';
import { cheapestPage, homesWithin, isByPrice, pricedSearch, pricedWithin } from './search-by-price';
import { countAndFindHomes, findHomes, homeCards, type FoundHome } from './queries/find-homes';
import type { PricedSearch } from './queries/home-conditions';
import type { CardTexts, HomeDetails } from './queries/home-details';
import type { HomeSearch } from './search-query';

export interface PageOf {
  readonly cursor: string | undefined;
  readonly pageSize: number;
}

/** A home of the page; `price` is null without dates. */
export interface ShownHome {
  readonly home: HomeDetails & CardTexts;
  readonly price: PricedStay | null;
}

export interface SearchPage {
  readonly homes: readonly ShownHome[];
  readonly nextCursor: string | null;
  /** Exact up to `countedTotal`; there are more where `totalIsExact` is false. */
  readonly total: number;
  readonly totalIsExact: boolean;
}

export const countedTotal = 1_000;

/** Of those that may be within the prices asked. */
const pricedAtOnce = 100;

interface Slice {
  readonly homes: readonly ShownHome[];
  readonly next: PagePosition | null;
  /** Counted up to one more than `countedTotal`. */
  readonly count: number;
}

/** Bookings have connections of their own: they go on. */
export const busy = {
  ...refuse('unavailable', 'Too many searches at the moment', [{ code: 'overload' }]),
  retryAfterSeconds: 1,
};

export async function searchHomes(app: Casita, search: HomeSearch, page: PageOf): Promise<Outcome<SearchPage>> {
  if (app.searchDb.isBusy()) return busy;
  const fingerprint = () => fingerprintOf(search);
  const position = readCursor(page.cursor, fingerprint, search.sort === 'newest' ? isTimeKey : isNumberKey);
  if (!position.ok) return position;
  const slice = await sliceOf(app, search, position.value, page.pageSize);
  if (!slice.ok) return slice;
  const { homes, next, count } = slice.value;
  return accept({
    homes,
    nextCursor: next && writeCursor(next, fingerprint()),
    total: Math.min(count, countedTotal),
    totalIsExact: count <= countedTotal,
  });
}

async function sliceOf(
  app: Casita,
  search: HomeSearch,
  position: PagePosition | null,
  pageSize: number,
): Promise<Outcome<Slice>> {
  if (!isByPrice(search)) return accept(await sliceInOrder(app, search, position, pageSize));
  const priced = await pricedSearch(app, search);
  if (!priced.ok) return priced;
  if (!priced.value) return accept({ homes: [], next: null, count: 0 });
  if (search.stays.length === 0) return accept(await sliceInOrder(app, search, position, pageSize));
  if (search.sort === 'price') return sliceByPrice(app, priced.value, position, pageSize);
  return sliceWithinPrices(app, priced.value, position, pageSize);
}

/**
 * One statement where `countedTotal` homes or fewer meet the search. Where there are more, or where the domain did not confirm all
 * of a batch, further ones in the database's order, until the page is full.
 */
async function sliceInOrder(
  app: Casita,
  search: HomeSearch,
  position: PagePosition | null,
  pageSize: number,
): Promise<Slice> {
  const now = app.clock.now();
  const wanted = { position, limit: pageSize + 1, cards: true };
  const { count, homes: counted } = await countAndFindHomes(app.searchDb, search, now, {
    ...wanted,
    most: countedTotal,
  });
  const shown: PlacedHome[] = [];
  let found = counted ?? (await findHomes(app.searchDb, search, now, wanted));
  for (;;) {
    shown.push(...(confirmed(app, search, now, found) as PlacedHome[]));
    const last = found.at(-1);
    if (!last || shown.length > pageSize || found.length < wanted.limit) break;
    found = await findHomes(app.searchDb, search, now, {
      ...wanted,
      position: { key: last.key, id: last.property_id },
    });
  }
  const homes = shown.slice(0, pageSize);
  const end = homes.at(-1)?.home;
  return { homes, next: shown.length > pageSize && end ? { key: end.key, id: end.property_id } : null, count };
}

type PlacedHome = ShownHome & { readonly home: FoundHome };
type Confirmed = readonly { readonly home: FoundHome; readonly price: PricedStay | null }[];

function confirmed(app: Casita, search: HomeSearch, now: Temporal.Instant, found: readonly FoundHome[]): Confirmed {
  if (search.stays.length === 0) return found.map((home) => ({ home, price: null }));
  return priceHomes({ config: app.config, now }, found, search.guests);
}

/** In another order than by price. */
async function sliceWithinPrices(
  app: Casita,
  search: PricedSearch,
  position: PagePosition | null,
  pageSize: number,
): Promise<Outcome<Slice>> {
  const counted = await homesWithin(app, search, countedTotal + 1);
  if (!counted.ok) return counted;
  const limit = Math.max(pageSize + 1, pricedAtOnce);
  const within: PricedHome[] = [];
  for (let from = position; ;) {
    const found = await findHomes(app.searchDb, search, app.clock.now(), { position: from, limit, cards: false });
    within.push(...pricedWithin(app, search, found));
    const last = found.at(-1);
    if (!last || within.length > pageSize || found.length < limit) break;
    from = { key: last.key, id: last.property_id };
  }
  const homes = within.slice(0, pageSize);
  const end = homes.at(-1)?.home;
  const next = within.length > pageSize && end ? { key: end.key, id: end.property_id } : null;
  return accept({ homes: await withCards(app, homes), next, count: counted.value.length });
}

async function sliceByPrice(
  app: Casita,
  search: PricedSearch,
  position: PagePosition | null,
  pageSize: number,
): Promise<Outcome<Slice>> {
  const page = await cheapestPage(app, search, position, pageSize);
  if (!page.ok) return page;
  const { homes, next, compared } = page.value;
  const isFiltered = search.priceMin !== null || search.priceMax !== null;
  const counted = isFiltered ? await homesWithin(app, search, countedTotal + 1) : accept({ length: compared });
  if (!counted.ok) return counted;
  return accept({ homes: await withCards(app, homes), next, count: counted.value.length });
}

async function withCards(app: Casita, homes: readonly PricedHome<HomeDetails>[]): Promise<ShownHome[]> {
  const cards = await homeCards(app.searchDb, homes.map(({ home }) => home.property_id)); // prettier-ignore
  return homes.flatMap(({ home, price }) => {
    const card = cards.get(home.property_id);
    return card ? [{ home: { ...home, ...card }, price }] : [];
  });
}
