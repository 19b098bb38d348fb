/**
 * What a host owes the marketplace for cancelling a confirmed stay, taken from later payouts: 10 % over 30 days before check-in,
 * 25 % from 30 days to 48 hours, 50 % of the nights not stayed under 48 hours, and at least 50.00.
 */
import type { Temporal } from 'temporal-polyfill';
import { type BookedStay, stayedNights } from './cancellation';
import { chargeStep, minorDigits } from './currency';
import { type Money, money, percentOf, sumAmounts } from './money';
import { nightShares } from './night-shares';
import { isAfter, wallClockBefore } from './stay-time';

export interface HostPenaltyRules {
  readonly early: { readonly daysBefore: number; readonly basisPoints: number };
  readonly middle: { readonly hoursBefore: number; readonly basisPoints: number };
  readonly lateBasisPoints: number;
  /** Major units: 50 is 50.00 EUR. An operator of a marketplace in yen sets another number. */
  readonly minimumMajor: number;
}

export const defaultHostPenalty: HostPenaltyRules = {
  early: { daysBefore: 30, basisPoints: 1_000 },
  middle: { hoursBefore: 48, basisPoints: 2_500 },
  lateBasisPoints: 5_000,
  minimumMajor: 50,
};

export const hostPenaltyRules = ['early', 'middle', 'late'] as const;
export type HostPenaltyRule = (typeof hostPenaltyRules)[number];

export function hostPenalty(
  stay: BookedStay,
  now: Temporal.Instant,
  rules: HostPenaltyRules = defaultHostPenalty,
): { readonly rule: HostPenaltyRule; readonly penalty: Money } {
  const first = stay.nights[0];
  if (first === undefined) throw new RangeError('A stay has at least one night');
  const checkIn = { night: first.night, time: stay.checkInTime, timeZone: stay.timeZone };
  const step = chargeStep(stay.currency);
  const minimum = rules.minimumMajor * 10 ** minorDigits(stay.currency);
  const of = (basisPoints: number, fromNight: number): Money =>
    money(Math.max(minimum, percentOf(amountFrom(stay, fromNight), basisPoints, step)), stay.currency);
  // "Over 30 days" is strictly more; exactly 30 days and exactly 48 hours fall into the middle.
  if (isAfter(wallClockBefore(checkIn, { days: rules.early.daysBefore }), now)) {
    return { rule: 'early', penalty: of(rules.early.basisPoints, 0) };
  }
  if (!isAfter(now, wallClockBefore(checkIn, { hours: rules.middle.hoursBefore }))) {
    return { rule: 'middle', penalty: of(rules.middle.basisPoints, 0) };
  }
  return { rule: 'late', penalty: of(rules.lateBasisPoints, stayedNights(stay, now)) };
}

/** The host's prices for the nights from an index on. */
function amountFrom(stay: BookedStay, night: number): number {
  const shares = [...nightShares(stay).byLine.values()];
  return sumAmounts(shares.map((byNight) => sumAmounts(byNight.slice(night))));
}
