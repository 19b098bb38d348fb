import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import ICAL from 'ical.js';
import type { FeedEvent } from '../../../domain/feed-changes';
import { closedStay } from '../../../domain/feed-nights';
import type { Night, StayDates } from '../../../domain/night';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import { calendarLines, eventsMax } from './calendar-lines';
import { endIn, momentIn, momentOf, zoneNameOf } from './moments';

/** How the nights of a calendar are counted, and which of them matter. */
export interface ReadingOf {
  /** The property's. */
  readonly timeZone: string;
  /** Events that are over by this night are left out. */
  readonly today: Night;
  /** Series are followed so far. */
  readonly until: Night;
  /** Events with this in their UID are our own, come back. */
  readonly ownMark: string;
}

/** For all of one calendar: what takes longer is not a calendar but an attack, or a series without end. */
const MILLISECONDS_MAX = 2_000;
const STEPS_MAX = 10_000;

/** @returns the events that close nights, each name once, or the reason why the text is not to be relied on. */
export function readCalendar(text: string, reading: ReadingOf): Outcome<FeedEvent[]> {
  const lines = calendarLines(text);
  if (!lines.ok) return lines;
  try {
    const read = () => eventsIn(parsed(lines.value), reading);
    // The library follows some rules for ever; only the engine itself can end that.
    const events = runInNewContext('read()', { read }, { timeout: MILLISECONDS_MAX }) as FeedEvent[] | Problem;
    return typeof events === 'string' ? refuse('refused', events, [{ code: events }]) : accept(events);
  } catch (error) {
    const code =
      (error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? 'rule_not_understood' : 'not_a_calendar';
    return refuse('refused', code, [{ code }]);
  }
}

type Problem = 'too_many_events' | 'rule_not_understood';

/** A file may hold several calendars. */
function parsed(lines: readonly string[]): ICAL.Component[] {
  const calendars = ICAL.parse(lines.join('\r\n')) as unknown[];
  const roots = Array.isArray(calendars[0]) ? calendars : [calendars];
  return roots.map((root) => new ICAL.Component(root as [string, unknown[], unknown[]]));
}

function eventsIn(calendars: readonly ICAL.Component[], reading: ReadingOf): FeedEvent[] | Problem {
  const found = new Map<string, FeedEvent>();
  const budget = { steps: STEPS_MAX };
  const add = (uid: string, recurrence: string, stay: StayDates | null): void => {
    if (!stay || stay.checkOut <= reading.today) return;
    for (let copy = 1; ; copy += 1) {
      const event = { uid: copy === 1 ? uid : `${uid}#${copy}`, recurrence, ...stay };
      const key = JSON.stringify([event.uid, recurrence]);
      const earlier = found.get(key);
      if (earlier && (earlier.checkIn !== stay.checkIn || earlier.checkOut !== stay.checkOut)) continue;
      found.set(key, event);
      return;
    }
  };
  for (const calendar of calendars) {
    for (const [uid, components] of byUid(calendar, reading.ownMark)) {
      if (!addEvents(uid, components, reading, budget, add)) return 'rule_not_understood';
      if (found.size > eventsMax) return 'too_many_events';
    }
  }
  return [...found.values()];
}

type Add = (uid: string, recurrence: string, stay: StayDates | null) => void;

/** An event and the changed occurrences of its series. @returns false where the series is too long to follow */
function addEvents(
  uid: string,
  components: readonly ICAL.Component[],
  reading: ReadingOf,
  budget: { steps: number },
  add: Add,
): boolean {
  const series = components.filter((one) => !one.hasProperty('recurrence-id') && isSeries(one));
  for (const master of series) {
    const exceptions = components.filter((one) => one.hasProperty('recurrence-id'));
    if (closesNights(master) && !addSeries(uid, master, exceptions, reading, budget, add)) return false;
  }
  for (const component of components) {
    if (series.includes(component) || (series.length > 0 && component.hasProperty('recurrence-id'))) continue;
    if (closesNights(component)) add(uid, recurrenceOf(component), stayOf(component, reading));
  }
  return true;
}

const isSeries = (component: ICAL.Component): boolean =>
  component.hasProperty('rrule') || component.hasProperty('rdate');

function addSeries(
  uid: string,
  master: ICAL.Component,
  exceptions: readonly ICAL.Component[],
  reading: ReadingOf,
  budget: { steps: number },
  add: Add,
): boolean {
  if (!(master.getFirstPropertyValue('dtstart') instanceof ICAL.Time)) return true;
  const changed = new Set(exceptions.map(recurrenceOf));
  for (const exception of exceptions) {
    if (closesNights(exception)) add(uid, recurrenceOf(exception), stayOf(exception, reading));
  }
  const zone = zoneNameOf(master, 'dtstart');
  const event = new ICAL.Event(master, { strictExceptions: false, exceptions: [] });
  const iterator = event.iterator();
  for (let next = iterator.next() as ICAL.Time | null; next; next = iterator.next() as ICAL.Time | null) {
    if ((budget.steps -= 1) < 0) return false;
    const recurrence = next.toString();
    const { startDate, endDate } = event.getOccurrenceDetails(next);
    const stay = closedStay(momentOf(startDate, zone), momentOf(endDate, zone), reading.timeZone);
    if (stay.checkIn > reading.until) return true;
    if (!changed.has(recurrence)) add(uid, recurrence, stay);
  }
  return true;
}

function stayOf(component: ICAL.Component, reading: ReadingOf): StayDates | null {
  const start = momentIn(component, 'dtstart');
  return start && closedStay(start, endIn(component), reading.timeZone);
}

function closesNights(component: ICAL.Component): boolean {
  const said = (name: string) =>
    String(component.getFirstPropertyValue(name) ?? '')
      .trim()
      .toUpperCase();
  return said('status') !== 'CANCELLED' && said('transp') !== 'TRANSPARENT';
}

const recurrenceOf = (component: ICAL.Component): string =>
  String(component.getFirstPropertyValue('recurrence-id') ?? '');

/** In the order of the file. An event without a name goes by when it is. */
function byUid(calendar: ICAL.Component, ownMark: string): Map<string, ICAL.Component[]> {
  const groups = new Map<string, ICAL.Component[]>();
  for (const component of calendar.getAllSubcomponents('vevent')) {
    const said = String(component.getFirstPropertyValue('uid') ?? '').trim();
    if (said.includes(ownMark)) continue;
    const uid = nameOf(said === '' ? `at ${String(component.getFirstPropertyValue('dtstart'))}` : said);
    groups.set(uid, [...(groups.get(uid) ?? []), component]);
  }
  return groups;
}

const UID_MAX = 255;

const nameOf = (uid: string): string =>
  uid.length <= UID_MAX && !uid.includes('\u0000') ? uid : createHash('sha256').update(uid, 'utf8').digest('hex');
