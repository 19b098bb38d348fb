import type { Temporal } from 'temporal-polyfill';
import { accept, refuse, type Outcome } from '../domain/refusal';
import type { Casita } from '../ports';
import { isAmountKey, isNumberKey, isTimeKey, readCursor, type PagePosition } from './cursor';
import { keepPage, pageAgain, type PageFound } from './known-pages';
import { countAndFindHomes, findHomes, homesOf, walkHomes } from './queries/find-homes';
import type { FoundHome } from './queries/found-homes';
import type { PricedSearch } from './queries/home-conditions';
import { cheapestPage, homesWithin, isByPrice, isWithin, pricedSearch } from './search-by-price';
import { countedTotal, questionOf, searchPage, type HomesOfPage, type SearchPage } from './search-page';
import type { HomeSearch, SearchSort } from './search-query';
import { quarterOf, showHomes, type ShownHome } from './show-homes';

export interface PageOf {
  readonly cursor: string | undefined;
  readonly pageSize: number;
}

/** Of those that may be within the prices asked. */
const pricedAtOnce = 100;

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

export async function searchHomes(app: Casita, search: HomeSearch, page: PageOf): Promise<Outcome<SearchPage>> {
  if (app.searchDb.isBusy()) return busy;
  const position = readCursor(page.cursor, () => questionOf(search), isKeyOf[search.sort]);
  if (!position.ok) return position;
  if (isByPrice(search)) return pricedPage(app, search, position.value, page.pageSize);
  return accept(await pageInOrder(app, search, position.value, page.pageSize));
}

/** By price in any way: as the order, or as a filter. */
async function pricedPage(
  app: Casita,
  search: HomeSearch,
  position: PagePosition | null,
  pageSize: number,
): Promise<Outcome<SearchPage>> {
  const priced = await pricedSearch(app, search);
  if (!priced.ok) return priced;
  if (!priced.value) return accept(searchPage(search, { homes: [], next: null, count: 0 }));
  if (search.stays.length === 0) return accept(await pageInOrder(app, search, position, pageSize));
  const homesOfPrices = search.sort === 'price' ? homesByPrice : homesWithinPrices;
  const found = await homesOfPrices(app, priced.value, position, pageSize);
  return found.ok ? accept(searchPage(search, found.value)) : found;
}

/**
 * One statement where `countedTotal` homes or fewer meet the search. Where there are more, or where the domain did not confirm all
 * of a batch, further ones in the database's order, until the page is full.
 */
async function pageInOrder(
  app: Casita,
  search: HomeSearch,
  position: PagePosition | null,
  pageSize: number,
): Promise<SearchPage> {
  const { searchDb } = app;
  const now = app.clock.now();
  const wanted = { position, limit: pageSize + 1 };
  const { count, found } = await countAndFindHomes(searchDb, search, now, { ...wanted, most: countedTotal });
  const first =
    found ?? (await walkHomes(searchDb, search, now, wanted)) ?? (await findHomes(searchDb, search, now, wanted));
  const asked: PageFound = { search, quarter: quarterOf(now), pageSize, count, found: first };
  const again = pageAgain(app, asked);
  if (again) return again;
  const places = homesOf(search, first);
  const filled = await fillPage(app, search, places, { now, pageSize, limit: wanted.limit, suits: () => true });
  const page = searchPage(search, homesOfPage(filled, pageSize, count));
  if (isOfBatch(filled, places)) keepPage(app, asked, page);
  return page;
}

/** Whether the page is all of one batch, no home more or less, each of the version that was found. Homes of one import have one version: it does not tell those of a further batch from these. */
const isOfBatch = ({ homes, ends }: Filled, places: readonly FoundHome[]): boolean =>
  homes.length === places.length &&
  places.every((place, at) => place === ends[at] && place.version === homes[at]?.version);

/** In another order than by price. */
async function homesWithinPrices(
  app: Casita,
  search: PricedSearch,
  position: PagePosition | null,
  pageSize: number,
): Promise<Outcome<HomesOfPage>> {
  const counted = await homesWithin(app, search, countedTotal + 1);
  if (!counted.ok) return counted;
  const limit = Math.max(pageSize + 1, pricedAtOnce);
  const now = app.clock.now();
  const first = homesOf(search, await findHomes(app.searchDb, search, now, { position, limit }));
  const suits = ({ total }: ShownHome) => total !== null && isWithin(search, total);
  const filled = await fillPage(app, search, first, { now, pageSize, limit, suits });
  return accept(homesOfPage(filled, pageSize, counted.value.length));
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

function homesOfPage({ homes, ends }: Filled, pageSize: number, count: number): HomesOfPage {
  const end = ends[pageSize - 1];
  return { homes: homes.slice(0, pageSize), next: homes.length > pageSize && end ? positionOf(end) : null, count };
}

const positionOf = ({ key, property_id: id }: FoundHome): PagePosition => ({ key, id });

async function homesByPrice(
  app: Casita,
  search: PricedSearch,
  position: PagePosition | null,
  pageSize: number,
): Promise<Outcome<HomesOfPage>> {
  const page = await cheapestPage(app, search, position, pageSize);
  if (!page.ok) return page;
  const { homes, next, compared } = page.value;
  const isFiltered = search.priceMin !== null || search.priceMax !== null;
  const counted = isFiltered ? await homesWithin(app, search, countedTotal + 1) : accept({ length: compared });
  if (!counted.ok) return counted;
  const shown = await showHomes(app, search, app.clock.now(), homes.map(({ home }) => home)); // prettier-ignore
  return accept({ homes: shown.filter((home) => home !== null), next, count: counted.value.length });
}
