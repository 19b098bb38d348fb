import type { Database, Tx } from '../../adapters/postgres/sql';
import type { AddressRecord } from '../../api/property/listing-record';
import { openStage } from '../../api/property/queries/stage-listings';
import { writeStagedListings } from '../../api/property/use-cases/write-listings';
import type { Clock } from '../../domain/clock';
import { dayNumber, nightOfDayNumber } from '../../domain/night';
import { type Outcome, accept, refuse } from '../../domain/refusal';
import { localDate } from '../../domain/stay-time';
import { refreshSearchRows } from '../../search/refresh-search-rows';
import { type Dataset, UnreadableFile } from './dataset';
import { firstTimeZone } from './first-time-zone';
import type { ImportReport } from './import-report';
import { Issues } from './issues';
import { weeksToToday } from './listing-calendar';
import { countryOfTimeZone } from './place';
import { beginImport } from './queries/begin-import';
import { calendarClashes } from './queries/calendar-clashes';
import { importFigures } from './queries/import-figures';
import { findImportSet, lockImportSet, noteSeenListings } from './queries/import-set';
import { markGoneListings } from './queries/mark-gone-listings';
import { commonPlace, fillStagedPlaces } from './queries/staged-places';
import { type ReadCalendar, readCalendar } from './read-calendar';
import { type ListingOptions, source } from './read-listing';
import { type StagedFile, stageListingFile } from './stage-listing-file';
import { type StagedReviews, stageReviewFile } from './stage-review-file';

export interface ImportOptions extends ListingOptions {
  readonly shiftToToday: boolean;
  /** Known of all homes, whatever the rows say. */
  readonly place: AddressRecord;
}

export interface Importing {
  readonly db: Database;
  readonly clock: Clock;
  progress(line: string): void;
}

/**
 * Brings the homes of one snapshot in: all of it or nothing. The files are read into temporary tables first, so that homes are
 * locked for the few seconds of the writing only.
 */
export async function importInsideAirbnb(
  importing: Importing,
  dataset: Dataset,
  options: ImportOptions,
): Promise<Outcome<ImportReport>> {
  try {
    return await runImport(importing, dataset, options);
  } catch (error) {
    if (error instanceof UnreadableFile) return refuse('malformed', error.message);
    throw error;
  }
}

async function runImport(
  importing: Importing,
  dataset: Dataset,
  options: ImportOptions,
): Promise<Outcome<ImportReport>> {
  const started = performance.now();
  const issues = new Issues();
  const calendar = await calendarOf(importing, dataset, options, issues);
  const shiftDays = options.shiftToToday ? await shiftOf(importing, dataset, options, calendar) : 0;
  const written = await importing.db.transaction((tx) =>
    importInto(tx, importing, { dataset, options, issues, calendar, shiftDays }),
  );
  if (!written.ok) return written;
  return accept({
    source,
    currency: options.currency,
    snapshotDate: calendar.firstDay === null ? null : nightOfDayNumber(calendar.firstDay),
    shiftedDays: shiftDays,
    ...written.value,
    skipped: issues.skipped,
    remarks: issues.remarked,
    seconds: Math.round((performance.now() - started) / 100) / 10,
  });
}

interface ImportRun {
  readonly dataset: Dataset;
  readonly options: ImportOptions;
  readonly issues: Issues;
  readonly calendar: ReadCalendar;
  readonly shiftDays: number;
}

type WrittenParts = Pick<ImportReport, 'listings' | 'calendar' | 'reviews'>;

async function importInto(tx: Tx, importing: Importing, run: ImportRun): Promise<Outcome<WrittenParts>> {
  await beginImport(tx, () => importing.progress('Another import is running: waiting for it to end …'));
  await openStage(tx);
  importing.progress('Reading the listings …');
  const staged = await stageListingFile(tx, run);
  if (staged.listings.size === 0) {
    return refuse('refused', `Not one listing could be read from ${run.dataset.listings.name}`);
  }
  reportUnknownCalendars(run, staged);
  const reviews = await reviewsOf(tx, importing, run, staged.listings);
  importing.progress(`Writing ${staged.listings.size} homes …`);
  return accept(await write(tx, importing, run, staged, reviews));
}

async function write(
  tx: Tx,
  { clock }: Importing,
  { calendar, options }: ImportRun,
  staged: StagedFile,
  reviews: StagedReviews,
): Promise<WrittenParts> {
  const now = clock.now();
  const at = now.toString();
  const importSet = await findImportSet(tx, source);
  await lockImportSet(tx, source, importSet);
  const place = staged.ownPlace ?? (await commonPlace(tx, source, importSet)) ?? staged.hostPlace ?? {};
  const country = options.place.country ?? place.country ?? countryOfTimeZone(staged.timeZone);
  await fillStagedPlaces(tx, country === undefined ? place : { ...place, country });
  const written = await writeStagedListings(tx, now);
  const seen = await noteSeenListings(tx, source, importSet, at);
  const gone = await markGoneListings(tx, source, importSet, staged.unreadable, at.replace('Z', ''));
  await refreshSearchRows(tx, gone);
  const { closedNights, ranges, reviews: onListings, ...states } = await importFigures(tx);
  return {
    listings: { inFile: staged.listings.size, ...seen, gone: gone.length, ...states },
    calendar: { rows: calendar.rows, closedNights, ranges, clashes: await calendarClashes(tx) },
    reviews: { rows: reviews.rows, onListings, ...written.reviews },
  };
}

async function calendarOf(
  { progress }: Importing,
  { calendar }: Dataset,
  { currency }: ImportOptions,
  issues: Issues,
): Promise<ReadCalendar> {
  if (calendar === null) return { runs: new Map(), rows: 0, firstLines: new Map(), firstDay: null };
  progress('Reading the calendar …');
  return readCalendar(calendar, currency, issues.of(calendar.name));
}

async function shiftOf(
  { clock }: Importing,
  { listings }: Dataset,
  options: ImportOptions,
  { firstDay }: ReadCalendar,
): Promise<number> {
  if (firstDay === null) return 0;
  const timeZone = options.timeZone ?? (await firstTimeZone(listings, options)) ?? 'UTC';
  return weeksToToday(firstDay, dayNumber(localDate(clock.now(), timeZone)));
}

async function reviewsOf(
  tx: Tx,
  { progress }: Importing,
  { dataset, issues }: ImportRun,
  listings: ReadonlySet<string>,
): Promise<StagedReviews> {
  if (dataset.reviews === null) return { rows: 0 };
  progress('Reading the reviews …');
  return stageReviewFile(tx, dataset.reviews, listings, issues.of(dataset.reviews.name));
}

/** Once for each listing: it may have thousands of rows. */
function reportUnknownCalendars({ dataset, calendar, issues }: ImportRun, staged: StagedFile): void {
  if (dataset.calendar === null) return;
  const unreadable = new Set(staged.unreadable);
  for (const [listing, line] of calendar.firstLines) {
    if (staged.listings.has(listing)) continue;
    const reason = unreadable.has(listing) ? 'could not be read' : `is not in ${dataset.listings.name}`;
    issues.of(dataset.calendar.name).skipped(line, `all nights of listing ${listing}, which ${reason}`);
  }
}
