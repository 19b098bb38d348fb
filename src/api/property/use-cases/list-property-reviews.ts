import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { fingerprintOf, isTimeKey, readCursor, writeCursor } from '../../../search/cursor';
import { publishedProperty } from '../queries/published-property';
import { publishedReviews, shownRating, type ReviewRow } from '../queries/published-reviews';

export interface ReviewPage {
  readonly reviews: readonly ReturnType<typeof viewReview>[];
  readonly nextCursor: string | null;
  readonly rating: { readonly mean: number | null; readonly count: number };
}

export async function listPropertyReviews(
  app: Casita,
  documentId: string,
  page: { readonly cursor?: string | undefined; readonly pageSize: number },
): Promise<Outcome<ReviewPage>> {
  const property = await publishedProperty(app.db, documentId);
  if (!property) return refuse('not_found', 'No such property', [{ code: 'not_found', field: 'id' }]);
  const fingerprint = fingerprintOf(['reviews', documentId]);
  const position = readCursor(page.cursor, fingerprint, isTimeKey);
  if (!position.ok) return position;
  const rows = await publishedReviews(app.db, property.id, position.value, page.pageSize + 1);
  const shown = rows.slice(0, page.pageSize);
  const last = shown.at(-1);
  return accept({
    reviews: shown.map(viewReview),
    nextCursor: last && rows.length > page.pageSize ? writeCursor({ key: last.key, id: last.id }, fingerprint) : null,
    rating: await shownRating(app.db, property.id),
  });
}

function viewReview(row: ReviewRow) {
  const { overall, cleanliness, accuracy, check_in: checkIn, communication, location, value } = row;
  return {
    documentId: row.document_id,
    authorName: row.author_name,
    ratings: { overall, cleanliness, accuracy, checkIn, communication, location, value },
    body: row.body,
    publishedAt: row.published.toISOString(),
    reply: row.reply ? { body: row.reply, at: row.replied_at?.toISOString() ?? null } : null,
  };
}
