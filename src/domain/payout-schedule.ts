/**
 * When the host is paid: 24 hours after check-in; a stay of 28 nights or more every 30 nights (45 nights: 30, then 15), each
 * part 24 hours after it begins. Nothing is paid ahead of the nights that it is for.
 */
import type { Temporal } from 'temporal-polyfill';
import { chargeStep } from './currency';
import { allocateInSteps } from './money';
import { type Night, addDays } from './night';
import { monthlyNights } from './property-terms';
import { type Settlement, addSettlements, noSettlement } from './settlement';
import { type TimeOfDay, isAfter, later, wallClockAfter } from './stay-time';

export interface PayoutRules {
  readonly hoursAfterCheckIn: number;
  /** Nights a part. */
  readonly nightsPerPart: number;
  /** A new host's first payout waits this many days longer; 0: it does not. */
  readonly firstPayoutHoldDays: number;
}
export const defaultPayoutRules: PayoutRules = { hoursAfterCheckIn: 24, nightsPerPart: 30, firstPayoutHoldDays: 0 };

export interface PayoutPart extends Settlement {
  readonly firstNight: Night;
  readonly nights: number;
  readonly releaseAt: Temporal.Instant;
}

export interface PayoutStay {
  readonly checkIn: Night;
  readonly nights: number;
  readonly checkInTime: TimeOfDay;
  readonly timeZone: string;
  readonly settlement: Settlement;
  readonly currency: string;
  readonly isHostsFirst: boolean;
}

/** At least one part; the parts sum to the settlement. */
export function payoutSchedule(stay: PayoutStay, rules: PayoutRules = defaultPayoutRules): PayoutPart[] {
  const lengths = partLengths(stay.nights, rules.nightsPerPart);
  const { hostPayout, platformFee, tax } = stay.settlement;
  // Stripe moves dinars by their last digit but one, and ariary whole: a part that it cannot move would never be paid.
  const share = (amount: number) => allocateInSteps(amount, lengths, chargeStep(stay.currency));
  const shares = { host: share(hostPayout), fee: share(platformFee), tax: share(tax) };
  return lengths.map((nights, i) => {
    const firstNight = addDays(stay.checkIn, i * rules.nightsPerPart);
    return {
      firstNight,
      nights,
      releaseAt: releaseAt(stay, firstNight, rules),
      hostPayout: shares.host[i] as number,
      platformFee: shares.fee[i] as number,
      tax: shares.tax[i] as number,
    };
  });
}

function partLengths(nights: number, nightsPerPart: number): number[] {
  if (nights < monthlyNights) return [nights];
  const whole = new Array<number>(Math.floor(nights / nightsPerPart)).fill(nightsPerPart);
  const rest = nights % nightsPerPart;
  return rest === 0 ? whole : [...whole, rest];
}

/** A hold on a new host's first payout delays the parts that fall into it, not the ones after. */
function releaseAt(stay: PayoutStay, firstNight: Night, rules: PayoutRules): Temporal.Instant {
  const { checkInTime: time, timeZone } = stay;
  const due = wallClockAfter({ night: firstNight, time, timeZone }, { hours: rules.hoursAfterCheckIn });
  if (!stay.isHostsFirst) return due;
  const hold = { hours: rules.hoursAfterCheckIn, days: rules.firstPayoutHoldDays };
  return later(due, wallClockAfter({ night: stay.checkIn, time, timeZone }, hold));
}

/**
 * All that has come due by now. What is left to release is this less what was released before: so a refund in the middle of a long
 * stay, which changes the schedule, corrects the next part by itself.
 */
export const dueBy = (parts: readonly PayoutPart[], now: Temporal.Instant): Settlement =>
  parts.filter((part) => !isAfter(part.releaseAt, now)).reduce(addSettlements, noSettlement);
