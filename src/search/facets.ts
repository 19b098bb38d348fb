import { accept, type Outcome } from '../domain/refusal';
import type { Casita } from '../ports';
import { countFacets, type CountedOver, type FacetCount } from './queries/count-facets';
import { homesWithin, pricedSearch } from './search-by-price';
import type { PricedSearch } from './queries/home-conditions';
import type { FacetName, HomeSearch } from './search-query';

/** How many homes of a search have each value of a property that can be filtered by. */
export interface Facet {
  readonly name: FacetName;
  /** Commonest first. */
  readonly values: readonly { readonly value: string; readonly count: number }[];
  /** false: more than `countedHomes` homes meet the search, and only so many were counted. */
  readonly isExact: boolean;
}

export const countedHomes = 20_000;

/** What a filter says when it is not there. */
const without: Readonly<Record<FacetName, Partial<HomeSearch>>> = {
  type: { type: null },
  roomType: { roomType: null },
  hostLanguage: { hostLanguages: [] },
  instantBook: { instantBook: false },
  bedrooms: { bedrooms: null },
  // A home must have all that are asked: the counts are of those that have them and one more.
  amenities: {},
};

/**
 * A facet is counted over the homes that meet the search but for its own filter: what a guest would find by choosing another value.
 * With a price filter it is those within the prices, in the currency of the search.
 */
export async function facetsOf(
  app: Casita,
  search: HomeSearch,
  names: readonly FacetName[],
): Promise<Outcome<Facet[]>> {
  if (names.length === 0) return accept([]);
  const now = app.clock.now();
  const found = await searchOf(app, search);
  if (!found.ok) return found;
  if (!found.value) return accept(names.map((name) => ({ name, values: [], isExact: true })));
  const overs = new Map<string, CountedOver>();
  const counted: [FacetName, CountedOver][] = [];
  for (const name of new Set(names)) {
    const asked = { ...found.value, ...without[name] };
    const key = JSON.stringify(asked);
    const over = overs.get(key) ?? (await countedOver(app, asked));
    if ('ok' in over) return over;
    overs.set(key, over);
    counted.push([name, over]);
  }
  const rows = await countFacets(app.searchDb, counted, now, countedHomes);
  return accept(counted.map(([name]) => facetOf(name, rows)));
}

async function countedOver(
  app: Casita,
  search: HomeSearch | PricedSearch,
): Promise<CountedOver | Extract<Outcome<never>, { ok: false }>> {
  if (!('pricing' in search)) return search;
  const within = await homesWithin(app, search, countedHomes + 1);
  return within.ok ? { propertyIds: within.value } : within;
}

/** Null: nothing can be found. */
async function searchOf(app: Casita, search: HomeSearch): Promise<Outcome<HomeSearch | PricedSearch | null>> {
  return search.priceMin === null && search.priceMax === null ? accept(search) : pricedSearch(app, search);
}

function facetOf(name: FacetName, rows: readonly FacetCount[]): Facet {
  const own = rows.filter(({ facet }) => facet === name);
  const values = own.flatMap(({ value, homes }) => (value === null ? [] : { value, count: homes })).slice(0, 200);
  return { name, values, isExact: own.every((row) => row.of <= countedHomes) };
}
