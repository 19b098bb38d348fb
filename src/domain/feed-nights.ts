/**
 * From an event of another calendar to the nights that it closes at the property. An event of whole days closes [start, end), as a stay
 * does: its end is the day of departure. One with times of day closes the nights between the two dates on the property's clock. No
 * event closes less than one night, whatever its end says.
 */
import { Temporal } from 'temporal-polyfill';
import { addDays, countNights, nightOf, type Night, type StayDates } from './night';

/** A date or time as a calendar says it (RFC 5545, 3.3.4 and 3.3.5). */
export type FeedMoment =
  | { readonly kind: 'date'; readonly date: Temporal.PlainDate }
  /** On whatever clock is at the place: here the property's. */
  | { readonly kind: 'floating'; readonly at: Temporal.PlainDateTime }
  | { readonly kind: 'zoned'; readonly at: Temporal.PlainDateTime; readonly timeZone: string }
  | { readonly kind: 'instant'; readonly at: Temporal.Instant };

/** What an event says of its end; with nothing, a date lasts a day and a time no time at all. */
export type FeedEnd = FeedMoment | { readonly kind: 'duration'; readonly duration: Temporal.Duration } | null;

export function closedStay(start: FeedMoment, end: FeedEnd, timeZone: string): StayDates {
  const checkIn = nightIn(dateAt(start, timeZone));
  const checkOut = end === null ? checkIn : nightIn(endDate(start, end, timeZone));
  return { checkIn, checkOut: checkOut > checkIn ? checkOut : addDays(checkIn, 1) };
}

function endDate(start: FeedMoment, end: Exclude<FeedEnd, null>, timeZone: string): Temporal.PlainDate {
  return end.kind === 'duration' ? dateAt(later(start, end.duration), timeZone) : dateAt(end, timeZone);
}

/** Days are days of the calendar, hours are hours that pass (RFC 5545, 3.3.6). */
function later(start: FeedMoment, duration: Temporal.Duration): FeedMoment {
  switch (start.kind) {
    case 'date':
      return { kind: 'date', date: start.date.add({ days: duration.weeks * 7 + duration.days }) };
    case 'floating':
      return { kind: 'floating', at: start.at.add(duration) };
    case 'zoned':
      return { kind: 'instant', at: start.at.toZonedDateTime(start.timeZone).add(duration).toInstant() };
    case 'instant':
      return { kind: 'instant', at: start.at.toZonedDateTimeISO('UTC').add(duration).toInstant() };
    default:
      return start satisfies never;
  }
}

function dateAt(moment: FeedMoment, timeZone: string): Temporal.PlainDate {
  switch (moment.kind) {
    case 'date':
      return moment.date;
    case 'floating':
      return moment.at.toPlainDate();
    case 'zoned':
      return moment.at.toZonedDateTime(moment.timeZone).withTimeZone(timeZone).toPlainDate();
    case 'instant':
      return moment.at.toZonedDateTimeISO(timeZone).toPlainDate();
    default:
      return moment satisfies never;
  }
}

const firstDate = Temporal.PlainDate.from('1970-01-01');
const lastDate = Temporal.PlainDate.from('9998-12-30');

/** Calendars that close a home for ever say so with years that no booking has. */
function nightIn(date: Temporal.PlainDate): Night {
  if (Temporal.PlainDate.compare(date, firstDate) < 0) return nightOf(firstDate.toString());
  if (Temporal.PlainDate.compare(date, lastDate) > 0) return nightOf(lastDate.toString());
  return nightOf(date.toString());
}

/** The same nights in as few runs as there can be, in order. */
export function mergeStays(stays: readonly StayDates[]): StayDates[] {
  const merged: StayDates[] = [];
  for (const stay of [...stays].sort((a, b) => (a.checkIn < b.checkIn ? -1 : a.checkIn > b.checkIn ? 1 : 0))) {
    const last = merged.at(-1);
    if (!last || stay.checkIn > last.checkOut) merged.push({ checkIn: stay.checkIn, checkOut: stay.checkOut });
    else if (stay.checkOut > last.checkOut) merged[merged.length - 1] = { ...last, checkOut: stay.checkOut };
  }
  return merged;
}

/** The parts of runs within [from, to). */
export const within = (runs: readonly StayDates[], from: Night, to: Night): StayDates[] =>
  runs
    .map(({ checkIn, checkOut }) => ({
      checkIn: checkIn < from ? from : checkIn,
      checkOut: checkOut > to ? to : checkOut,
    }))
    .filter(({ checkIn, checkOut }) => checkOut > checkIn);

/** The nights of `runs` that are in none of `others`; both merged and in order. */
export function without(runs: readonly StayDates[], others: readonly StayDates[]): StayDates[] {
  const rest: StayDates[] = [];
  let next = 0;
  for (const run of runs) {
    let from = run.checkIn;
    while (next < others.length && (others[next] as StayDates).checkOut <= from) next += 1;
    for (let i = next; i < others.length && (others[i] as StayDates).checkIn < run.checkOut; i += 1) {
      const other = others[i] as StayDates;
      if (other.checkIn > from) rest.push({ checkIn: from, checkOut: other.checkIn });
      if (other.checkOut > from) from = other.checkOut;
    }
    if (from < run.checkOut) rest.push({ checkIn: from, checkOut: run.checkOut });
  }
  return rest;
}

export const nightsIn = (runs: readonly StayDates[]): number =>
  runs.reduce((sum, { checkIn, checkOut }) => sum + countNights(checkIn, checkOut), 0);
