/**
 * Where a stay was refused for its dates: the nearest ones that would do. Of the same length if there are any; else of the length,
 * among those that the rules ask for, that is nearest to the one wanted.
 */
import type { Temporal } from 'temporal-polyfill';
import {
  type DateReason,
  type StayRequest,
  absoluteMaxNights,
  checkDates,
  dateReasonCodes,
  knowNights,
  lastBookableNight,
} from './availability';
import type { CalendarRange } from './calendar-range';
import { type Night, type StayDates, addDays, countNights, dayNumber, nightOf, nightOfDayNumber } from './night';
import type { PropertyTerms } from './property-terms';
import type { Reason } from './refusal';
import { localDate } from './stay-time';

/** How far from the check-in that was wanted, in days before and after. */
export const nearestWindowDays = 30;
export const nearestStaysMax = 4;
/** Lengths that are tried beside the one wanted. */
const otherLengthsMax = 4;

const codesAboutDates: ReadonlySet<string> = new Set(dateReasonCodes);

/** Whether other dates can help: a party that is too large is too large on every night. */
export const isAboutDates = (reasons: readonly Reason[]): boolean =>
  reasons.length > 0 && reasons.every(({ code }) => codesAboutDates.has(code));

const lastKnownNight = nightOf('9998-12-31');

/** The nights that `nearestStays` asks about, half-open; null where no check-in is near enough to be one. */
export function nearestWindow(terms: PropertyTerms, wanted: StayDates, now: Temporal.Instant): StayDates | null {
  const arrivals = nearArrivals(terms, wanted, now);
  const [first, last] = [arrivals.at(0), arrivals.at(-1)];
  if (first === undefined || last === undefined) return null;
  const end = Math.min(dayNumber(last) + absoluteMaxNights, dayNumber(lastKnownNight));
  return { checkIn: first, checkOut: nightOfDayNumber(end) };
}

/** Check-ins within the window that are neither past nor beyond what is sold, in order. */
function nearArrivals(terms: PropertyTerms, { checkIn }: StayDates, now: Temporal.Instant): Night[] {
  const wanted = dayNumber(checkIn);
  const lastSold = lastBookableNight(terms, now) ?? lastKnownNight;
  const from = Math.max(wanted - nearestWindowDays, dayNumber(localDate(now, terms.timeZone)));
  const to = Math.min(wanted + nearestWindowDays, dayNumber(lastSold), dayNumber(lastKnownNight) - 1);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => nightOfDayNumber(from + i));
}

/**
 * At most `nearestStaysMax` stays of one length, the nearest first, of two that are as near the later one. None where the reasons are
 * not about dates alone. `ranges` and `taken` reach over `nearestWindow`, `taken` by `preparationNights` further.
 */
export function nearestStays(
  terms: PropertyTerms,
  ranges: readonly CalendarRange[],
  taken: ReadonlySet<Night>,
  wanted: StayRequest,
  now: Temporal.Instant,
): StayDates[] {
  const window = nearestWindow(terms, wanted, now);
  const nights = countNights(wanted.checkIn, wanted.checkOut);
  if (window === null || nights < 1 || nights > absoluteMaxNights) return [];
  const known = knowNights(terms, ranges, taken, window, now);
  const arrivals = nearArrivals(terms, wanted, now).sort(byNearness(wanted.checkIn));
  const reasonsOf = (stay: StayDates): DateReason[] => checkDates(terms, known, stay);
  const stayOf = (checkIn: Night, count: number): StayDates => ({ checkIn, checkOut: addDays(checkIn, count) });
  const fitting = (count: number): StayDates[] => {
    const stays: StayDates[] = [];
    for (const checkIn of arrivals) {
      if (stays.length === nearestStaysMax) break;
      if (dayNumber(checkIn) + count > dayNumber(window.checkOut)) continue;
      const stay = stayOf(checkIn, count);
      if (reasonsOf(stay).length === 0) stays.push(stay);
    }
    return stays;
  };
  const same = fitting(nights);
  if (same.length > 0) return same;
  const asked = new Set(arrivals.flatMap((checkIn) => lengthsAskedBy(reasonsOf(stayOf(checkIn, nights)))));
  for (const count of nearestLengths(asked, nights)) {
    const stays = fitting(count);
    if (stays.length > 0) return stays;
  }
  return [];
}

const byNearness = (wanted: Night) => (a: Night, b: Night) => {
  const [fromA, fromB] = [countNights(wanted, a), countNights(wanted, b)];
  return Math.abs(fromA) - Math.abs(fromB) || fromB - fromA;
};

/** The numbers of the rules that a stay is too short or too long for. */
const lengthsAskedBy = (reasons: readonly DateReason[]): number[] =>
  reasons.flatMap(({ code, limit }) =>
    (code === 'min_nights' || code === 'min_nights_through' || code === 'max_nights') && typeof limit === 'number'
      ? [limit]
      : [],
  );

/** Of two that are as near, the longer one. */
const nearestLengths = (lengths: ReadonlySet<number>, wanted: number): number[] =>
  [...lengths]
    .filter((length) => length >= 1 && length <= absoluteMaxNights && length !== wanted)
    .sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || b - a)
    .slice(0, otherLengthsMax);
