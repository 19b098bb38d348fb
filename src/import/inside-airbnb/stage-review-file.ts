import type { Tx } from '../../adapters/postgres/sql';
import { type ListingReview, stageReviews } from '../../api/property/queries/stage-reviews';
import { readCsv } from './csv-rows';
import type { DatasetFile } from './dataset';
import type { FileIssues } from './issues';
import { readReview, reviewColumns } from './read-review';

export interface StagedReviews {
  readonly rows: number;
}

/** Rows in memory at a time. */
const chunkSize = 1_000;

type ReviewAtLine = ListingReview & { readonly line: number };

/** Stages the reviews of the listings; rows of other listings and reviews that come twice are skipped. */
export async function stageReviewFile(
  tx: Tx,
  file: DatasetFile,
  listings: ReadonlySet<string>,
  issues: FileIssues,
): Promise<StagedReviews> {
  let rows = 0;
  let chunk: ReviewAtLine[] = [];
  const flush = async () => {
    const reviews = chunk;
    chunk = [];
    await stageChunk(tx, reviews, issues);
  };
  await readCsv(file, reviewColumns, {
    onRow: (row) => {
      rows += 1;
      const outcome = readReview(row);
      if (!outcome.ok) return issues.skipped(row.line, outcome.reason);
      const { review } = outcome;
      if (!listings.has(review.listingSourceId)) {
        return issues.skipped(
          row.line,
          `review ${review.sourceId} of listing ${review.listingSourceId}, which was not read`,
        );
      }
      chunk.push({ ...review, line: row.line });
      return chunk.length < chunkSize ? undefined : flush();
    },
    onBroken: ({ line, reason }) => issues.skipped(line, reason),
  });
  await flush();
  return { rows };
}

async function stageChunk(tx: Tx, reviews: readonly ReviewAtLine[], issues: FileIssues): Promise<void> {
  const once = new Map<string, ReviewAtLine>();
  const twice: ReviewAtLine[] = [];
  for (const review of reviews) {
    if (once.has(review.sourceId)) twice.push(review);
    else once.set(review.sourceId, review);
  }
  const staged = await stageReviews(tx, [...once.values()]);
  twice.push(...[...once.values()].filter((review) => !staged.has(review.sourceId)));
  for (const { line, sourceId } of twice) issues.skipped(line, `review ${sourceId} came before`);
}
