import { fingerprintOf, writeCursor, type PagePosition } from './cursor';
import type { HomeSearch } from './search-query';
import type { ShownHome } from './show-homes';

export interface SearchPage {
  readonly homes: readonly ShownHome[];
  readonly nextCursor: string | null;
  /** Exact up to `countedTotal`; there are more where `totalIsExact` is false. */
  readonly total: number;
  readonly totalIsExact: boolean;
}

export const countedTotal = 1_000;

/** The homes of a page, and where the next one begins. */
export interface HomesOfPage {
  readonly homes: readonly ShownHome[];
  readonly next: PagePosition | null;
  /** Of all homes that meet the search, up to one more than `countedTotal`. */
  readonly count: number;
}

const questions = new WeakMap<HomeSearch, string>();

/** As cursors have it. A search that comes again is the same object (contract/parse-query.ts). */
export function questionOf(search: HomeSearch): string {
  const known = questions.get(search) ?? fingerprintOf(search);
  questions.set(search, known);
  return known;
}

/** @param search as it was asked: its cursors are for it, not for what was made of it on the way. */
export const searchPage = (search: HomeSearch, { homes, next, count }: HomesOfPage): SearchPage => ({
  homes,
  nextCursor: next && writeCursor(next, questionOf(search)),
  total: Math.min(count, countedTotal),
  totalIsExact: count <= countedTotal,
});
