import type { MarketplaceConfig } from '../marketplace-config';
import type { Casita } from '../ports';
import type { SearchDatabase } from '../ports/search-database';

/** What homes are found in, and priced with. */
export type Shower = Pick<Casita, 'searchDb' | 'config'>;

/** Something of each database that is asked, under the fees and taxes that its homes are priced with. */
export function perMarketplace<T extends object>(make: () => T): (app: Shower) => T {
  const all = new WeakMap<SearchDatabase, WeakMap<MarketplaceConfig, T>>();
  return ({ searchDb, config }) => {
    let byConfig = all.get(searchDb);
    if (!byConfig) all.set(searchDb, (byConfig = new WeakMap()));
    let one = byConfig.get(config);
    if (!one) byConfig.set(config, (one = make()));
    return one;
  };
}
