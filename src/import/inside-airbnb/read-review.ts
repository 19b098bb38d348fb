import { parseNight } from '../../domain/night';
import type { ListingReview } from '../../api/property/queries/stage-reviews';
import type { CsvRow } from './csv-rows';
import { idOf } from './field-values';
import { quoted } from './read-calendar';
import { source } from './read-listing';
import { plainLine, plainText } from './text';

export type ReviewOutcome =
  { readonly ok: true; readonly review: ListingReview } | { readonly ok: false; readonly reason: string };

/** A file with fewer columns (the summary, without words) is not one of reviews. */
export const reviewColumns = ['listing_id', 'id', 'date', 'comments'] as const;

/** The files name a day, not an hour: noon in UTC is the same day almost everywhere. */
export function readReview(row: CsvRow): ReviewOutcome {
  const listing = idOf(row.get('listing_id'));
  const id = idOf(row.get('id'));
  const date = parseNight(row.get('date'));
  if (listing === undefined) return { ok: false, reason: `no listing id: ${quoted(row.get('listing_id'))}` };
  if (id === undefined) return { ok: false, reason: `no review id: ${quoted(row.get('id'))}` };
  if (date === null) return { ok: false, reason: `not a date: ${quoted(row.get('date'))}` };
  return {
    ok: true,
    review: {
      source,
      sourceId: id,
      listingSourceId: listing,
      authorName: plainLine(row.get('reviewer_name'), 120),
      body: plainText(row.get('comments'), 10_000) ?? '',
      writtenAt: `${date}T12:00:00Z`,
    },
  };
}
