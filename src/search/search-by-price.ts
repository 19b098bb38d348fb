import { chargeStep } from '../domain/currency';
import { accept, refuse, type Outcome } from '../domain/refusal';
import type { Casita } from '../ports';
import type { PagePosition } from './cursor';
import { priceHomes, type PricedHome } from './price-homes';
import { currenciesOf } from './queries/find-homes';
import type { PricedSearch } from './queries/home-conditions';
import type { HomeDetails } from './queries/home-details';
import { cheapestHomes, homesByLimits, homesToPrice, type CheapHome } from './queries/homes-by-price';
import type { HomeSearch } from './search-query';

/** In order of price every home that meets the search is compared with the others, by the limits of what it can cost. */
export const maxComparedHomes = 50_000;
/** And of those whose limits leave it open, so many are priced at most: with more the guest is asked to narrow the search. */
export const maxPricedHomes = 5_000;
/** Of those, at one time. */
const batch = 500;

export const isByPrice = ({ sort, priceMin, priceMax }: HomeSearch): boolean =>
  sort === 'price' || priceMin !== null || priceMax !== null;

/**
 * The search in the one currency of its homes; null where there are none. Refused where there are several, or more homes than can be
 * asked, and none is chosen: amounts of several currencies have no order.
 */
export async function pricedSearch(app: Casita, search: HomeSearch): Promise<Outcome<PricedSearch | null>> {
  const { currencies, isAll } = search.currency
    ? { currencies: [search.currency], isAll: true }
    : await currenciesOf(app.searchDb, search, app.clock.now(), maxComparedHomes);
  const [currency] = currencies;
  if (currency === undefined) return accept(null);
  if (currencies.length > 1 || !isAll) {
    return refuse('refused', `These homes ${isAll ? 'are' : 'may be'} priced in several currencies: choose one`, [
      { code: 'currency_required', field: 'currency', limit: currencies },
    ]);
  }
  const { guestServiceFeeBasisPoints: guestFeeBasisPoints, newListing, taxes } = app.config;
  const pricing = { step: chargeStep(currency), guestFeeBasisPoints, newListing, taxes };
  return accept({ ...search, currency, pricing });
}

const tooMany = (most: number, { sort }: HomeSearch) =>
  refuse('refused', `More than ${most} homes: narrow the search to filter or sort by price`, [
    { code: 'too_many_homes', field: sort === 'price' ? 'sort' : 'priceMax', limit: most },
  ]);

/** Those of the homes that can be booked, priced, and within the prices asked. */
export function pricedWithin<Home extends HomeDetails>(
  app: Casita,
  search: HomeSearch,
  homes: readonly Home[],
): PricedHome<Home>[] {
  const priced = priceHomes({ config: app.config, now: app.clock.now() }, homes, search.guests);
  return priced.filter(({ price: { total } }) => isWithin(search, total.amount));
}

/** Whether what a stay costs is within the prices asked. */
export const isWithin = ({ priceMin, priceMax }: HomeSearch, total: number): boolean =>
  total >= (priceMin ?? 0) && total <= (priceMax ?? Infinity);

/** Row ids of the homes within the prices asked, the first `most` of them. The search has dates. */
export async function homesWithin(app: Casita, search: PricedSearch, most: number): Promise<Outcome<number[]>> {
  const now = app.clock.now();
  const within = await homesByLimits(app.searchDb, search, now, 'sure', most);
  if (within.length === most) return accept(within);
  const open = await homesByLimits(app.searchDb, search, now, 'open', maxPricedHomes + 1);
  for (let start = 0; start < open.length && within.length < most; start += batch) {
    const homes = await homesToPrice(app.searchDb, search, now, open.slice(start, start + batch));
    within.push(...pricedWithin(app, search, homes).map(({ home }) => home.property_id));
  }
  if (within.length < most && open.length > maxPricedHomes) return tooMany(maxPricedHomes, search);
  return accept(within.slice(0, most));
}

export interface CheapestPage {
  readonly homes: readonly PricedHome<CheapHome>[];
  readonly next: PagePosition | null;
  /** Homes that meet the search but for its prices. */
  readonly compared: number;
}

/** The cheapest homes after the position. The search has dates. */
export async function cheapestPage(
  app: Casita,
  search: PricedSearch,
  position: PagePosition | null,
  pageSize: number,
): Promise<Outcome<CheapestPage>> {
  const found: PricedHome<CheapHome>[] = [];
  let [wanted, priced, after] = [pageSize + 1, 0, null as { low: number; id: number } | null];
  for (;;) {
    const asked = { position, wanted, most: maxComparedHomes, batch, after };
    const { count, homes } = await cheapestHomes(app.searchDb, search, app.clock.now(), asked);
    if (count > maxComparedHomes) return tooMany(maxComparedHomes, search);
    priced += homes.length;
    if (priced > maxPricedHomes) return tooMany(maxPricedHomes, search);
    found.push(...pricedWithin(app, search, homes).filter((home) => comesAfter(home, position)));
    found.sort(byTotal);
    const last = homes.at(-1);
    const end = found[pageSize];
    if (end && (homes.length < batch || (last && end.price.total.amount < last.low))) return pageOf(found, pageSize, count); // prettier-ignore
    // Where the domain would not sell one of the wanted homes, others take its place.
    if (homes.length < batch && wanted > count) return pageOf(found, pageSize, count);
    if (last) after = { low: last.low, id: last.property_id };
    if (homes.length < batch) wanted = Math.min(2 * wanted, count + 1);
  }
}

function pageOf(found: readonly PricedHome<CheapHome>[], pageSize: number, compared: number): Outcome<CheapestPage> {
  const homes = found.slice(0, pageSize);
  const end = homes.at(-1);
  const next = end && found.length > pageSize ? { key: end.price.total.amount, id: end.home.property_id } : null;
  return accept({ homes, next, compared });
}

const byTotal = (a: PricedHome<HomeDetails>, b: PricedHome<HomeDetails>): number =>
  a.price.total.amount - b.price.total.amount || a.home.property_id - b.home.property_id;

const comesAfter = ({ home, price }: PricedHome<HomeDetails>, position: PagePosition | null): boolean =>
  position === null ||
  price.total.amount > Number(position.key) ||
  (price.total.amount === Number(position.key) && home.property_id > position.id);
