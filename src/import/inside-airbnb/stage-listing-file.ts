import type { Tx } from '../../adapters/postgres/sql';
import type { AddressRecord, ListingRecord } from '../../api/property/listing-record';
import { stageListings } from '../../api/property/queries/stage-listings';
import { readCsv } from './csv-rows';
import type { Dataset } from './dataset';
import type { FileIssues, Issues } from './issues';
import { listingCalendar } from './listing-calendar';
import { placeOfHost, placeOfListing, Votes } from './place';
import type { ReadCalendar } from './read-calendar';
import { type ListingOptions, listingColumns, type ReadListing, readListing } from './read-listing';

export interface StagedFile {
  readonly listings: ReadonlySet<string>;
  /** Ids of rows that are broken: those homes are not gone. */
  readonly unreadable: readonly string[];
  /** The place that the rows name most often, and the one where most hosts live. */
  readonly ownPlace: AddressRecord | undefined;
  readonly hostPlace: AddressRecord | undefined;
  /** The one that most homes are in. */
  readonly timeZone: string;
}

export interface ListingFileRun {
  readonly dataset: Dataset;
  readonly options: ListingOptions & { readonly place: AddressRecord };
  readonly issues: Issues;
  readonly calendar: ReadCalendar;
  readonly shiftDays: number;
}

/** Rows in memory at a time. */
const chunkSize = 200;

export async function stageListingFile(tx: Tx, run: ListingFileRun): Promise<StagedFile> {
  const reader = new ListingFileReader(tx, run, run.issues.of(run.dataset.listings.name));
  await readCsv(run.dataset.listings, listingColumns, {
    onRow: (row) => reader.take(row.line, readListing(row, run.options)),
    onBroken: ({ line, reason, firstField }) => reader.leaveOut(line, reason, firstField ?? undefined),
  });
  return reader.finish();
}

class ListingFileReader {
  private readonly listings = new Set<string>();
  private readonly unreadable = new Set<string>();
  private readonly ownPlaces = new Votes<AddressRecord>();
  private readonly hostPlaces = new Votes<AddressRecord>();
  private readonly timeZones = new Votes<string>();
  private chunk: ListingRecord[] = [];

  constructor(
    private readonly tx: Tx,
    private readonly run: ListingFileRun,
    private readonly issues: FileIssues,
  ) {}

  take(line: number, listing: ReturnType<typeof readListing>): Promise<void> | undefined {
    if (!listing.ok) return this.leaveOut(line, listing.reason, listing.id);
    const { sourceId } = listing.facts;
    if (this.listings.has(sourceId)) return this.leaveOut(line, `listing ${sourceId} came before`, undefined);
    this.listings.add(sourceId);
    for (const remark of listing.remarks) this.issues.remark(line, remark);
    this.chunk.push(this.recordOf(listing));
    return this.chunk.length < chunkSize ? undefined : this.flush();
  }

  leaveOut(line: number, reason: string, id: string | undefined): undefined {
    this.issues.skipped(line, reason);
    if (id !== undefined) this.unreadable.add(id);
    return undefined;
  }

  async finish(): Promise<StagedFile> {
    await this.flush();
    return {
      listings: this.listings,
      unreadable: [...this.unreadable],
      ownPlace: this.ownPlaces.winner(0),
      hostPlace: this.hostPlaces.winner(1 / 2),
      timeZone: this.timeZones.winner(0) ?? 'UTC',
    };
  }

  private recordOf({ facts, defaults, placeText, hostPlaceText }: ReadListing): ListingRecord {
    const { dataset, calendar, options, shiftDays } = this.run;
    const runs = calendar.runs.get(facts.sourceId);
    const own = listingCalendar(runs ?? [], defaults, shiftDays);
    const ownPlace = placeOfListing(placeText);
    this.ownPlaces.add(ownPlace);
    this.hostPlaces.add(placeOfHost(hostPlaceText));
    this.timeZones.add(facts.timeZone);
    return {
      ...facts,
      address: { ...ownPlace, ...options.place },
      prices: own.price === undefined ? {} : { base: own.price },
      bookingRules: {
        ...facts.bookingRules,
        ...(own.minNights === undefined ? {} : { minNights: own.minNights }),
        ...(own.maxNights === undefined ? {} : { maxNights: own.maxNights }),
      },
      ...(runs === undefined ? {} : { ranges: own.ranges }),
      // They come in a stream of their own; that there is one makes the file's reviews the home's.
      ...(dataset.reviews === null ? {} : { reviews: [] }),
    };
  }

  private async flush(): Promise<void> {
    const records = this.chunk;
    this.chunk = [];
    if (records.length > 0) await stageListings(this.tx, records);
  }
}
