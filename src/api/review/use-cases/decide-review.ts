import type { Tx } from '../../../adapters/postgres/sql';
import { accept, refuse, type Outcome, type Reason, type Refusal } from '../../../domain/refusal';
import { checkModeration, reviewMoves, type ModerationDecision, type ReviewState } from '../../../domain/review-rules';
import type { Casita, StaffActor } from '../../../ports';
import { refreshSearchRows } from '../../../search/refresh-search-rows';
import { lockProperty } from '../../booking/queries/lock-property';
import { findReview, lockReview } from '../queries/review-for-decision';
import { writeReviewDecision } from '../queries/write-review-decision';

export interface DecideReview {
  readonly actor: StaffActor;
  readonly reviewDocumentId: string;
  readonly decision: ModerationDecision;
  /** Needed to hide: the author is told. */
  readonly reason: string | null;
}

export interface DecidedReview {
  readonly documentId: string;
  readonly state: ReviewState;
}

/** Staff publish, hide or restore a review. Each decision is a row of the trail; the rating of the home follows at once. */
export async function decideReview(app: Casita, command: DecideReview): Promise<Outcome<DecidedReview>> {
  return app.db.transaction((tx) => decideReviewIn(tx, app, command));
}

/** The same inside a transaction that is already open: an upheld report hides its review with it. */
export async function decideReviewIn(tx: Tx, app: Casita, command: DecideReview): Promise<Outcome<DecidedReview>> {
  const found = await findReview(tx, command.reviewDocumentId);
  if (!found) return refuse('not_found', 'No such review');
  if (found.propertyId !== null) await lockProperty(tx, found.propertyId);
  const review = await lockReview(tx, found.id);
  if (!review) return refuse('not_found', 'No such review');
  const broken = checkModeration(review.state, command.decision, command.reason);
  if (broken.length > 0) return notAllowed(command.decision, review.state, broken);
  const state = stateAfter(command.decision);
  await writeReviewDecision(tx, {
    reviewId: review.id,
    decision: command.decision,
    state,
    reason: command.reason?.trim() || null,
    moderatorId: command.actor.adminId,
    moderatorName: command.actor.name,
    at: app.clock.now().toString(),
  });
  if (review.propertyId !== null) await refreshSearchRows(tx, [review.propertyId]);
  return accept({ documentId: review.documentId, state });
}

function stateAfter(decision: ModerationDecision): ReviewState {
  const move = reviewMoves.find((candidate) => candidate.decision === decision);
  if (!move) throw new Error(`No such decision: ${decision}`);
  return move.to;
}

function notAllowed(decision: ModerationDecision, state: ReviewState, reasons: readonly Reason[]): Refusal {
  const wrongState = reasons.some((reason) => reason.code === 'move_not_allowed');
  return wrongState
    ? refuse('conflict', `A review that is ${state} does not allow this: ${decision}`, reasons)
    : refuse('refused', 'Say why the review is hidden: its author is told', reasons);
}
