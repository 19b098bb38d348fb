import type { Tx } from '../../../adapters/postgres/sql';
import { awaitsAnswer, isClosedDispute, type DisputeBearer } from '../../../domain/dispute';
import { checkEvidence, said, withEvidence, type Evidence } from '../../../domain/dispute-evidence';
import { stateOfFile } from '../../../domain/dispute-files';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import { bookingLane, oweCall } from '../../../outbox/owe-call';
import type { Casita, StaffActor } from '../../../ports';
import { bookingById, lockBookingById } from '../../booking/queries/load-booking';
import { lockProperty } from '../../booking/queries/lock-property';
import { lockPayment } from '../../payment/queries/load-payment';
import { evidenceOf, insertEvidence } from '../queries/dispute-evidence';
import { standingFiles } from '../queries/dispute-files';
import type { DisputeRow } from '../queries/dispute-row';
import { disputeByDocument, lockDispute } from '../queries/load-dispute';
import { insertDisputeEvent, updateDispute } from '../queries/write-dispute';

/** What staff do about a dispute; they say why, and it stands in its trail. */
export interface DisputeCommand {
  readonly actor: StaffActor;
  readonly disputeDocumentId: string;
  readonly reason: string;
}

export const disputeNotFound = () => refuse('not_found', 'No such dispute', [{ code: 'not_found', field: 'id' }]);

/** Lays evidence down, field by field; the bank sees nothing before it is handed in. @returns the booking's row id */
export async function saveEvidence(
  app: Casita,
  command: DisputeCommand & { readonly evidence: Evidence },
): Promise<Outcome<number>> {
  return answerDispute(app, command, 'save_evidence', async (tx, dispute) => {
    const evidence = withEvidence(await evidenceOf(tx, dispute.id), command.evidence);
    const reasons = checkEvidence(evidence);
    if (reasons.length > 0) return refuse('refused', 'This evidence is too long', reasons);
    const at = app.clock.now().toString();
    const save = { disputeId: dispute.id, evidence, adminId: command.actor.adminId, at };
    const n = await insertEvidence(tx, save);
    await owe(app, tx, dispute, 'save_evidence', `casita-dispute-${dispute.id}-evidence-${n}`);
    return accept(dispute.booking_id);
  });
}

/** Hands in what was laid down: once, and nothing changes after it. A file that the provider does not have yet would be left out. */
export async function submitEvidence(app: Casita, command: DisputeCommand): Promise<Outcome<number>> {
  return answerDispute(app, command, 'submit_evidence', async (tx, dispute) => {
    const files = await standingFiles(tx, dispute.id);
    if (files.length === 0 && Object.keys(said(await evidenceOf(tx, dispute.id))).length === 0) {
      return refuse('refused', 'There is no evidence to hand in', [{ code: 'evidence_required', field: 'evidence' }]);
    }
    const missing = files.filter((file) => stateOfFile(file) !== 'with_provider');
    if (missing.length > 0) {
      const reasons = missing.map((file) => ({ code: 'file_missing', field: file.field, value: stateOfFile(file) }));
      return refuse('conflict', 'The provider does not have every file: wait, or take it away', reasons);
    }
    await updateDispute(tx, dispute.id, { answer: 'submitted' }, app.clock.now().toString());
    await owe(app, tx, dispute, 'submit_evidence', `casita-dispute-${dispute.id}-submit`);
    return accept(dispute.booking_id);
  });
}

/** Gives in: the money stays with the guest, and whoever bears it bears it. An inquiry is answered, or refunded. */
export async function acceptDispute(app: Casita, command: DisputeCommand): Promise<Outcome<number>> {
  return answerDispute(app, command, 'accept_dispute', async (tx, dispute) => {
    if (dispute.state !== 'needs_response') {
      const reason = { code: 'move_not_allowed', field: 'state', limit: ['needs_response'], value: dispute.state };
      return refuse('conflict', 'An inquiry takes no money: answer it, or refund the guest', [reason]);
    }
    await updateDispute(tx, dispute.id, { answer: 'accepted' }, app.clock.now().toString());
    await owe(app, tx, dispute, 'accept_dispute', `casita-dispute-${dispute.id}-accept`);
    return accept(dispute.booking_id);
  });
}

/** Who is to bear the dispute, should it be lost: decided by its reason, and by staff until it is over. */
export async function chooseBearer(
  app: Casita,
  command: DisputeCommand & { readonly bearer: DisputeBearer },
): Promise<Outcome<number>> {
  return onDispute(app, command, `bearer_${command.bearer}`, async (tx, dispute) => {
    if (isClosedDispute(dispute.state)) return closed(dispute);
    await updateDispute(tx, dispute.id, { bearer: command.bearer }, app.clock.now().toString());
    return accept(dispute.booking_id);
  });
}

type Act = (tx: Tx, dispute: DisputeRow) => Promise<Outcome<number>>;

/** Only while the bank waits for an answer, and nobody has given one. */
export function answerDispute(app: Casita, command: DisputeCommand, step: string, act: Act): Promise<Outcome<number>> {
  return onDispute(app, command, step, async (tx, dispute) => {
    if (dispute.answer !== 'none') {
      const reason = { code: 'dispute_answered', field: 'answer', value: dispute.answer };
      return refuse('conflict', 'The dispute is answered: nothing can be changed any more', [reason]);
    }
    if (!awaitsAnswer(dispute.state)) return closed(dispute);
    const { evidence_due_by: dueBy } = dispute;
    if (dueBy !== null && dueBy.getTime() < app.clock.now().epochMilliseconds) {
      const reason = { code: 'dispute_too_late', field: 'evidence', limit: dueBy.toISOString() };
      return refuse('conflict', 'The time to answer this dispute is over', [reason]);
    }
    return act(tx, dispute);
  });
}

/** Locks what a dispute is about, in the order of all, lets `act` decide, and writes the step with who and why. */
async function onDispute(app: Casita, command: DisputeCommand, step: string, act: Act): Promise<Outcome<number>> {
  return app.db.transaction(async (tx) => {
    const found = await disputeByDocument(tx, command.disputeDocumentId);
    const place = found && (await bookingById(tx, found.booking_id));
    if (!found || !place) return disputeNotFound();
    await lockProperty(tx, place.property_id);
    await lockBookingById(tx, found.booking_id);
    await lockPayment(tx, found.payment_id);
    const dispute = await lockDispute(tx, found.stripe_dispute);
    if (!dispute) return disputeNotFound();
    const outcome = await act(tx, dispute);
    if (!outcome.ok) return outcome;
    const { actor: by, reason } = command;
    const at = app.clock.now().toString();
    await insertDisputeEvent(tx, { disputeId: dispute.id, step, by, door: 'admin', reason, at });
    return outcome;
  });
}

const closed = (dispute: DisputeRow) =>
  refuse('conflict', 'The dispute does not wait for an answer', [
    {
      code: 'move_not_allowed',
      field: 'state',
      limit: ['warning_needs_response', 'needs_response'],
      value: dispute.state,
    },
  ]);

export const owe = (app: Casita, tx: Tx, dispute: DisputeRow, kind: string, key: string): Promise<void> =>
  oweCall(app, tx, { lane: bookingLane(dispute.booking_id), kind, subjectId: dispute.id, key });
