import type { CalendarRangeRecord } from '../../api/property/listing-record';
import { nightOfDayNumber } from '../../domain/night';
import type { CalendarRun } from './calendar-runs';

/** What a listing's own row says; undefined where it does not. */
export interface ListingDefaults {
  readonly price: number | undefined;
  readonly minNights: number | undefined;
  readonly maxNights: number | undefined;
}

export interface ListingCalendar extends ListingDefaults {
  readonly ranges: readonly CalendarRangeRecord[];
  readonly closedNights: number;
}

export const closedReason = 'Not available in the imported calendar';

/**
 * A home's own price and limits, and the ranges of nights that differ from them.
 *
 * The price that guests pay is the calendar's; the listing's row often says another one (the price of the day of the scrape, or
 * one with discounts). So the price that most nights have is the home's own, and the row's counts where the calendar has
 * none: with that choice ranges are fewest. The same for the minimum and maximum of nights.
 *
 * @param shiftDays by how much all dates move
 */
export function listingCalendar(
  runs: readonly CalendarRun[],
  defaults: ListingDefaults,
  shiftDays: number,
): ListingCalendar {
  const price = mostCommon(runs, (run) => run.price, defaults.price);
  const minNights = mostCommon(runs, (run) => run.minNights, defaults.minNights);
  const maxNights = mostCommon(runs, (run) => run.maxNights, defaults.maxNights);
  const closed = merged(runs, (run) => (run.available ? null : closedRange));
  const different = merged(runs, (run) => {
    const range = {
      closed: false,
      price: unless(run.price, price),
      minNights: unless(run.minNights, minNights),
      maxNights: unless(run.maxNights, maxNights),
      reason: null,
    };
    return range.price === null && range.minNights === null && range.maxNights === null ? null : range;
  });
  return {
    price,
    minNights,
    maxNights,
    ranges: [...closed, ...different].map(({ first, last, says }) => ({
      firstNight: nightOfDayNumber(first + shiftDays),
      lastNight: nightOfDayNumber(last + shiftDays),
      ...says,
    })),
    closedNights: closed.reduce((sum, { first, last }) => sum + last - first + 1, 0),
  };
}

type Says = Omit<CalendarRangeRecord, 'firstNight' | 'lastNight'>;

const closedRange: Says = { closed: true, price: null, minNights: null, maxNights: null, reason: closedReason };

const unless = (value: number | null, usual: number | undefined): number | null => (value === usual ? null : value);

/** The value that most nights have; of equals the listing's own, else the one that comes first. */
function mostCommon(
  runs: readonly CalendarRun[],
  valueOf: (run: CalendarRun) => number | null,
  own: number | undefined,
): number | undefined {
  const nights = new Map<number, number>();
  for (const run of runs) {
    const value = valueOf(run);
    if (value !== null) nights.set(value, (nights.get(value) ?? 0) + run.last - run.first + 1);
  }
  const most = Math.max(0, ...nights.values());
  if (own !== undefined && (nights.get(own) ?? 0) === most) return own;
  return [...nights].find(([, count]) => count === most)?.[0] ?? own;
}

interface MergedRun {
  readonly first: number;
  readonly last: number;
  readonly says: Says;
}

/** Runs of which the same is said, one after the other, become one; `null` says nothing. */
function merged(runs: readonly CalendarRun[], say: (run: CalendarRun) => Says | null): MergedRun[] {
  const result: MergedRun[] = [];
  for (const run of runs) {
    const says = say(run);
    const previous = result.at(-1);
    if (says === null) continue;
    if (previous && previous.last === run.first - 1 && sameSaying(previous.says, says)) {
      result[result.length - 1] = { ...previous, last: run.last };
    } else {
      result.push({ first: run.first, last: run.last, says });
    }
  }
  return result;
}

const sameSaying = (a: Says, b: Says): boolean =>
  a.closed === b.closed && a.price === b.price && a.minNights === b.minNights && a.maxNights === b.maxNights;

const daysPerWeek = 7;

/** Whole weeks, so that weekends stay weekends, after which `firstDay` is at most six days before `today`, and not after it. */
export const weeksToToday = (firstDay: number, today: number): number =>
  Math.floor((today - firstDay) / daysPerWeek) * daysPerWeek;
