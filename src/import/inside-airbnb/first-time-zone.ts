import type { DatasetFile } from './dataset';
import { readCsv } from './csv-rows';
import { type ListingOptions, listingColumns, readListing } from './read-listing';

/** The time zone of the first listing that can be read: "today" is counted in it. */
export async function firstTimeZone(file: DatasetFile, options: ListingOptions): Promise<string | null> {
  let found: string | null = null;
  await readCsv(file, listingColumns, {
    onRow: (row) => {
      const listing = readListing(row, options);
      if (listing.ok) found = listing.facts.timeZone;
      return found === null;
    },
    onBroken: () => undefined,
  });
  return found;
}
