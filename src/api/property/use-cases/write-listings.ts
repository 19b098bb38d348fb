import type { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import { refreshSearchRows } from '../../../search/refresh-search-rows';
import type { ListingRecord } from '../listing-record';
import { homesOfStagedHosts, lockStagedProperties } from '../queries/lock-staged-properties';
import { type WrittenListing, readWrittenListings } from '../queries/read-written-listings';
import { replaceImportedRanges } from '../queries/replace-imported-ranges';
import { replacePhotos } from '../queries/replace-photos';
import { settleStagedStates } from '../queries/settle-staged-states';
import { openStage, stageListings } from '../queries/stage-listings';
import { type ListingReview, stageReviews } from '../queries/stage-reviews';
import { writeStagedAmenities } from '../queries/write-staged-amenities';
import { writeStagedComponents } from '../queries/write-staged-components';
import { writeStagedHosts } from '../queries/write-staged-hosts';
import { writeStagedProperties } from '../queries/write-staged-properties';
import { type WrittenReviews, writeStagedReviews } from '../queries/write-staged-reviews';

export interface WrittenListings {
  readonly listings: readonly WrittenListing[];
  readonly reviews: WrittenReviews;
}

/** Bounds the size of one statement's values, not what can be written. */
const chunkSize = 200;

/**
 * Writes any number of listings with their hosts, calendars, reviews and pictures in a few dozen statements: adds what is new (by
 * source and source id) and brings up to date what is here. Document ids stay as they are. Bookings are never touched.
 */
export async function writeListings(
  tx: Tx,
  records: readonly ListingRecord[],
  now: Temporal.Instant,
): Promise<WrittenListings> {
  await openStage(tx);
  for (let start = 0; start < records.length; start += chunkSize) {
    const chunk = records.slice(start, start + chunkSize);
    await stageListings(tx, chunk);
    await stageReviews(tx, chunk.flatMap(reviewsOf));
  }
  return writeStagedListings(tx, now);
}

/** The second half, for those who fill the stage from streams: locks late, then writes everything that is staged. */
export async function writeStagedListings(tx: Tx, now: Temporal.Instant): Promise<WrittenListings> {
  const at = now.toString({ fractionalSecondDigits: 3 }).replace('Z', '');
  await lockStagedProperties(tx);
  await writeStagedHosts(tx, at);
  await writeStagedProperties(tx, at);
  await writeStagedComponents(tx);
  await writeStagedAmenities(tx, at);
  await replaceImportedRanges(tx, at);
  const reviews = await writeStagedReviews(tx, at);
  await replacePhotos(tx, at);
  await settleStagedStates(tx, at);
  const listings = await readWrittenListings(tx);
  await refreshSearchRows(tx, [...listings.map((listing) => listing.propertyId), ...(await homesOfStagedHosts(tx))]);
  return { listings, reviews };
}

const reviewsOf = ({ source, sourceId, reviews = [] }: ListingRecord): ListingReview[] =>
  reviews.map((review) => ({ ...review, source, listingSourceId: sourceId }));
