import type { IssueList } from './issues';
import type { CalendarClash } from './queries/calendar-clashes';

/** What an import did; printed with --json as it is. */
export interface ImportReport {
  readonly source: string;
  readonly currency: string;
  /** The calendar's first date as the file has it; null without a calendar. */
  readonly snapshotDate: string | null;
  readonly shiftedDays: number;
  readonly listings: {
    readonly inFile: number;
    readonly added: number;
    readonly kept: number;
    readonly returned: number;
    /** Were in the file before, are not in this one. */
    readonly gone: number;
    readonly published: number;
    /** Of those in the file: rows and calendars that name no price. */
    readonly withoutPrice: number;
    readonly keptEarlierPrice: number;
    readonly neverPriced: number;
  };
  readonly calendar: {
    readonly rows: number;
    readonly closedNights: number;
    readonly ranges: number;
    readonly clashes: readonly CalendarClash[];
  };
  readonly reviews: {
    readonly rows: number;
    readonly onListings: number;
    readonly added: number;
    readonly changed: number;
    readonly removed: number;
  };
  /** Rows left out. */
  readonly skipped: IssueList;
  /** Rows that were read but for something in them. */
  readonly remarks: IssueList;
  readonly seconds: number;
}

const shownIssues = 20;

/** The report for people. */
export function reportText(report: ImportReport): string {
  const { listings, calendar, reviews } = report;
  return [
    `Imported ${listings.inFile} homes in ${report.seconds} s${shiftText(report)}.`,
    `  homes      ${listings.added} new, ${listings.kept} kept, ${listings.returned} back, ${listings.gone} gone; ${listings.published} published`,
    `  prices     ${listings.withoutPrice} without one in the files: ${listings.keptEarlierPrice} keep the price they had, ${listings.neverPriced} have none and are not published`,
    `  calendar   ${calendar.closedNights} closed nights, ${calendar.ranges} ranges from ${calendar.rows} rows`,
    `  reviews    ${reviews.onListings} on these homes: ${reviews.added} new, ${reviews.changed} changed, ${reviews.removed} gone`,
    ...calendar.clashes.map(
      (clash) =>
        `  clash      booking ${clash.booking} has ${clash.nights} nights from ${clash.firstNight} on that the calendar of listing ${clash.listing} says are closed`,
    ),
    ...issueLines('skipped', report.skipped),
    ...issueLines('remark', report.remarks),
  ].join('\n');
}

const shiftText = ({ shiftedDays, snapshotDate }: ImportReport): string =>
  shiftedDays === 0 ? '' : `, calendar of ${snapshotDate} moved by ${shiftedDays / 7} weeks`;

function issueLines(label: string, { count, listed }: IssueList): string[] {
  const lines = listed.slice(0, shownIssues).map(({ file, line, reason }) => `${file}:${line}: ${reason}`);
  const more = count > lines.length ? [`… and ${count - lines.length} more`] : [];
  return [...lines, ...more].map((line) => `  ${label.padEnd(10)} ${line}`);
}
