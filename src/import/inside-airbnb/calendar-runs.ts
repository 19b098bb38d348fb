import { dayNumber, type Night } from '../../domain/night';

/** What the calendar file says of a night. */
export interface CalendarCell {
  readonly available: boolean;
  /** Minor units. */
  readonly price: number | null;
  readonly minNights: number | null;
  readonly maxNights: number | null;
}

/** Nights in a row of which the file says the same; day numbers, both ends included. */
export interface CalendarRun extends CalendarCell {
  readonly first: number;
  readonly last: number;
}

/**
 * Takes in a calendar night by night and keeps runs: a year of a home is a handful of them. The files name the nights of a home
 * together, but nothing here depends on it.
 */
export class CalendarRuns {
  private readonly runs = new Map<string, CalendarRun[]>();
  private listing: string | null = null;
  private nights = new Map<number, CalendarCell>();
  /** The earliest night of all. */
  firstDay: number | null = null;

  /** @returns whether the night was new; of one that comes twice the first counts, but closed is closed. */
  add(listing: string, night: Night, cell: CalendarCell): boolean {
    if (listing !== this.listing) this.turnTo(listing);
    const day = dayNumber(night);
    if (this.firstDay === null || day < this.firstDay) this.firstDay = day;
    const known = this.nights.get(day);
    if (known === undefined) this.nights.set(day, cell);
    else if (known.available && !cell.available) this.nights.set(day, { ...known, available: false });
    return known === undefined;
  }

  /** By listing, each in order of time. */
  finish(): ReadonlyMap<string, readonly CalendarRun[]> {
    this.store();
    return this.runs;
  }

  private turnTo(listing: string): void {
    this.store();
    this.listing = listing;
    this.nights = new Map();
    for (const { first, last, ...cell } of this.runs.get(listing) ?? []) {
      for (let day = first; day <= last; day += 1) this.nights.set(day, cell);
    }
  }

  private store(): void {
    if (this.listing !== null) this.runs.set(this.listing, runsOf(this.nights));
  }
}

function runsOf(nights: ReadonlyMap<number, CalendarCell>): CalendarRun[] {
  const runs: CalendarRun[] = [];
  for (const day of [...nights.keys()].sort((a, b) => a - b)) {
    const cell = nights.get(day) as CalendarCell;
    const previous = runs.at(-1);
    if (previous && previous.last === day - 1 && sameCell(previous, cell)) {
      runs[runs.length - 1] = { ...previous, last: day };
    } else {
      runs.push({ first: day, last: day, ...cell });
    }
  }
  return runs;
}

const sameCell = (a: CalendarCell, b: CalendarCell): boolean =>
  a.available === b.available && a.price === b.price && a.minNights === b.minNights && a.maxNights === b.maxNights;
