/**
 * Paying in parts: a deposit at once, the balance later, with the card that is kept. What a bank refuses then can be paid by the guest
 * until a deadline. Amounts in minor units; instants are inclusive, as all deadlines.
 */
import type { Temporal } from 'temporal-polyfill';
import { minimumCharge } from './charge-minimum';
import { chargeStep } from './currency';
import { allocate } from './money';
import { type Night, countNights } from './night';
import { type TimeOfDay, earlier, isAfter, later, localDate, wallClockBefore } from './stay-time';

/** What an operator allows. */
export interface InstalmentTerms {
  /** Calendar days between booking and check-in from which on a stay can be paid in parts. */
  readonly minDaysAhead: number;
  readonly depositPercent: number;
  /** The balance is charged so many days before check-in, on the property's clock. */
  readonly balanceDaysBefore: number;
}

export interface PlannedStay {
  readonly total: number;
  readonly currency: string;
  readonly checkIn: Night;
  readonly checkInTime: TimeOfDay;
  readonly timeZone: string;
}

export interface PaymentPlan {
  readonly deposit: number;
  readonly balance: number;
  readonly balanceDueAt: Temporal.Instant;
}

/** How a stay could be paid in parts; null where that is not offered. Nothing is lost, and each part can be charged to a card. */
export function planFor(terms: InstalmentTerms | null, stay: PlannedStay, now: Temporal.Instant): PaymentPlan | null {
  if (terms === null || countNights(localDate(now, stay.timeZone), stay.checkIn) < terms.minDaysAhead) return null;
  const step = chargeStep(stay.currency);
  if (stay.total % step !== 0) return null;
  const [deposit = 0, balance = 0] = allocate(stay.total / step, [terms.depositPercent, 100 - terms.depositPercent]);
  if (Math.min(deposit, balance) * step < minimumCharge(stay.currency)) return null;
  const checkIn = { night: stay.checkIn, time: stay.checkInTime, timeZone: stay.timeZone };
  const balanceDueAt = wallClockBefore(checkIn, { days: terms.balanceDaysBefore });
  return { deposit: deposit * step, balance: balance * step, balanceDueAt };
}

/** How often a saved card is charged before only the guest can help. */
export const chargeTriesMax = 3;

/** Until when a guest can pay what the saved card did not: never after the check-in, but never less than a hold lasts. */
export function payByFor(
  refusedAt: Temporal.Instant,
  checkInAt: Temporal.Instant,
  { hours, holdMinutes }: { readonly hours: number; readonly holdMinutes: number },
): Temporal.Instant {
  return later(earlier(refusedAt.add({ hours }), checkInAt), refusedAt.add({ minutes: holdMinutes }));
}

/** When the saved card is tried again: the tries that are left, spread over the time that is left. Null: no more. */
export function nextTryAt(now: Temporal.Instant, payBy: Temporal.Instant, tries: number): Temporal.Instant | null {
  const left = chargeTriesMax - tries;
  if (left <= 0 || !isAfter(payBy, now)) return null;
  const milliseconds = Math.floor((payBy.epochMilliseconds - now.epochMilliseconds) / (left + 1));
  return now.add({ milliseconds });
}

/**
 * What goes back where a part is still to be paid. The policy speaks of the whole price: what it keeps is kept of what was paid, and what it
 * would keep beyond that is not asked for any more.
 */
export const refundOfPaid = (refundOfPrice: number, unpaid: number): number => Math.max(0, refundOfPrice - unpaid);
