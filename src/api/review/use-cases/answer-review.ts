import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { AccountActor, Casita } from '../../../ports';
import { lockProperty } from '../../booking/queries/lock-property';
import { findReview } from '../queries/reviews-of-booking';
import { hasOpenReport, insertReport, writeReply } from '../queries/write-review';

export const reviewNotFound = () => refuse('not_found', 'No such review', [{ code: 'not_found', field: 'id' }]);

/** The host answers a published review of their home, in public, once. */
export async function replyToReview(
  app: Casita,
  command: { actor: AccountActor; reviewDocumentId: string; reply: string },
): Promise<Outcome<string>> {
  return app.db.transaction(async (tx) => {
    const found = await findReview(tx, command.reviewDocumentId);
    if (!found || found.host_id === null || found.host_id !== command.actor.hostId) return reviewNotFound();
    await lockProperty(tx, found.property_id);
    const review = await findReview(tx, command.reviewDocumentId);
    if (review?.state !== 'published' || review.side !== 'guest') {
      return refuse('conflict', 'Only a published review of a guest can be answered', [
        { code: 'review_not_published', field: 'state', value: review?.state },
      ]);
    }
    const written = await writeReply(tx, review.id, command.reply, app.clock.now().toString());
    return written
      ? accept(review.document_id)
      : refuse('conflict', 'A review is answered once', [{ code: 'already_replied', field: 'reply' }]);
  });
}

/** Anyone signed in can say that a review they can see breaks the rules; once, as long as that report is open. */
export async function reportReview(
  app: Casita,
  command: { actor: AccountActor; reviewDocumentId: string; reasonCode: string; details: string },
): Promise<Outcome<string>> {
  return app.db.transaction(async (tx) => {
    const found = await findReview(tx, command.reviewDocumentId);
    if (!found || found.state !== 'published') return reviewNotFound();
    await lockProperty(tx, found.property_id);
    if (await hasOpenReport(tx, found.id, command.actor.userId)) {
      return refuse('conflict', 'You have reported this review already', [{ code: 'already_reported' }]);
    }
    const { reasonCode, details } = command;
    const documentId = await insertReport(tx, {
      reviewId: found.id,
      reporterId: command.actor.userId,
      reasonCode,
      details,
      now: app.clock.now().toString(),
    });
    return accept(documentId);
  });
}
