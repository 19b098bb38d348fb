import { accept, refuse, type Outcome } from '../domain/refusal';
import type { Casita } from '../ports';
import type { PagePosition } from './cursor';
import { priceHomes, type PricedHome } from './price-homes';
import { findHomes } from './queries/find-homes';
import type { HomeSearch } from './search-query';

/**
 * By price, each home that meets the search is priced before the first can be shown: with more homes than this the guest is asked to
 * narrow the search.
 */
export const maxPricedHomes = 5_000;

/** Every home that meets the search and its price filter, priced, in the database's order. The search has dates. */
export async function pricedHomesOf(app: Casita, search: HomeSearch): Promise<Outcome<PricedHome[]>> {
  const now = app.clock.now();
  const found = await findHomes(app.searchDb, search, now, { position: null, limit: maxPricedHomes + 1, cards: false });
  if (found.length > maxPricedHomes) {
    return refuse('refused', `More than ${maxPricedHomes} homes: narrow the search to filter or sort by price`, [
      { code: 'too_many_homes', field: search.sort === 'price' ? 'sort' : 'priceMax', limit: maxPricedHomes },
    ]);
  }
  const { priceMin, priceMax } = search;
  const priced = priceHomes({ config: app.config, now }, found, search.guests);
  return accept(
    priced.filter(({ price: { total } }) => total.amount >= (priceMin ?? 0) && total.amount <= (priceMax ?? Infinity)),
  );
}

export interface PricedSlice {
  readonly homes: readonly PricedHome[];
  readonly next: PagePosition | null;
  readonly count: number;
}

/** The page of homes after `position`, in the search's order. */
export function sliceOfPriced(
  priced: readonly PricedHome[],
  search: HomeSearch,
  position: PagePosition | null,
  pageSize: number,
): PricedSlice {
  const keyOf = ({ home, price }: PricedHome) => (search.sort === 'price' ? price.total.amount : home.key);
  const ordered = search.sort === 'price' ? priced.toSorted(byTotal) : priced;
  const direction = search.sort === 'price' || search.sort === 'distance' ? 1 : -1;
  const isAfter = (each: PricedHome) =>
    position === null || direction * compare(keyOf(each), each.home.property_id, position) > 0;
  const rest = ordered.filter(isAfter);
  const homes = rest.slice(0, pageSize);
  const end = homes.at(-1);
  const next = end && rest.length > pageSize ? { key: keyOf(end), id: end.home.property_id } : null;
  return { homes, next, count: priced.length };
}

const byTotal = (a: PricedHome, b: PricedHome): number =>
  a.price.total.amount - b.price.total.amount || a.home.property_id - b.home.property_id;

/** Keys of one sort are of one type; timestamps compare as text, except that PostgreSQL leaves out a fraction of zero. */
function compare(key: number | string, id: number, position: PagePosition): number {
  const [a, b] =
    typeof key === 'string' ? [key.padEnd(27, '.'), String(position.key).padEnd(27, '.')] : [key, position.key];
  return a < b ? -1 : a > b ? 1 : id - position.id;
}
