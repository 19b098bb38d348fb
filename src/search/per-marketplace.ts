import type { MarketplaceConfig } from '../marketplace-config';
import type { Casita } from '../ports';
import type { SearchDatabase } from '../ports/search-database';

/** What homes are found in, and priced with. */
export type Shower = Pick<Casita, 'searchDb' | 'config'>;

type PerMarketplace<T> = WeakMap<SearchDatabase, WeakMap<MarketplaceConfig, T>>;

const everything: { forget(): void }[] = [];

/** Something of each database that is asked, under the fees and taxes that its homes are priced with. */
export function perMarketplace<T extends object>(make: () => T): (app: Shower) => T {
  let all: PerMarketplace<T> = new WeakMap();
  everything.push({ forget: () => void (all = new WeakMap()) });
  return ({ searchDb, config }) => {
    let byConfig = all.get(searchDb);
    if (!byConfig) all.set(searchDb, (byConfig = new WeakMap()));
    let one = byConfig.get(config);
    if (!one) byConfig.set(config, (one = make()));
    return one;
  };
}

/**
 * For when the database was away: another one may answer in its place, which lacks its last transactions and gives their numbers again,
 * so that a version of a row no longer says which it is.
 */
export function forgetShown(): void {
  for (const each of everything) each.forget();
}
