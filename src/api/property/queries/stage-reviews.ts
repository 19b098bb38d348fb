import { createId } from '@paralleldrive/cuid2';
import type { Tx } from '../../../adapters/postgres/sql';
import type { ReviewRecord } from '../listing-record';

export interface ListingReview extends ReviewRecord {
  readonly source: string;
  readonly listingSourceId: string;
}

/** Reviews join their listings in the stage (openStage). @returns the ids of those that were staged; the others came twice */
export async function stageReviews(tx: Tx, reviews: readonly ListingReview[]): Promise<ReadonlySet<string>> {
  if (reviews.length === 0) return new Set();
  const rows = await tx.query<{ source_id: string }>(
    `insert into staged_review select * from jsonb_populate_recordset(null::staged_review, $1::jsonb)
     on conflict do nothing returning source_id`,
    [JSON.stringify(reviews.map(stagedReview))],
  );
  return new Set(rows.map((row) => row.source_id));
}

const stagedReview = (review: ListingReview): Record<string, unknown> => ({
  source: review.source,
  source_id: review.sourceId,
  listing_source_id: review.listingSourceId,
  document_id: createId(),
  author_name: review.authorName,
  body: review.body,
  // The column has no zone: what is in it is UTC.
  written_at: review.writtenAt.replace(/Z$/, ''),
  overall: review.overall,
  cleanliness: review.cleanliness,
  accuracy: review.accuracy,
  check_in: review.checkIn,
  communication: review.communication,
  location: review.location,
  value: review.value,
});
