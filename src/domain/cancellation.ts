/**
 * What goes back to a guest who cancels, line by line, and what the host keeps. Also shown as a preview, before anything
 * happens. For the nights kept, every line of the host's prices (cleaning too) counts as part of the nightly price. Taxes go back with
 * what they were taken of; the guest's service fee goes back in the free period only.
 */
import type { Temporal } from 'temporal-polyfill';
import type { CancellationPolicy, CancellationTier } from './cancellation-policy';
import { isStayLine } from './host-share';
import { type Money, money, scale, sumAmounts, wholeInBasisPoints } from './money';
import { type Night, countNights } from './night';
import type { NightPrice, PriceLine } from './price';
import { type NightShares, nightShares } from './night-shares';
import { type TimeOfDay, earlier, isAfter, localDate, wallClockBefore } from './stay-time';

/** A booking as it was sold. */
export interface BookedStay {
  readonly currency: string;
  /** In order, without gaps. */
  readonly nights: readonly NightPrice[];
  readonly lines: readonly PriceLine[];
  readonly checkInTime: TimeOfDay;
  readonly timeZone: string;
  /** Null: nothing was sold yet, everything goes back. */
  readonly confirmedAt: Temporal.Instant | null;
}

export interface RefundLine {
  readonly code: string;
  readonly paid: number;
  readonly refund: number;
}

/** One step of the policy, as the guest sees it. */
export interface CancellationCutoff {
  readonly rule: string;
  /** The last instant at which the rule applies; null: until the end. */
  readonly instant: Temporal.Instant | null;
  /** What goes back at that instant, in minor units (for the last step: now, or at check-in when that is to come). */
  readonly refund: number;
  /** The same as a share of what was paid. */
  readonly refundBasisPoints: number;
}

export interface CancellationOutcome {
  /** 'not_confirmed', 'grace', or the rule of the policy's tier. */
  readonly rule: string;
  readonly policy: string;
  readonly cutoffs: readonly CancellationCutoff[];
  readonly nightsStayed: number;
  readonly lines: readonly RefundLine[];
  readonly refund: Money;
  /** What stays of the host's prices, before the marketplace's fee (see settlement.ts); fee and tax lines do not count. */
  readonly hostKeeps: Money;
}

interface Step {
  readonly rule: string;
  readonly until: Temporal.Instant | null;
  readonly keep: CancellationTier['keep'];
}

export function refundFor(policy: CancellationPolicy, stay: BookedStay, now: Temporal.Instant): CancellationOutcome {
  const steps = stepsOf(policy, stay);
  const step = steps.find(({ until }) => until === null || !isAfter(now, until)) as Step;
  const nightsStayed = stayedNights(stay, now);
  const lines = refundLines(stay, step.keep, nightsStayed);
  const paid = paidTotal(stay);
  const refund = sumAmounts(lines.map((line) => line.refund));
  return {
    rule: step.rule,
    policy: policy.code,
    cutoffs: steps.map((each) => cutoffOf(stay, each, each.until === null ? nightsStayed : 0, paid)),
    nightsStayed,
    lines,
    refund: money(refund, stay.currency),
    hostKeeps: money(keptOfStay(stay, lines), stay.currency),
  };
}

/** Everything back, as when a host cancels or when nothing was confirmed. */
export function fullRefund(
  stay: Pick<BookedStay, 'lines' | 'currency'>,
): Pick<CancellationOutcome, 'lines' | 'refund'> {
  const lines = stay.lines.map(({ code, amount }) => ({ code, paid: amount, refund: amount }));
  return { lines, refund: money(sumAmounts(lines.map((line) => line.refund)), stay.currency) };
}

function keptOfStay(stay: BookedStay, refunds: readonly RefundLine[]): number {
  const codes = new Set(stay.lines.filter(isStayLine).map((line) => line.code));
  return sumAmounts(refunds.filter((line) => codes.has(line.code)).map((line) => line.paid - line.refund));
}

const paidTotal = (stay: BookedStay): number => sumAmounts(stay.lines.map((line) => line.amount));

