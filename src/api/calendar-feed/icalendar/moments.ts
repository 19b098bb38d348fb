import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import type { FeedEnd, FeedMoment } from '../../../domain/feed-nights';
import { isTimeZone } from '../../../domain/stay-time';

/** A time of the library as ours. A zone that Node knows by its name is taken from there, any other from the calendar itself. */
export function momentOf(time: ICAL.Time, zoneName: string | null): FeedMoment {
  const { year, month, day, hour, minute } = time;
  if (time.isDate) return { kind: 'date', date: Temporal.PlainDate.from({ year, month, day }) };
  const at = Temporal.PlainDateTime.from({ year, month, day, hour, minute });
  if (time.zone === ICAL.Timezone.utcTimezone) return { kind: 'instant', at: at.toZonedDateTime('UTC').toInstant() };
  if (zoneName !== null && isTimeZone(zoneName)) return { kind: 'zoned', at, timeZone: zoneName };
  const { component } = time.zone as { component?: unknown };
  if (component) return { kind: 'instant', at: Temporal.Instant.fromEpochMilliseconds(time.toUnixTime() * 1_000) };
  return { kind: 'floating', at };
}

export function momentIn(component: ICAL.Component, name: string): FeedMoment | null {
  const property = component.getFirstProperty(name);
  const value: unknown = property?.getFirstValue();
  return property && value instanceof ICAL.Time ? momentOf(value, zoneNameOf(component, name)) : null;
}

export function zoneNameOf(component: ICAL.Component, name: string): string | null {
  const zone: unknown = component.getFirstProperty(name)?.getParameter('tzid');
  return typeof zone === 'string' ? zone : null;
}

/** DTEND, or DURATION, or nothing. */
export function endIn(component: ICAL.Component): FeedEnd {
  const end = momentIn(component, 'dtend');
  if (end) return end;
  const value: unknown = component.getFirstPropertyValue('duration');
  if (!(value instanceof ICAL.Duration) || value.isNegative) return null;
  const { weeks, days, hours, minutes } = value;
  return { kind: 'duration', duration: Temporal.Duration.from({ weeks, days, hours, minutes }) };
}
