import { z } from 'zod';
import { byDocumentId, documentId, instant, text } from '../../contract/fields';
import { callerOf, operation, type AnyOperation } from '../../contract/operation';
import { ratingNames, reviewStates, type RatingName } from '../../domain/review-rules';
import { accept } from '../../domain/refusal';
import type { AccountActor, Casita } from '../../ports';
import { bookingForParty } from '../booking/queries/booking-view';
import { bookingNotFound } from '../booking/use-cases/act-on-booking';
import { findReview, reviewsOfBooking, type ReviewRow } from './queries/reviews-of-booking';
import { replyToReview, reportReview, reviewNotFound } from './use-cases/answer-review';
import { pairOf, sideOf, writeReview } from './use-cases/write-review';

const score = z.int().min(1).max(5);
const ratings = z
  .strictObject(Object.fromEntries(ratingNames.map((name) => [name, score])) as Record<RatingName, typeof score>)
  .meta({ id: 'Ratings' });

const reviewSchema = z
  .object({
    documentId,
    side: z.enum(['guest', 'host']),
    state: z.enum(reviewStates),
    authorName: z.string(),
    ratings: ratings.nullable(),
    body: z.string(),
    privateNote: z.string().nullable().meta({ description: 'For the other party of the stay, never public' }),
    writtenAt: instant,
    reply: z.string().nullable(),
    repliedAt: instant.nullable(),
  })
  .meta({ id: 'StayReview' });

const stayReviewsSchema = z
  .object({
    windowClosesAt: instant,
    own: reviewSchema.nullable(),
    theirs: reviewSchema.nullable().meta({ description: 'Null until both are in or the window has closed' }),
  })
  .meta({ id: 'StayReviews' });

const write = operation({
  id: 'writeReview',
  kind: 'mutation',
  method: 'POST',
  path: '/reviews',
  tag: 'Reviews',
  summary: 'Review a completed stay, as its guest or as its host',
  description:
    'Again with other words rewrites it, as long as it is sealed: until both are in, or 14 days after check-out.',
  access: 'account',
  query: z.strictObject({}),
  body: z.strictObject({
    booking: documentId,
    ratings: ratings.nullish().meta({ description: "A guest's; hosts leave it out" }),
    body: text(5_000, 1),
    privateNote: text(2_000).nullish(),
  }),
  rateLimit: { name: 'review', points: 60, seconds: 60 },
  success: { status: 201, schema: reviewSchema, description: 'The review, sealed' },
  refusals: ['not_found', 'conflict', 'refused'],
  async handle(app, call) {
    const actor = callerOf(call);
    const { booking, body, privateNote } = call.body;
    const written = await writeReview(app, {
      actor,
      bookingDocumentId: booking,
      ratings: call.body.ratings ?? null,
      body,
      privateNote: privateNote ?? null,
    });
    if (!written.ok) return written;
    const review = await findReview(app.db, written.value);
    return review ? accept({ data: viewReview(review) }) : reviewNotFound();
  },
});

function viewReview(review: ReviewRow) {
  const { overall, cleanliness, accuracy, check_in: checkIn, communication, location, value } = review;
  const all = { overall, cleanliness, accuracy, checkIn, communication, location, value };
  return {
    documentId: review.document_id,
    side: review.side,
    state: review.state,
    authorName: review.author_name ?? '',
    ratings: overall === null ? null : (all as Record<RatingName, number>),
    body: review.body,
    privateNote: review.private_note,
    writtenAt: review.written_at.toISOString(),
    reply: review.reply,
    repliedAt: review.replied_at?.toISOString() ?? null,
  };
}

const ofBooking = operation({
  id: 'stayReviews',
  kind: 'query',
  method: 'GET',
  path: '/bookings/:id/reviews',
  tag: 'Reviews',
  summary: 'Both reviews of an own stay: the own one, and the other as soon as it is open',
  access: 'account',
  params: byDocumentId,
  query: z.strictObject({}),
  success: { status: 200, schema: stayReviewsSchema, description: 'The reviews of the stay' },
  refusals: ['not_found'],
  async handle(app, call) {
    const view = await stayReviews(app, callerOf(call), call.params.id);
    return view ? accept({ data: view }) : bookingNotFound();
  },
});

async function stayReviews(app: Casita, actor: AccountActor, bookingDocumentId: string) {
  const booking = await bookingForParty(app.db, bookingDocumentId, actor);
  if (!booking) return null;
  const reviews = await reviewsOfBooking(app.db, booking.id);
  const side = sideOf(booking, actor);
  const own = reviews.find((review) => review.side === side);
  const theirs = reviews.find(
    (review) => review.side !== side && review.state !== 'sealed' && review.state !== 'hidden',
  );
  return {
    windowClosesAt: pairOf(app, booking, reviews).windowClosesAt.toString(),
    own: own ? viewReview(own) : null,
    theirs: theirs ? viewReview(theirs) : null,
  };
}

const reply = operation({
  id: 'replyToReview',
  kind: 'mutation',
  method: 'POST',
  path: '/reviews/:id/reply',
  tag: 'Reviews',
  summary: "Answer a guest's published review, in public, once",
  access: 'host',
  params: byDocumentId,
  query: z.strictObject({}),
  body: z.strictObject({ reply: text(4_000, 1) }),
  rateLimit: { name: 'reply', points: 60, seconds: 60 },
  success: { status: 200, schema: reviewSchema, description: 'The review with its answer' },
  refusals: ['not_found', 'conflict'],
  async handle(app, call) {
    const replied = await replyToReview(app, {
      actor: callerOf(call),
      reviewDocumentId: call.params.id,
      reply: call.body.reply,
    });
    if (!replied.ok) return replied;
    const review = await findReview(app.db, replied.value);
    return review ? accept({ data: { ...viewReview(review), privateNote: null } }) : reviewNotFound();
  },
});

const report = operation({
  id: 'reportReview',
  kind: 'mutation',
  method: 'POST',
  path: '/reviews/:id/report',
  tag: 'Reviews',
  summary: 'Say that a published review breaks the rules',
  access: 'account',
  params: byDocumentId,
  query: z.strictObject({}),
  body: z.strictObject({
    reason: z.enum(['off_topic', 'offensive', 'private_information', 'fake', 'extortion', 'other']),
    details: text(2_000).default(''),
  }),
  rateLimit: { name: 'report', points: 30, seconds: 60 },
  success: {
    status: 201,
    schema: z.object({ documentId }).meta({ id: 'Report' }),
    description: 'Staff will look at it',
  },
  refusals: ['not_found', 'conflict'],
  async handle(app, call) {
    const { reason: reasonCode, details } = call.body;
    const reported = await reportReview(app, {
      actor: callerOf(call),
      reviewDocumentId: call.params.id,
      reasonCode,
      details,
    });
    return reported.ok ? accept({ data: { documentId: reported.value } }) : reported;
  },
});

export const reviewOperations: AnyOperation[] = [write, ofBooking, reply, report];
