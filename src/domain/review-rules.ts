/**
 * Reviews: one by the guest and one by the host, after a completed stay, within 14 days of check-out. Double-blind: a review is
 * sealed until both are in or the window has closed, and can be edited until then, never after. Then staff publish or hide it.
 */
import type { Temporal } from 'temporal-polyfill';
import type { BookingState } from './booking-moves';
import type { Reason } from './refusal';
import { type WallMoment, isAfter, later, wallClockAfter } from './stay-time';

export const defaultReviewWindowDays = 14;

/** The last instant (inclusive) at which a review can be written. Counted on the property's clock from check-out. */
export const reviewWindowClosesAt = (checkOut: WallMoment, days = defaultReviewWindowDays): Temporal.Instant =>
  wallClockAfter(checkOut, { days });

export const ratingNames = [
  'overall',
  'cleanliness',
  'accuracy',
  'checkIn',
  'communication',
  'location',
  'value',
] as const;
export type RatingName = (typeof ratingNames)[number];
/** The overall rating is its own score, not the mean of the others. */
export type Ratings = Readonly<Record<RatingName, number>>;

export function checkRatings(ratings: Readonly<Partial<Record<RatingName, number>>>): Reason[] {
  return ratingNames
    .filter((name) => !isRating(ratings[name]))
    .map((name) => ({ code: 'rating', field: `ratings.${name}`, limit: [1, 5], value: ratings[name] ?? null }));
}

const isRating = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 5;

/** The two reviews of one stay, as far as the rules need to know. Null: not written. */
export interface ReviewPair {
  readonly guestSubmittedAt: Temporal.Instant | null;
  readonly hostSubmittedAt: Temporal.Instant | null;
  readonly windowClosesAt: Temporal.Instant;
}

export type ReviewAuthor = 'guest' | 'host';

/** The instant from which both reviews are open: the second one's arrival, or else the end of the window. */
export function unsealedAt({ guestSubmittedAt, hostSubmittedAt, windowClosesAt }: ReviewPair): Temporal.Instant {
  if (guestSubmittedAt === null || hostSubmittedAt === null) return windowClosesAt;
  return later(guestSubmittedAt, hostSubmittedAt);
}

/** Sealed through the window's last instant; open from the second review's own instant on. */
export function isSealed(pair: ReviewPair, now: Temporal.Instant): boolean {
  const bothIn = pair.guestSubmittedAt !== null && pair.hostSubmittedAt !== null;
  return bothIn ? isAfter(unsealedAt(pair), now) : !isAfter(now, pair.windowClosesAt);
}

/** Why this author cannot write or edit a review now; none means that they can. */
export function checkReview(
  author: ReviewAuthor,
  pair: ReviewPair,
  bookingState: BookingState,
  now: Temporal.Instant,
): Reason[] {
  const reasons: Reason[] = [];
  if (bookingState !== 'completed')
    reasons.push({ code: 'stay_not_completed', limit: 'completed', value: bookingState });
  if (isAfter(now, pair.windowClosesAt)) {
    reasons.push({ code: 'review_window_closed', limit: pair.windowClosesAt.toString(), value: now.toString() });
  }
  const isWritten = (author === 'guest' ? pair.guestSubmittedAt : pair.hostSubmittedAt) !== null;
  if (isWritten && !isSealed(pair, now)) reasons.push({ code: 'review_no_longer_editable' });
  return reasons;
}

/** What staff decided. Their decisions are kept as a trail; the last one counts. */
export const moderationDecisions = ['publish', 'hide', 'restore'] as const;
export type ModerationDecision = (typeof moderationDecisions)[number];

export const reviewStates = ['sealed', 'pending', 'published', 'hidden'] as const;
export type ReviewState = (typeof reviewStates)[number];

/** What others see of a review: nothing before it is unsealed, whatever staff decided. */
export function reviewState(
  pair: ReviewPair,
  lastDecision: ModerationDecision | null,
  now: Temporal.Instant,
): ReviewState {
  if (isSealed(pair, now)) return 'sealed';
  switch (lastDecision) {
    case null:
      return 'pending';
    case 'publish':
    case 'restore':
      return 'published';
    case 'hide':
      return 'hidden';
    default:
      return lastDecision satisfies never;
  }
}

export interface ReviewMove {
  readonly decision: ModerationDecision;
  readonly from: readonly ReviewState[];
  readonly to: ReviewState;
}

/** Staff's moves; a sealed review is nobody's to judge yet. */
export const reviewMoves: readonly ReviewMove[] = [
  { decision: 'publish', from: ['pending'], to: 'published' },
  { decision: 'hide', from: ['pending', 'published'], to: 'hidden' },
  { decision: 'restore', from: ['hidden'], to: 'published' },
];

/** Why staff cannot decide so now. Hiding needs a reason that the author is told. */
export function checkModeration(state: ReviewState, decision: ModerationDecision, why: string | null): Reason[] {
  const move = reviewMoves.find((candidate) => candidate.decision === decision);
  const reasons: Reason[] = [];
  if (!move?.from.includes(state)) {
    reasons.push({ code: 'move_not_allowed', field: 'state', limit: move?.from ?? [], value: state });
  }
  if (decision === 'hide' && (why === null || why.trim() === ''))
    reasons.push({ code: 'reason_required', field: 'reason' });
  return reasons;
}
