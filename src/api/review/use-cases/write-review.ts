import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import { accept, refuse, type Outcome, type Reason } from '../../../domain/refusal';
import {
  checkRatings,
  checkReview,
  isSealed,
  reviewWindowClosesAt,
  type Ratings,
  type ReviewAuthor,
  type ReviewPair,
} from '../../../domain/review-rules';
import type { AccountActor, Casita } from '../../../ports';
import { accountName } from '../../booking/queries/account-name';
import type { BookingRow } from '../../booking/queries/booking-row';
import { lockBooking } from '../../booking/queries/load-booking';
import { lockProperty } from '../../booking/queries/lock-property';
import { propertyOfBooking } from '../../booking/queries/property-of-booking';
import { bookingNotFound } from '../../booking/use-cases/act-on-booking';
import { reviewsOfBooking, type ReviewRow } from '../queries/reviews-of-booking';
import { insertReview, rewriteReview, unsealReviews, type ReviewText } from '../queries/write-review';

export interface WriteReview {
  readonly actor: AccountActor;
  readonly bookingDocumentId: string;
  /** Asked of guests; hosts have none to give. */
  readonly ratings: Partial<Ratings> | null;
  readonly body: string;
  readonly privateNote: string | null;
}

/** Writes, or until it is unsealed rewrites, the caller's review of a stay. @returns its document id */
export async function writeReview(app: Casita, command: WriteReview): Promise<Outcome<string>> {
  return app.db.transaction(async (tx) => {
    const propertyId = await propertyOfBooking(tx, command.bookingDocumentId);
    if (propertyId === null) return bookingNotFound();
    await lockProperty(tx, propertyId);
    const booking = await lockBooking(tx, command.bookingDocumentId);
    const side = booking && sideOf(booking, command.actor);
    if (!booking || !side) return bookingNotFound();
    const reviews = await reviewsOfBooking(tx, booking.id);
    const now = app.clock.now();
    const broken = [
      ...checkReview(side, pairOf(app, booking, reviews), booking.state, now),
      ...checkScores(side, command.ratings),
    ];
    if (broken.length > 0) return notAllowed(broken);
    return accept(await write(tx, command, booking, side, reviews, now.toString()));
  });
}

/** Which party of the stay an account is; the guest's side counts first for a host who stayed at their own home. */
export function sideOf(booking: BookingRow, actor: AccountActor): ReviewAuthor | null {
  if (booking.guest_id === actor.userId) return 'guest';
  return actor.hostId !== null && booking.host_id === actor.hostId ? 'host' : null;
}

export function pairOf(app: Casita, booking: BookingRow, reviews: readonly ReviewRow[]): ReviewPair {
  const { checkOutTime: time, timeZone } = booking.quote;
  return {
    guestSubmittedAt: writtenAt(reviews, 'guest'),
    hostSubmittedAt: writtenAt(reviews, 'host'),
    windowClosesAt: reviewWindowClosesAt({ night: booking.check_out, time, timeZone }, app.config.reviewWindowDays),
  };
}

function writtenAt(reviews: readonly ReviewRow[], side: ReviewAuthor): Temporal.Instant | null {
  const at = reviews.find((review) => review.side === side)?.written_at;
  return at ? Temporal.Instant.fromEpochMilliseconds(at.getTime()) : null;
}

function checkScores(side: ReviewAuthor, ratings: Partial<Ratings> | null): Reason[] {
  if (side === 'guest') return checkRatings(ratings ?? {});
  return ratings === null ? [] : [{ code: 'ratings_are_the_guests', field: 'ratings' }];
}

const CONFLICTS = new Set(['stay_not_completed', 'review_window_closed', 'review_no_longer_editable']);

function notAllowed(reasons: readonly Reason[]): Outcome<never> {
  const byTime = reasons.some((reason) => CONFLICTS.has(reason.code));
  return byTime
    ? refuse('conflict', 'This stay cannot be reviewed now', reasons)
    : refuse('refused', 'The ratings are not complete', reasons);
}

async function write(
  tx: Tx,
  command: WriteReview,
  booking: BookingRow,
  side: ReviewAuthor,
  reviews: readonly ReviewRow[],
  now: string,
): Promise<string> {
  const text: ReviewText = {
    ratings: side === 'guest' ? (command.ratings as Ratings) : null,
    body: command.body,
    privateNote: command.privateNote,
  };
  const own = reviews.find((review) => review.side === side);
  if (own) {
    await rewriteReview(tx, own.id, text, now);
    return own.document_id;
  }
  const documentId = await insertReview(tx, {
    ...text,
    propertyId: booking.property_id,
    bookingId: booking.id,
    side,
    authorId: command.actor.userId,
    authorName: await accountName(tx, command.actor.userId),
    now,
  });
  // Double-blind until both are in: the second one opens both.
  if (reviews.length > 0) await unsealReviews(tx, booking.id, now);
  return documentId;
}

/** Opens the reviews of a stay whose window has closed. @returns how many */
export async function unsealIfDue(app: Casita, tx: Tx, bookingDocumentId: string): Promise<number> {
  const propertyId = await propertyOfBooking(tx, bookingDocumentId);
  if (propertyId === null) return 0;
  await lockProperty(tx, propertyId);
  const booking = await lockBooking(tx, bookingDocumentId);
  if (!booking) return 0;
  const pair = pairOf(app, booking, await reviewsOfBooking(tx, booking.id));
  return isSealed(pair, app.clock.now()) ? 0 : unsealReviews(tx, booking.id, app.clock.now().toString());
}
