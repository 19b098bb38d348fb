import type { KeptCounts } from '../ports/kept-answers';
import { sharedLoads, type SharedLoads } from './shared-loads';

/** Some thousand counts: apps filter by few values. */
const BYTES_MAX = 1024 * 1024;
const COUNT_BYTES = 50;

interface Counted {
  readonly count: number;
}

/** `loads` is what hears of changes. */
export function keptCounts(): KeptCounts & { readonly loads: SharedLoads<Counted> } {
  const loads = sharedLoads<Counted>({ maxBytes: BYTES_MAX, bytesOf: () => COUNT_BYTES });
  return {
    loads,
    async load(collection, key, count) {
      const counted = await loads.load(`${collection} ${key}`, collection, async () => ({ count: await count() }));
      return counted.count;
    },
  };
}
