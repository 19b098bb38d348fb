import { LRUCache } from 'lru-cache';
import { perMarketplace, type Shower } from './per-marketplace';
import type { FoundText } from './queries/found-homes';
import type { SearchPage } from './search-page';
import type { HomeSearch } from './search-query';

/** What a page was made of: it is the same again as long as all of it is. */
export interface PageFound {
  readonly search: HomeSearch;
  /** Of an hour, in which it is asked (show-homes.ts). */
  readonly quarter: number;
  readonly pageSize: number;
  /** Homes that meet the search. */
  readonly count: number;
  /** The homes, with the versions of their rows. */
  readonly found: FoundText;
}

interface KnownPage {
  readonly of: PageFound;
  readonly page: SearchPage;
}

/** Of the pages' own text, some 25 kB each. That of their homes is mostly kept anyway (show-homes.ts), and at most as much again. */
const BYTES_MAX = 14_000_000;

/** The last page of each search. A search that comes again is the same object (contract/parse-query.ts). */
const pagesOf = perMarketplace(
  () => new LRUCache<HomeSearch, KnownPage>({ maxSize: BYTES_MAX, sizeCalculation: bytesOf }),
);

/** The page that this search had last, where the same homes were found, none of which has changed. */
export function pageAgain(app: Shower, asked: PageFound): SearchPage | null {
  const known = pagesOf(app).get(asked.search);
  return known && isSame(known.of, asked) ? known.page : null;
}

/** To be kept only where the page is what was found, each home of the version that was found. */
export const keepPage = (app: Shower, of: PageFound, page: SearchPage): void =>
  void pagesOf(app).set(of.search, { of, page });

const isSame = (before: PageFound, now: PageFound): boolean =>
  before.found === now.found &&
  before.count === now.count &&
  before.pageSize === now.pageSize &&
  before.quarter === now.quarter;

function bytesOf({ page }: KnownPage): number {
  return page.homes.reduce(
    (sum, { pieces }) => sum + pieces.reduce((bytes, piece) => bytes + Buffer.byteLength(piece), 200),
    1_000,
  );
}