/** The policy's tiers with their instants; before them the grace period, where the booking has one. */
function stepsOf(policy: CancellationPolicy, stay: BookedStay): Step[] {
  const { confirmedAt } = stay;
  if (confirmedAt === null) return [{ rule: 'not_confirmed', until: null, keep: null }];
  const checkIn = { night: firstNight(stay), time: stay.checkInTime, timeZone: stay.timeZone };
  const tiers = policy.tiers.map(({ rule, until, keep }) => {
    if (until === null) return { rule, keep, until };
    const beforeCheckIn = wallClockBefore(checkIn, until.beforeCheckIn);
    const hours = until.hoursAfterConfirmation;
    return {
      rule,
      keep,
      until: hours === undefined ? beforeCheckIn : earlier(beforeCheckIn, confirmedAt.add({ hours })),
    };
  });
  const { grace } = policy;
  const hasGrace = grace !== null && !isAfter(confirmedAt, wallClockBefore(checkIn, grace.confirmedBeforeCheckIn));
  if (!hasGrace) return tiers;
  return [{ rule: 'grace', keep: null, until: confirmedAt.add({ hours: grace.hoursAfterConfirmation }) }, ...tiers];
}

const firstNight = (stay: Pick<BookedStay, 'nights'>): Night => {
  const first = stay.nights[0];
  if (first === undefined) throw new RangeError('A stay has at least one night');
  return first.night;
};

/** A night has been stayed once the next day begins at the property. */
export function stayedNights(stay: Pick<BookedStay, 'nights' | 'timeZone'>, now: Temporal.Instant): number {
  const midnights = countNights(firstNight(stay), localDate(now, stay.timeZone));
  return Math.max(0, Math.min(stay.nights.length, midnights));
}

function cutoffOf(stay: BookedStay, step: Step, nightsStayed: number, paid: number): CancellationCutoff {
  const refund = sumAmounts(refundLines(stay, step.keep, nightsStayed).map((line) => line.refund));
  const refundBasisPoints = paid > 0 ? scale(refund, wholeInBasisPoints, paid) : 0;
  return { rule: step.rule, instant: step.until, refund, refundBasisPoints };
}

function refundLines(stay: BookedStay, keep: CancellationTier['keep'], nightsStayed: number): RefundLine[] {
  if (keep === null) return [...fullRefund(stay).lines];
  const shares = nightShares(stay);
  const refunds = refundsOfShares(shares, keep, nightsStayed);
  for (const line of stay.lines) {
    if (line.kind === 'tax') refunds.set(line.code, taxRefund(line, stay.lines, refunds, shares.step));
  }
  return stay.lines.map(({ code, amount }) => ({ code, paid: amount, refund: refunds.get(code) ?? 0 }));
}

/**
 * Rounds the running sum, not each line: the total is then the policy's share to the unit, no line is off by a whole unit,
 * and none gives back more than was paid.
 */
function refundsOfShares(
  { byLine, step }: NightShares,
  keep: NonNullable<CancellationTier['keep']>,
  nightsStayed: number,
): Map<string, number> {
  const refunds = new Map<string, number>();
  let rest = 0;
  let given = 0;
  for (const [code, shares] of byLine) {
    rest += sumAmounts(shares.slice(nightsStayed + keep.nextNights));
    const soFar = scale(rest, wholeInBasisPoints - keep.restBasisPoints, wholeInBasisPoints, step);
    refunds.set(code, soFar - given);
    given = soFar;
  }
  return refunds;
}

/** As much of a tax as of the lines it was taken of. */
function taxRefund(
  tax: PriceLine,
  lines: readonly PriceLine[],
  refunds: ReadonlyMap<string, number>,
  step: number,
): number {
  const base = lines.filter((line) => tax.taxed?.includes(line.code));
  const paid = sumAmounts(base.map((line) => line.amount));
  const back = sumAmounts(base.map((line) => refunds.get(line.code) ?? 0));
  return paid > 0 ? scale(tax.amount, back, paid, step) : 0;
}
