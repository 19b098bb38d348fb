import { createId } from '@paralleldrive/cuid2';
import type { Tx } from '../../../adapters/postgres/sql';
import type { ModerationDecision, ReviewState } from '../../../domain/review-rules';

export interface WrittenDecision {
  readonly reviewId: number;
  readonly decision: ModerationDecision;
  readonly state: ReviewState;
  /** What the author is told; null except where it hides. */
  readonly reason: string | null;
  readonly moderatorId: number;
  readonly moderatorName: string;
  /** RFC 3339, UTC. */
  readonly at: string;
}

/** Moves the review and appends to its trail. The words of the review are not in the statement, and must never be. */
export async function writeReviewDecision(tx: Tx, written: WrittenDecision): Promise<void> {
  const { reviewId, decision, state, reason, moderatorId, moderatorName, at } = written;
  await tx.query(
    `update reviews
        set state = $2::text, moderation_reason = $3, updated_at = $4::timestamp,
            visible_at = case when $2::text = 'published' then coalesce(visible_at, $4::timestamp) else visible_at end
      where id = $1`,
    [reviewId, state, state === 'hidden' ? reason : null, at],
  );
  await tx.query(
    `insert into review_decisions (document_id, review_id, decision, reason, moderator_name, moderator_id, at, created_at, updated_at, published_at)
     values ($1, $2, $3, $4, $5, $6, $7, $7, $7, $7)`,
    [createId(), reviewId, decision, reason, moderatorName, moderatorId, at],
  );
}
