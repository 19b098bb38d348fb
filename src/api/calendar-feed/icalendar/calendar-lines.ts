import { refuse, accept, type Outcome } from '../../../domain/refusal';

/** More in one calendar is no home's. */
export const eventsMax = 5_000;
const timeZonesMax = 50;

/**
 * The lines of a calendar that say when something is, unfolded. Names, descriptions and whatever else a platform adds are not
 * even read: they are guests' data, and where feeds are malformed it is mostly there. What is not a whole calendar is refused.
 */
export function calendarLines(text: string): Outcome<string[]> {
  const unfolded = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]/g, '');
  const lines = unfolded.split('\n').filter((line) => line.trim() !== '');
  const problem = problemOf(lines);
  return problem === null
    ? accept(lines.filter(isWanted).map(trimmed))
    : refuse('refused', problem, [{ code: problem }]);
}

function problemOf(lines: readonly string[]): string | null {
  if (lines.length === 0) return 'empty_answer';
  if (!is(lines[0], 'BEGIN:VCALENDAR')) return 'not_a_calendar';
  if (!is(lines.at(-1), 'END:VCALENDAR')) return 'cut_off';
  if (lines.filter((line) => is(line, 'BEGIN:VEVENT')).length > eventsMax) return 'too_many_events';
  if (lines.filter((line) => is(line, 'BEGIN:VTIMEZONE')).length > timeZonesMax) return 'too_many_events';
  const rules = lines.filter((line) => /^RRULE[;:]/i.test(line));
  return rules.every(isOrdinaryRule) ? null : 'rule_not_understood';
}

const is = (line: string | undefined, wanted: string): boolean => line?.trim().toUpperCase() === wanted;

const wanted =
  /^(BEGIN|END|UID|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|STATUS|TRANSP|TZID|TZOFFSETFROM|TZOFFSETTO)[;:]/i;
const isWanted = (line: string): boolean => wanted.test(line);
const trimmed = (line: string): string => line.trimEnd();

/** Whole days at the most often. Rules by the second are no stays, and a library that follows them runs for ever. */
const isOrdinaryRule = (line: string): boolean =>
  /^RRULE[^:]*:((FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)|INTERVAL=\d{1,3}|COUNT=\d{1,4}|UNTIL=[\dTZ]{8,16}|WKST=[A-Z]{2}|BYMONTH=\d{1,2}|BYDAY=[-+\dA-Z,]{2,60}|BYMONTHDAY=[-+\d,]{1,60})(;|\s*$))+$/i.test(
    line,
  );
