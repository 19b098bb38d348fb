import ICAL from 'ical.js';
import type { StayDates } from '../../../domain/night';

export interface WrittenEvent extends StayDates {
  readonly uid: string;
  readonly summary: string;
  /** When what it says was last changed. */
  readonly stampedAt: Date;
}

/** The library does not count the space that a folded line begins with. */
const LINE_OCTETS_MAX = 75;
ICAL.foldLength = LINE_OCTETS_MAX - 1;

/** A calendar of whole days (RFC 5545): CRLF, folded at 75 octets, DTEND the day after the last night. */
export function writeCalendar(calendarName: string, product: string, events: readonly WrittenEvent[]): string {
  const calendar = new ICAL.Component('vcalendar');
  calendar.updatePropertyWithValue('version', '2.0');
  calendar.updatePropertyWithValue('prodid', `-//${product}//Casita//EN`);
  calendar.updatePropertyWithValue('calscale', 'GREGORIAN');
  calendar.updatePropertyWithValue('x-wr-calname', calendarName);
  for (const event of events) calendar.addSubcomponent(component(event));
  return `${calendar.toString()}\r\n`;
}

function component({ uid, summary, stampedAt, checkIn, checkOut }: WrittenEvent): ICAL.Component {
  const event = new ICAL.Component('vevent');
  event.updatePropertyWithValue('uid', uid);
  event.updatePropertyWithValue('dtstamp', ICAL.Time.fromJSDate(stampedAt, true));
  event.updatePropertyWithValue('dtstart', ICAL.Time.fromDateString(checkIn));
  event.updatePropertyWithValue('dtend', ICAL.Time.fromDateString(checkOut));
  event.updatePropertyWithValue('summary', summary);
  event.updatePropertyWithValue('transp', 'OPAQUE');
  return event;
}
