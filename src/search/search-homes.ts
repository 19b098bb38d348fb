import type { Temporal } from 'temporal-polyfill';
import { accept, refuse, type Outcome } from '../domain/refusal';
import type { Casita } from '../ports';
import {
  fingerprintOf,
  isAmountKey,
  isNumberKey,
  isTimeKey,
  readCursor,
  writeCursor,
  type PagePosition,
} from './cursor';
import { keepPage, pageAgain, type HomesOfPage, type PageFound } from './known-pages';
import { countAndFindHomes, findHomes, homesOf, walkHomes } from './queries/find-homes';
import type { FoundHome } from './queries/found-homes';
import type { PricedSearch } from './queries/home-conditions';
import { cheapestPage, homesWithin, isByPrice, isWithin, pricedSearch } from './search-by-price';
import type { HomeSearch, SearchSort } from './search-query';
import { quarterOf, showHomes, type ShownHome } from './show-homes';

export interface PageOf {
  readonly cursor: string | undefined;
  readonly pageSize: number;
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

interface Slice extends HomesOfPage {
  /** Counted up to one more than `countedTotal`. */
  readonly count: number;
}

/** Bookings have connections of their own: they go on. */
export const busy = {
  ...refuse('unavailable', 'Too many searches at the moment', [{ code: 'overload' }]),
  retryAfterSeconds: 1,
};

const isKeyOf: Readonly<Record<SearchSort, (key: unknown) => key is number | string>> = {
  relevance: isNumberKey,
  rating: isNumberKey,
  distance: isNumberKey,
  price: isAmountKey,
  newest: isTimeKey,
};

const questions = new WeakMap<HomeSearch, string>();

/** As cursors have it. A search that comes again is the same object (contract/parse-query.ts). */
function questionOf(search: HomeSearch): string {
  const known = questions.get(search) ?? fingerprintOf(search);
  questions.set(search, known);
  return known;
}

export async function searchHomes(app: Casita, search: HomeSearch, page: PageOf): Promise<Outcome<SearchPage>> {
  if (app.searchDb.isBusy()) return busy;
  const fingerprint = () => questionOf(search);
  const position = readCursor(page.cursor, fingerprint, isKeyOf[search.sort]);
  if (!position.ok) return position;
  const slice = isByPrice(search)
    ? await slicePriced(app, search, position.value, page.pageSize)
    : accept(await sliceInOrder(app, search, position.value, page.pageSize));
  if (!slice.ok) return slice;
  const { homes, next, count } = slice.value;
  return accept({
    homes,
    nextCursor: next && writeCursor(next, fingerprint()),
    total: Math.min(count, countedTotal),
    totalIsExact: count <= countedTotal,
  });
}

/** By price in any way: as the order, or as a filter. */
async function slicePriced(
  app: Casita,
  search: HomeSearch,
  position: PagePosition | null,
  pageSize: number,
): Promise<Outcome<Slice>> {
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
  const { searchDb } = app;
  const now = app.clock.now();
  const wanted = { position, limit: pageSize + 1 };
  const { count, found } = await countAndFindHomes(searchDb, search, now, { ...wanted, most: countedTotal });
  const first =
    found ?? (await walkHomes(searchDb, search, now, wanted)) ?? (await findHomes(searchDb, search, now, wanted));
  const asked: PageFound = { search, quarter: quarterOf(now), pageSize, found: first };
  const again = pageAgain(app, asked);
  if (again) return { homes: again.homes, next: again.next, count };
  const places = homesOf(search, first);
  const filled = await fillPage(app, search, places, { now, pageSize, limit: wanted.limit, suits: () => true });
  const page = pageOf(filled, pageSize);
  if (isOfBatch(filled, places)) keepPage(app, asked, page);
  return { ...page, count };
}

/** Whether the page is all of one batch, no home more or less, each of the version that was found. Homes of one import have one version: it does not tell those of a further batch from these. */
const isOfBatch = ({ homes, ends }: Filled, places: readonly FoundHome[]): boolean =>
  homes.length === places.length &&
  places.every((place, at) => place === ends[at] && place.version === homes[at]?.version);

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
  const now = app.clock.now();
  const first = homesOf(search, await findHomes(app.searchDb, search, now, { position, limit }));
  const suits = ({ total }: ShownHome) => total !== null && isWithin(search, total);
  const filled = await fillPage(app, search, first, { now, pageSize, limit, suits });
  return accept({ ...pageOf(filled, pageSize), count: counted.value.length });
}

interface Filling {
  readonly now: Temporal.Instant;
  readonly pageSize: number;
  /** Homes of a batch. */
  readonly limit: number;
  suits(home: ShownHome): boolean;
}

/** All that were confirmed and suit, and where each was found. */
interface Filled {
  readonly homes: readonly ShownHome[];
  readonly ends: readonly FoundHome[];
}

/** From the first batch of homes on, until so many of them are confirmed and suit. */
async function fillPage(
  app: Casita,
  search: HomeSearch,
  first: readonly FoundHome[],
  { now, pageSize, limit, suits }: Filling,
): Promise<Filled> {
  const homes: ShownHome[] = [];
  const ends: FoundHome[] = [];
  for (let found = first; ;) {
    const shown = await showHomes(app, search, now, found);
    found.forEach((place, at) => {
      const home = shown[at];
      if (!home || !suits(home)) return;
      homes.push(home);
      ends.push(place);
    });
    const last = found.at(-1);
    if (!last || homes.length > pageSize || found.length < limit) break;
    found = homesOf(search, await findHomes(app.searchDb, search, now, { position: positionOf(last), limit }));
  }
  return { homes, ends };
}

function pageOf({ homes, ends }: Filled, pageSize: number): HomesOfPage {
  const end = ends[pageSize - 1];
  return { homes: homes.slice(0, pageSize), next: homes.length > pageSize && end ? positionOf(end) : null };
}

const positionOf = ({ key, property_id: id }: FoundHome): PagePosition => ({ key, id });

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
  const shown = await showHomes(app, search, app.clock.now(), homes.map(({ home }) => home)); // prettier-ignore
  return accept({ homes: shown.filter((home) => home !== null), next, count: counted.value.length });
}
