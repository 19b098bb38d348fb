/**
 * The stays that would do for a guest whose dates are not fixed, best first. A home is offered for the first of them that it can be
 * booked for.
 */
import { type Night, type StayDates, addDays, addMonths, dayNumber, nightOf, nightsBetween, weekdayOf } from './night';

/** A calendar month, 'YYYY-MM'. */
export type Month = string;

/** Stays of a length that check in on some day of the months. A weekend is the nights of Friday and Saturday. */
export const flexibleKinds = ['weekend', 'week', 'month'] as const;
export type FlexibleKind = (typeof flexibleKinds)[number];

const nightsOf: Readonly<Record<FlexibleKind, number>> = { weekend: 2, week: 7, month: 28 };
const friday = 5;

/** Days that a caller may name. */
const firstDay = dayNumber(nightOf('1970-01-01'));
const lastDay = dayNumber(nightOf('9998-12-31'));

/** The stay itself, then as long ones a day later, a day earlier, two days later … up to `days`. */
export function staysAround(wanted: StayDates, days: number): StayDates[] {
  const shifts = Array.from({ length: days }, (_, i) => [i + 1, -i - 1]).flat();
  const { checkIn, checkOut } = wanted;
  return [0, ...shifts]
    .filter((shift) => dayNumber(checkIn) + shift >= firstDay && dayNumber(checkOut) + shift <= lastDay)
    .map((shift) => ({ checkIn: addDays(checkIn, shift), checkOut: addDays(checkOut, shift) }));
}

/** In order of check-in, whatever the order of the months. */
export function staysWithin(months: readonly Month[], kind: FlexibleKind): StayDates[] {
  return [...new Set(months)]
    .sort()
    .flatMap(daysOf)
    .filter((night) => kind !== 'weekend' || weekdayOf(night) === friday)
    .map((checkIn) => ({ checkIn, checkOut: addDays(checkIn, nightsOf[kind]) }))
    .filter(({ checkOut }) => dayNumber(checkOut) <= lastDay);
}

function daysOf(month: Month): Night[] {
  const first = nightOf(`${month}-01`);
  return nightsBetween(first, addMonths(first, 1));
}
