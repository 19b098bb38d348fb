/**
 * What a host can claim after a stay: within 14 days after check-out, counted on the property's clock; the guest answers in 24 hours; staff
 * decide what the two do not agree on. (The marketplace's rules; the numbers are the operator's to set.)
 */
import type { Temporal } from 'temporal-polyfill';
import type { ClaimState } from './claim-moves';
import type { BookingState } from './booking-moves';
import { minorDigits } from './currency';
import { sumAmounts } from './money';
import type { Reason } from './refusal';
import { isAfter, wallClockAfter, type WallMoment } from './stay-time';

export interface ClaimRules {
  readonly windowDays: number;
  readonly answerHours: number;
  /** Major units of the booking's currency: 5000 is 5,000.00 EUR. */
  readonly maximumMajor: number;
}

export const defaultClaimRules: ClaimRules = { windowDays: 14, answerHours: 24, maximumMajor: 5_000 };

/** The last instant (inclusive) at which a claim can be filed. */
export const claimWindowClosesAt = (checkOut: WallMoment, days = defaultClaimRules.windowDays): Temporal.Instant =>
  wallClockAfter(checkOut, { days });

/** The last instant (inclusive) at which the guest can answer. */
export const claimAnswerBy = (filedAt: Temporal.Instant, hours = defaultClaimRules.answerHours): Temporal.Instant =>
  filedAt.add({ hours });

export interface ClaimItem {
  readonly label: string;
  /** Minor units. */
  readonly amount: number;
}

export interface ClaimAsked {
  readonly amount: number;
  readonly items: readonly ClaimItem[];
}

export const claimMaximum = (currency: string, { maximumMajor }: ClaimRules): number =>
  maximumMajor * 10 ** minorDigits(currency);

/** Why this claim cannot be filed now; none: it can. */
export function checkClaim(
  asked: ClaimAsked,
  stay: { readonly state: BookingState; readonly currency: string; readonly checkOut: WallMoment },
  rules: ClaimRules,
  now: Temporal.Instant,
): Reason[] {
  const reasons: Reason[] = [];
  if (stay.state !== 'completed')
    reasons.push({ code: 'stay_not_completed', field: 'state', limit: 'completed', value: stay.state });
  const closes = claimWindowClosesAt(stay.checkOut, rules.windowDays);
  if (isAfter(now, closes))
    reasons.push({ code: 'claim_window_closed', limit: closes.toString(), value: now.toString() });
  const maximum = claimMaximum(stay.currency, rules);
  if (asked.amount > maximum)
    reasons.push({ code: 'claim_too_high', field: 'amount', limit: maximum, value: asked.amount });
  const sum = sumAmounts(asked.items.map(({ amount }) => amount));
  if (asked.items.length > 0 && sum !== asked.amount)
    reasons.push({ code: 'claim_items_sum', field: 'items', limit: asked.amount, value: sum });
  return reasons;
}

/** What staff may award: something, and no more than was claimed. Nothing is a rejection. */
export const checkAward = (amount: number, claimed: number): Reason[] =>
  amount >= 0 && amount <= claimed ? [] : [{ code: 'award_too_high', field: 'amount', limit: claimed, value: amount }];

/** Of each party, to one claim. */
export const claimPhotosMax = 10;
export const claimPhotoBytesMax = 15 * 1024 * 1024;

/** While it is still to be answered or decided: what is decided was decided on what there was. */
export const takesPhotos = (state: ClaimState): boolean => state === 'filed' || state === 'in_review';
