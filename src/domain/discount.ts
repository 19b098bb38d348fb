/**
 * One discount applies: the first that fits of new listing, the host's promotion, length of stay, early bird, last minute.
 * It is taken from the nightly prices, before any fee.
 */
import type { Temporal } from 'temporal-polyfill';
import { type Night, addDays, countNights } from './night';
import { type PropertyTerms, monthlyNights, weeklyNights } from './property-terms';
import { localDate } from './stay-time';

export const discountCodes = ['new_listing', 'promotion', 'monthly', 'weekly', 'early_bird', 'last_minute'] as const;
export type DiscountCode = (typeof discountCodes)[number];

export interface AppliedDiscount {
  readonly code: DiscountCode;
  readonly label: string;
  readonly basisPoints: number;
}

interface DiscountSituation {
  readonly checkIn: Night;
  readonly checkOut: Night;
  readonly now: Temporal.Instant;
  /** Bookings that this listing already had. Null when not known: then there is no new-listing discount. */
  readonly completedBookings: number | null;
}

const labels: Readonly<Record<DiscountCode, string>> = {
  new_listing: 'New listing discount',
  promotion: 'Special offer',
  monthly: 'Monthly stay discount',
  weekly: 'Weekly stay discount',
  early_bird: 'Early bird discount',
  last_minute: 'Last-minute discount',
};

/** Percentages of each discount that fits, by code; 0 where it does not. */
function fittingDiscounts(terms: PropertyTerms, situation: DiscountSituation): Record<DiscountCode, number> {
  const { newListing, promotion, weekly, monthly, earlyBird, lastMinute } = terms.discounts;
  const { checkIn, checkOut, completedBookings } = situation;
  const nights = countNights(checkIn, checkOut);
  const daysAhead = countNights(localDate(situation.now, terms.timeZone), checkIn);
  const isNew = newListing && completedBookings !== null && completedBookings < newListing.bookings;
  const isPromoted = promotion && promotion.firstNight <= checkIn && addDays(checkOut, -1) <= promotion.lastNight;
  return {
    new_listing: isNew ? newListing.basisPoints : 0,
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
