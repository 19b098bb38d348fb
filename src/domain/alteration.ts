/**
 * Changing a booking's dates or guests: one party proposes with a new quote, the other accepts, the difference is charged or
 * refunded. The booking's own nights do not stand in its way.
 */
import type { Temporal } from 'temporal-polyfill';
import { type StayRequest, checkStay } from './availability';
import type { CalendarRange } from './calendar-range';
import { type Money, subtract } from './money';
import { type Night, type StayDates, nightsBetween, stayHasNight } from './night';
import type { PricedStay } from './price';
import type { PropertyTerms } from './property-terms';
import type { Reason } from './refusal';
import type { BookingState } from './booking-moves';

/** The sold nights without the booking's own. */
export function withoutOwnNights(taken: ReadonlySet<Night>, own: StayDates): ReadonlySet<Night> {
  return new Set([...taken].filter((night) => !stayHasNight(own, night)));
}

/** Reasons that concern an arrival or departure which the alteration leaves as it was. */
const arrivalCodes: ReadonlySet<string> = new Set(['in_the_past', 'advance_notice', 'closed_to_arrival']);
const departureCodes: ReadonlySet<string> = new Set(['booking_window', 'closed_to_departure']);

/**
 * Every rule that the altered stay breaks, of those that it newly has to keep: a check-in that stays as it was may be past, and a night
 * that the guest already has may have been closed since. `taken` may contain the booking's own nights.
 */
export function checkAlteration(
  terms: PropertyTerms,
  ranges: readonly CalendarRange[],
  taken: ReadonlySet<Night>,
  own: StayDates,
  request: StayRequest,
  now: Temporal.Instant,
): Reason[] {
  const reasons = checkStay(terms, ranges, withoutOwnNights(taken, own), request, now);
  return reasons.flatMap((reason) => {
    if (request.checkIn === own.checkIn && arrivalCodes.has(reason.code)) return [];
    if (request.checkOut === own.checkOut && departureCodes.has(reason.code)) return [];
    return reason.code === 'night_closed' ? newlyClosed(reason, request, own) : [reason];
  });
}

function newlyClosed(reason: Reason, request: StayRequest, own: StayDates): Reason[] {
  const closed: readonly unknown[] = Array.isArray(reason.value) ? reason.value : [];
  const added = nightsBetween(request.checkIn, request.checkOut).filter(
    (night) => closed.includes(night) && !stayHasNight(own, night),
  );
  return added.length === 0 ? [] : [{ ...reason, value: added }];
}

/** Positive: to charge; negative: to refund; 0: neither. */
export const alterationDifference = (before: Pick<PricedStay, 'total'>, after: Pick<PricedStay, 'total'>): Money =>
  subtract(after.total, before.total);

/** Bookings whose stay can still be changed. */
const alterableStates: ReadonlySet<BookingState> = new Set(['confirmed', 'checked_in']);
export const isAlterable = (state: BookingState): boolean => alterableStates.has(state);

/** Why no alteration can be proposed for a booking in this state; none means that one can. */
export const checkAlterable = (state: BookingState): Reason[] =>
  isAlterable(state) ? [] : [{ code: 'not_alterable', field: 'state', limit: [...alterableStates], value: state }];

/** What an alteration may not do, whatever the calendar says. `today` is the date at the property. */
export function checkAlteredDates(
  booking: StayDates & { readonly state: BookingState },
  request: StayDates,
  today: Night,
): Reason[] {
  const reasons: Reason[] = [];
  // Who has arrived has arrived; the nights that were stayed were stayed.
  if (booking.state === 'checked_in' && request.checkIn !== booking.checkIn) {
    reasons.push({ code: 'already_arrived', field: 'checkIn', limit: booking.checkIn, value: request.checkIn });
  }
  if (request.checkOut < today) {
    reasons.push({ code: 'in_the_past', field: 'checkOut', limit: today, value: request.checkOut });
  }
  return reasons;
}
