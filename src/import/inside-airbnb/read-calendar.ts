import { parseNight } from '../../domain/night';
import { type CalendarRun, CalendarRuns } from './calendar-runs';
import { type CsvRow, readCsv } from './csv-rows';
import type { DatasetFile } from './dataset';
import { flagOf, idOf, numberOf } from './field-values';
import type { FileIssues } from './issues';
import { priceOf } from './price';

export interface ReadCalendar {
  readonly runs: ReadonlyMap<string, readonly CalendarRun[]>;
  readonly rows: number;
  /** Where each listing comes first. */
  readonly firstLines: ReadonlyMap<string, number>;
  /** Day number of the earliest night; null for an empty file. */
  readonly firstDay: number | null;
}

/** Limits that the content types set. */
export const nightLimits = { minNights: 365, maxNights: 1125 } as const;

export async function readCalendar(file: DatasetFile, currency: string, issues: FileIssues): Promise<ReadCalendar> {
  const calendar = new CalendarRuns();
  const firstLines = new Map<string, number>();
  let rows = 0;
  await readCsv(file, ['listing_id', 'date', 'available'], {
    onRow: (row) => {
      rows += 1;
      const listing = takeNight(row, currency, calendar, issues);
      if (listing !== undefined && !firstLines.has(listing)) firstLines.set(listing, row.line);
    },
    onBroken: ({ line, reason }) => issues.skipped(line, reason),
  });
  return { runs: calendar.finish(), rows, firstLines, firstDay: calendar.firstDay };
}

function takeNight(row: CsvRow, currency: string, calendar: CalendarRuns, issues: FileIssues): string | undefined {
  const listing = idOf(row.get('listing_id'));
  const night = parseNight(row.get('date'));
  const available = flagOf(row.get('available'));
  const leaveOut = (reason: string): undefined => void issues.skipped(row.line, reason);
  if (listing === undefined) return leaveOut(`no listing id: ${quoted(row.get('listing_id'))}`);
  if (night === null) return leaveOut(`not a date: ${quoted(row.get('date'))}`);
  if (available === undefined) return leaveOut(`neither t nor f: ${quoted(row.get('available'))}`);
  const price = priceOf(row.get('price'), currency);
  // The night itself is kept: whether it is free matters more than what it costs.
  if (price === null) issues.remark(row.line, `price left out, not readable: ${quoted(row.get('price'))}`);
  const { minNights, maxNights } = limitsOf(row, issues);
  if (!calendar.add(listing, night, { available, price: price ?? null, minNights, maxNights })) {
    issues.skipped(row.line, `night ${night} of listing ${listing} came before`);
  }
  return listing;
}

/** A minimum over the maximum would close the night to everybody: then the maximum gives way. */
function limitsOf(row: CsvRow, issues: FileIssues): { minNights: number | null; maxNights: number | null } {
  const minNights = nightCount(row.get('minimum_nights'), nightLimits.minNights);
  const maxNights = nightCount(row.get('maximum_nights'), nightLimits.maxNights);
  if (minNights === undefined || maxNights === undefined || minNights <= maxNights) {
    return { minNights: minNights ?? null, maxNights: maxNights ?? null };
  }
  issues.remark(
    row.line,
    `minimum of ${minNights} nights over the maximum of ${maxNights}: the maximum is raised to it`,
  );
  return { minNights, maxNights: minNights };
}

/** Undefined for a number that is missing or not one of nights; beyond the limit, the limit. */
export function nightCount(field: string | undefined, limit: number): number | undefined {
  const count = numberOf(field);
  return count === undefined || count < 1 ? undefined : Math.min(Math.round(count), limit);
}

export const quoted = (field: string | undefined): string => JSON.stringify((field ?? '').slice(0, 40));
