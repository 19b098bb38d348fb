import { LRUCache } from 'lru-cache';
import { JsonList } from '../contract/operation';
import type { PagePosition } from './cursor';
import { perMarketplace, type Shower } from './per-marketplace';
import type { FoundText } from './queries/found-homes';
import type { HomeSearch } from './search-query';
import type { ShownHome } from './show-homes';

export interface HomesOfPage {
  readonly homes: readonly ShownHome[];
  readonly next: PagePosition | null;
}

/** What a page was made of: it is the same again as long as all of it is. */
export interface PageFound {
  readonly search: HomeSearch;
  /** Of an hour, in which it is asked (show-homes.ts). */
  readonly quarter: number;
  readonly pageSize: number;
  /** The homes, with the versions of their rows. */
  readonly found: FoundText;
}

interface KnownPage extends HomesOfPage {
  readonly of: PageFound;
}

/** Of the pages' own text, some 25 kB each. That of their homes is mostly kept anyway (show-homes.ts), and at most as much again. */
const BYTES_MAX = 14_000_000;

/** The last page of each search. A search that comes again is the same object (contract/parse-query.ts). */
const pagesOf = perMarketplace(
  () => new LRUCache<HomeSearch, KnownPage>({ maxSize: BYTES_MAX, sizeCalculation: bytesOf }),
);

/** The page that this search had last, where the same homes were found, none of which has changed. */
export function pageAgain(app: Shower, asked: PageFound): HomesOfPage | null {
  const page = pagesOf(app).get(asked.search);
  return page && isSame(page.of, asked) ? page : null;
}

/** To be kept only where the page is what was found, each home of the version that was found. */
export const keepPage = (app: Shower, of: PageFound, page: HomesOfPage): void =>
  void pagesOf(app).set(of.search, { ...page, of });

const isSame = (before: PageFound, now: PageFound): boolean =>
  before.found === now.found && before.pageSize === now.pageSize && before.quarter === now.quarter;

const lists = new WeakMap<readonly ShownHome[], JsonList<object>>();

/** The homes of a page as they are answered; its text is put together once. */
export function listOf(homes: readonly ShownHome[]): JsonList<object> {
  let list = lists.get(homes);
  if (!list) lists.set(homes, (list = new JsonList<object>(homes)));
  return list;
}

function bytesOf({ homes }: KnownPage): number {
  return homes.reduce(
    (sum, { pieces }) => sum + pieces.reduce((bytes, piece) => bytes + Buffer.byteLength(piece), 200),
    1_000,
  );
}
