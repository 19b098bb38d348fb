/** A calendar: whether each night can be part of a stay that is booked now, at what price, and what it asks of stays. */
import type { Temporal } from 'temporal-polyfill';
import { type SaleLimits, maxNightsOnArrival, minNightsOnArrival, preparationAround, saleLimits } from './availability';
import { type CalendarRange, type NightOverride, overridesBetween } from './calendar-range';
import { type Night, weekdayOf } from './night';
import { nightlyPrice } from './nightly-price';
import type { PropertyTerms } from './property-terms';

export const nightClosures = ['past', 'advance_notice', 'booking_window', 'taken', 'preparation', 'closed'] as const;
export type NightClosure = (typeof nightClosures)[number];

export interface NightStatus {
  readonly night: Night;
  /** Whether the night can be part of a stay that is booked now. */
  readonly free: boolean;
  /** Why it cannot; null when it can. */
  readonly reason: NightClosure | null;
  /** Minor units of the terms' currency. */
  readonly price: number;
  /** For a stay that begins here. */
  readonly minNights: number;
  readonly maxNights: number;
  /** For every stay that has this night in it; 0 without such a rule. */
  readonly minNightsThrough: number;
  readonly closedToArrival: boolean;
  readonly closedToDeparture: boolean;
}

/** Each night of [from, to). `taken` reaches `preparationNights` further at both ends. */
export function nightStatuses(
  terms: PropertyTerms,
  ranges: readonly CalendarRange[],
  taken: ReadonlySet<Night>,
  from: Night,
  to: Night,
  now: Temporal.Instant,
): NightStatus[] {
  const limits = saleLimits(terms, now);
  const prepared = preparationAround(taken, terms.rules.preparationNights);
  return overridesBetween(ranges, from, to).map((override) => {
    const { night } = override;
    const reason = closureOf(override, limits, taken, prepared);
    return {
      night,
      free: reason === null,
      reason,
      price: nightlyPrice(terms, override),
      minNights: minNightsOnArrival(terms, override),
      maxNights: maxNightsOnArrival(terms, override),
      minNightsThrough: override.minNightsThrough ?? 0,
      closedToArrival: terms.rules.closedToArrival.includes(weekdayOf(night)),
      closedToDeparture: terms.rules.closedToDeparture.includes(weekdayOf(night)),
    };
  });
}

function closureOf(
  { night, closed }: NightOverride,
  limits: SaleLimits,
  taken: ReadonlySet<Night>,
  prepared: ReadonlySet<Night>,
): NightClosure | null {
  if (night < limits.today) return 'past';
  if (taken.has(night)) return 'taken';
  if (closed) return 'closed';
  if (prepared.has(night)) return 'preparation';
  if (night < limits.earliest) return 'advance_notice';
  return limits.last !== null && night > limits.last ? 'booking_window' : null;
}
