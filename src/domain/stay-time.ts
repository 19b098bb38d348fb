/**
 * Wall-clock time at the property. Check-in, check-out and every cut-off are counted on the clock that hangs there,
 * so "one day before 15:00" is 15:00 the day before, also where the clock changes in between. What leaves the API
 * is always an exact instant.
 */
import { Temporal } from 'temporal-polyfill';
import { type Night, nightOf } from './night';

/** 'HH:MM', 00:00 to 23:59. */
export type TimeOfDay = string;

const timeShape = /^([01]\d|2[0-3]):[0-5]\d$/;
export const isTimeOfDay = (text: unknown): text is TimeOfDay => typeof text === 'string' && timeShape.test(text);

/** A moment on a property's clock. */
export interface WallMoment {
  readonly night: Night;
  readonly time: TimeOfDay;
  readonly timeZone: string;
}

/** Wall-clock distance. A day is a calendar day; hours are hands of the clock, so 24 hours are a day. */
export interface WallSpan {
  readonly days?: number;
  readonly hours?: number;
}

/** Whether the runtime knows the IANA time zone. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** A date in a zone that was asked for before, and from when until when (epoch milliseconds) it is that date there. */
interface KnownDate {
  readonly date: Night;
  readonly from: number;
  readonly until: number;
}

/** The last date asked for in each zone: a search asks the same of thousands of homes in a few zones. Zones are those of the IANA database, a few hundred. */
const knownDates = new Map<string, KnownDate>();

/** The calendar date at the property. */
export function localDate(instant: Temporal.Instant, timeZone: string): Night {
  const at = instant.epochMilliseconds;
  const known = knownDates.get(timeZone);
  if (known && known.from <= at && at < known.until) return known.date;
  const day = instant.toZonedDateTimeISO(timeZone).startOfDay();
  const date = nightOf(day.toPlainDate().toString());
  knownDates.set(timeZone, {
    date,
    from: day.epochMilliseconds,
    until: day.add({ days: 1 }).startOfDay().epochMilliseconds,
  });
  return date;
}

/** The time of day at the property, 'HH:MM'. */
export function localTime(instant: Temporal.Instant, timeZone: string): TimeOfDay {
  return instant.toZonedDateTimeISO(timeZone).toPlainTime().toString({ smallestUnit: 'minute' });
}

/**
 * The instant at which the property's clock shows this. A time that the clock skips becomes the time after the gap; of one
 * that it shows twice the first is taken (Temporal's 'compatible').
 */
export function wallClock(night: Night, time: TimeOfDay, timeZone: string): Temporal.Instant {
  return instantOf(Temporal.PlainDateTime.from(`${night}T${time}`), timeZone);
}

/** A cut-off: `span` earlier on the property's clock. */
export function wallClockBefore(moment: WallMoment, span: WallSpan): Temporal.Instant {
  return instantOf(plain(moment).subtract(durationOf(span)), moment.timeZone);
}

/** A deadline: `span` later on the property's clock. */
export function wallClockAfter(moment: WallMoment, span: WallSpan): Temporal.Instant {
  return instantOf(plain(moment).add(durationOf(span)), moment.timeZone);
}

export const isAfter = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) > 0;

export const earlier = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant => (isAfter(a, b) ? b : a);

export const later = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant => (isAfter(a, b) ? a : b);

const plain = (moment: WallMoment): Temporal.PlainDateTime =>
  Temporal.PlainDateTime.from(`${moment.night}T${moment.time}`);

const instantOf = (moment: Temporal.PlainDateTime, timeZone: string): Temporal.Instant =>
  moment.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).toInstant();

const durationOf = (span: WallSpan): Temporal.Duration =>
  Temporal.Duration.from({ days: span.days ?? 0, hours: span.hours ?? 0 });
