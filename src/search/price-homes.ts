import type { Temporal } from 'temporal-polyfill';
import { checkStay } from '../domain/availability';
import type { GuestCounts } from '../domain/guests';
import type { Night } from '../domain/night';
import { priceStay, type PricedStay } from '../domain/price';
import { pricingAt, type MarketplaceConfig } from '../marketplace-config';
import type { HomeDetails } from './queries/home-details';

export interface PricedHome<Home extends HomeDetails> {
  readonly home: Home;
  /** By the same function as a quote's. */
  readonly price: PricedStay;
}

export interface PricingMoment {
  readonly config: MarketplaceConfig;
  readonly now: Temporal.Instant;
}

const none: ReadonlySet<Night> = new Set();

/** The homes that can really be booked for this stay, in the order given, each for the stay that it was found for, with its whole price. */
export function priceHomes<Home extends HomeDetails>(
  { config, now }: PricingMoment,
  homes: readonly Home[],
  guests: GuestCounts,
): PricedHome<Home>[] {
  return homes.flatMap((home) => {
    const { terms, taken, bookings, check_in: checkIn, check_out: checkOut } = home;
    if (!terms || !checkIn || !checkOut) throw new Error('priceHomes: these homes were read without a stay');
    const request = { checkIn, checkOut, guests };
    const ranges = home.ranges ?? [];
    const sold = taken ? new Set(taken) : none;
    if (checkStay(terms, ranges, sold, request, now).length > 0) return [];
    const context = { now, ...pricingAt(config, home), completedBookings: bookings ?? null };
    return [{ home, price: priceStay(terms, ranges, request, context) }];
  });
}
