import { createId } from '@paralleldrive/cuid2';
import type { Tx } from '../../../adapters/postgres/sql';
import type { Ratings, ReviewAuthor } from '../../../domain/review-rules';

export interface ReviewText {
  /** A guest scores the stay; a host writes of the guest without scores for the home. */
  readonly ratings: Ratings | null;
  readonly body: string;
  readonly privateNote: string | null;
}

export interface NewReview extends ReviewText {
  readonly propertyId: number;
  readonly bookingId: number;
  readonly side: ReviewAuthor;
  readonly authorId: number;
  readonly authorName: string;
  readonly now: string;
}

const scores = (ratings: Ratings | null) => [
  ratings?.overall ?? null,
  ratings?.cleanliness ?? null,
  ratings?.accuracy ?? null,
  ratings?.checkIn ?? null,
  ratings?.communication ?? null,
  ratings?.location ?? null,
  ratings?.value ?? null,
];

export async function insertReview(tx: Tx, review: NewReview): Promise<string> {
  const documentId = createId();
  await tx.query(
    `insert into reviews (document_id, property_id, booking_id, side, author_id, author_name, state, body, private_note, written_at,
       overall, cleanliness, accuracy, check_in, communication, location, value, created_at, updated_at, published_at)
     values ($1, $2, $3, $4, $5, $6, 'sealed', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $9, $9, $9)`,
    [
      documentId,
      review.propertyId,
      review.bookingId,
      review.side,
      review.authorId,
      review.authorName,
      review.body,
      review.privateNote,
      review.now,
      ...scores(review.ratings),
    ],
  );
  return documentId;
}

export async function rewriteReview(tx: Tx, id: number, text: ReviewText, now: string): Promise<void> {
  await tx.query(
    `update reviews set body = $2, private_note = $3, written_at = $4, updated_at = $4, overall = $5, cleanliness = $6, accuracy = $7,
       check_in = $8, communication = $9, location = $10, value = $11 where id = $1`,
    [id, text.body, text.privateNote, now, ...scores(text.ratings)],
  );
}

/** Opens what was sealed: staff can look at it from now on. @returns how many reviews that were */
export async function unsealReviews(tx: Tx, bookingId: number, now: string): Promise<number> {
  const rows = await tx.query(
    `update reviews set state = 'pending', updated_at = $2 where booking_id = $1 and state = 'sealed' returning id`,
    [bookingId, now],
  );
  return rows.length;
}

/** The host's one public answer. @returns false when there is one already */
export async function writeReply(tx: Tx, id: number, reply: string, now: string): Promise<boolean> {
  const rows = await tx.query(
    'update reviews set reply = $2, replied_at = $3, updated_at = $3 where id = $1 and reply is null returning id',
    [id, reply, now],
  );
  return rows.length === 1;
}

export async function insertReport(
  tx: Tx,
  report: {
    readonly reviewId: number;
    readonly reporterId: number;
    readonly reasonCode: string;
    readonly details: string;
    readonly now: string;
  },
): Promise<string> {
  const documentId = createId();
  await tx.query(
    `insert into reports (document_id, review_id, reporter_id, reason_code, details, state, created_at, updated_at, published_at)
     values ($1, $2, $3, $4, $5, 'open', $6, $6, $6)`,
    [documentId, report.reviewId, report.reporterId, report.reasonCode, report.details, report.now],
  );
  return documentId;
}

export async function hasOpenReport(tx: Tx, reviewId: number, reporterId: number): Promise<boolean> {
  const rows = await tx.query(`select id from reports where review_id = $1 and reporter_id = $2 and state = 'open'`, [
    reviewId,
    reporterId,
  ]);
  return rows.length > 0;
}
