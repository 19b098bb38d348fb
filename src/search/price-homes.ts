import type { Temporal } from 'temporal-polyfill';
import type { Sql } from '../adapters/postgres/sql';
import { checkStay, type StayRequest } from '../domain/availability';
import { priceStay, type PricedStay } from '../domain/price';
import { pricingAt, type MarketplaceConfig } from '../marketplace-config';
import { loadRanges, loadTaken } from './load-terms';
import { bookingCounts } from './queries/booking-counts';
import type { FoundHome } from './queries/find-homes';
import { maxPreparationNights } from './queries/property-truth';

export interface PricedHome {
  readonly home: FoundHome;
  /** By the same function as a quote's. */
  readonly price: PricedStay;
}

export interface PricingMoment {
  readonly config: MarketplaceConfig;
  readonly now: Temporal.Instant;
}

/** The homes that can really be booked for this stay, in the order given, each with its whole price. */
export async function priceHomes(
  sql: Sql,
  { config, now }: PricingMoment,
  homes: readonly FoundHome[],
  request: StayRequest,
): Promise<PricedHome[]> {
  const ids = homes.map((home) => home.property_id);
  const { checkIn, checkOut } = request;
  const young = homes.filter(({ terms }) => terms.discounts.newListing).map((home) => home.property_id);
  const [ranges, taken, bookings] = await Promise.all([
    loadRanges(sql, ids, checkIn, checkOut),
    loadTaken(sql, ids, checkIn, checkOut, maxPreparationNights),
    bookingCounts(sql, young),
  ]);
  return homes.flatMap((home) => {
    const own = ranges.get(home.property_id) ?? [];
    const reasons = checkStay(home.terms, own, taken.get(home.property_id) ?? new Set(), request, now);
    if (reasons.length > 0) return [];
    const age = { completedBookings: bookings.get(home.property_id) ?? null };
    return [{ home, price: priceStay(home.terms, own, request, { now, ...pricingAt(config, home), ...age }) }];
  });
}
