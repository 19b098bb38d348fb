/**
 * One discount applies: the first that fits of new listing, the host's promotion, length of stay, early bird, last minute.
 * It is taken from the nightly prices, before any fee.
 */
import type { Temporal } from 'temporal-polyfill';
import { type Night, addDays, countNights } from './night';
import { type NewListingOffer, type PropertyTerms, monthlyNights, weeklyNights } from './property-terms';
import { localDate } from './stay-time';

export const discountCodes = ['new_listing', 'promotion', 'monthly', 'weekly', 'early_bird', 'last_minute'] as const;
export type DiscountCode = (typeof discountCodes)[number];

export interface AppliedDiscount {
  readonly code: DiscountCode;
  readonly label: string;
  readonly basisPoints: number;
}

/** What decides whether a booking is one of a listing's first. */
export interface ListingAge {
  /** Bookings that the listing has: stays that were, will be, or are held. Null or absent: not known, no such discount. */
  readonly completedBookings?: number | null;
  /** Absent: the marketplace gives none. */
  readonly newListing?: NewListingOffer | null;
}

interface DiscountSituation extends ListingAge {
  readonly checkIn: Night;
  readonly checkOut: Night;
  readonly now: Temporal.Instant;
}

const labels: Readonly<Record<DiscountCode, string>> = {
  new_listing: 'New listing discount',
  promotion: 'Special offer',
  monthly: 'Monthly stay discount',
  weekly: 'Weekly stay discount',
  early_bird: 'Early bird discount',
  last_minute: 'Last-minute discount',
};

/** What a booking made now has off as one of the listing's first, in basis points; 0 where it is none of them. */
export function newListingOff(terms: PropertyTerms, { completedBookings, newListing }: ListingAge): number {
  if (terms.discounts.newListing !== true || newListing == null || completedBookings == null) return 0;
  return completedBookings < newListing.bookings ? newListing.basisPoints : 0;
}

/** Percentages of each discount that fits, by code; 0 where it does not. */
function fittingDiscounts(terms: PropertyTerms, situation: DiscountSituation): Record<DiscountCode, number> {
  const { promotion, weekly, monthly, earlyBird, lastMinute } = terms.discounts;
  const { checkIn, checkOut } = situation;
  const nights = countNights(checkIn, checkOut);
  const daysAhead = countNights(localDate(situation.now, terms.timeZone), checkIn);
  const isPromoted = promotion && promotion.firstNight <= checkIn && addDays(checkOut, -1) <= promotion.lastNight;
  return {
    new_listing: newListingOff(terms, situation),
    promotion: isPromoted ? promotion.basisPoints : 0,
    monthly: nights >= monthlyNights ? monthly : 0,
    weekly: nights >= weeklyNights ? weekly : 0,
    early_bird: earlyBird && daysAhead >= earlyBird.daysBefore ? earlyBird.basisPoints : 0,
    last_minute: lastMinute && daysAhead <= lastMinute.daysBefore ? lastMinute.basisPoints : 0,
  };
}

/** The discount that applies, or null. A stay of 28 nights whose host gives no monthly discount gets the weekly one. */
export function discountFor(terms: PropertyTerms, situation: DiscountSituation): AppliedDiscount | null {
  const fitting = fittingDiscounts(terms, situation);
  const code = discountCodes.find((candidate) => fitting[candidate] > 0);
  return code === undefined ? null : { code, label: labels[code], basisPoints: fitting[code] };
}
