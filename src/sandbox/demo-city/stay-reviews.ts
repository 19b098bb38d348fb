import { bookingById } from '../../api/booking/queries/load-booking';
import { reviewsOfBooking, type ReviewRow } from '../../api/review/queries/reviews-of-booking';
import { replyToReview, reportReview } from '../../api/review/use-cases/answer-review';
import { decideReview } from '../../api/review/use-cases/decide-review';
import { writeReview } from '../../api/review/use-cases/write-review';
import type { AccountActor, StaffActor } from '../../ports';
import type { PlannedStay } from './plan';
import { hostActor, mustHave } from './stay-life';
import type { Walk } from './walk';
import { mixed, ofGuests, praise, replies, unkind } from './words';

const moderator: StaffActor = { kind: 'staff', adminId: 0, name: 'Mira Moderator' };

/** Both sides write what the plan has of them, once. */
export async function writeReviews(
  { app }: Walk,
  stay: PlannedStay,
  bookingId: number,
  guest: AccountActor,
): Promise<void> {
  const booking = await bookingById(app.db, bookingId);
  if (booking?.state !== 'completed') return;
  const written = await reviewsOfBooking(app.db, bookingId);
  const has = (side: ReviewRow['side']) => written.some((review) => review.side === side);
  const bookingDocumentId = booking.document_id;
  if (!has('guest')) {
    const overall = stay.guestReview === 'hidden' ? 1 : 3 + (stay.index % 3);
    const near = (offset: number) => Math.max(1, Math.min(5, overall + offset));
    const ratings = {
      overall,
      cleanliness: near(0),
      accuracy: near(1),
      checkIn: near(1),
      communication: near(0),
      location: near(-1),
      value: near(0),
    };
    const body = wordsOf(stay, overall);
    mustHave(
      await writeReview(app, { actor: guest, bookingDocumentId, ratings, body, privateNote: null }),
      'a guest’s review',
    );
  }
  if (stay.hostReview && !has('host')) {
    const actor = await hostActor(app, booking.host_id);
    const body = ofGuests[stay.index % ofGuests.length] as string;
    mustHave(
      await writeReview(app, { actor, bookingDocumentId, ratings: null, body, privateNote: null }),
      'a host’s review',
    );
  }
}

function wordsOf(stay: PlannedStay, overall: number): string {
  if (stay.guestReview === 'hidden') return unkind[stay.index % unkind.length] as string;
  const list = overall >= 4 ? praise : mixed;
  return list[stay.index % list.length] as string;
}

/** What staff and hosts have done by now: published, hidden with a reason, answered, reported. */
export async function decideAll(
  walk: Walk,
  stays: readonly PlannedStay[],
  bookings: ReadonlyMap<number, number>,
): Promise<void> {
  let reported = false;
  for (const stay of stays) {
    const bookingId = bookings.get(stay.index);
    if (bookingId === undefined || stay.guestReview === null) continue;
    const review = (await reviewsOfBooking(walk.app.db, bookingId)).find((each) => each.side === 'guest');
    if (!review) continue;
    await decide(walk, stay, review);
    if (stay.reply && stay.guestReview === 'published') await reply(walk, bookingId, review, stay);
    if (!reported && stay.guestReview === 'published') reported = await report(walk, review);
  }
}

async function decide({ app }: Walk, stay: PlannedStay, review: ReviewRow): Promise<void> {
  if (review.state !== 'pending') return;
  const about = { actor: moderator, reviewDocumentId: review.document_id };
  if (stay.guestReview === 'published')
    mustHave(await decideReview(app, { ...about, decision: 'publish', reason: null }), 'publish');
  if (stay.guestReview === 'hidden') {
    mustHave(await decideReview(app, { ...about, decision: 'hide', reason: 'Threatens other people' }), 'hide');
  }
}

async function reply({ app }: Walk, bookingId: number, review: ReviewRow, stay: PlannedStay): Promise<void> {
  const booking = await bookingById(app.db, bookingId);
  if (!booking || review.reply !== null) return;
  const text = replies[stay.index % replies.length] as string;
  // Refused where the review was not published after all: nothing to answer then.
  await replyToReview(app, {
    actor: await hostActor(app, booking.host_id),
    reviewDocumentId: review.document_id,
    reply: text,
  });
}

/** One report that waits for the moderator. @returns whether there is one now */
async function report({ app, people }: Walk, review: ReviewRow): Promise<boolean> {
  const open = await app.db.query(`select id from reports where state = 'open' limit 1`);
  if (open.length > 0) return true;
  const actor: AccountActor = { kind: 'account', userId: people.guestId, hostId: null, sessionId: null };
  const outcome = await reportReview(app, {
    actor,
    reviewDocumentId: review.document_id,
    reasonCode: 'off_topic',
    details: 'This is about another house.',
  });
  return outcome.ok;
}
