import type { UploadedFile } from '../../../contract/operation';
import {
  checkEvidenceFile,
  evidenceBytesMax,
  evidencePictureBytesMax,
  type EvidenceFileField,
} from '../../../domain/dispute-files';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import { bookingLane, oweCall } from '../../../outbox/owe-call';
import type { Casita, PlainDocument } from '../../../ports';
import {
  disputeFileContent,
  insertDisputeFile,
  removeDisputeFile,
  standingFiles,
  type DisputeFile,
} from '../queries/dispute-files';
import { disputeByDocument } from '../queries/load-dispute';
import { answerDispute, disputeNotFound, owe, type DisputeCommand } from './answer-dispute';

export interface FileCommand extends DisputeCommand {
  readonly field: EvidenceFileField;
}

/**
 * Lays a file down for the bank, in place of the one that was in its field. Its upload is owed first, then the evidence that names it: a
 * lane keeps their order. @returns the booking's row id
 */
export async function addEvidenceFile(
  app: Casita,
  command: FileCommand,
  file: UploadedFile | undefined,
): Promise<Outcome<number>> {
  if (!(await disputeByDocument(app.db, command.disputeDocumentId))) return disputeNotFound();
  const document = await plainDocument(app, file);
  if (!document.ok) return document;
  const { kind, content } = document.value;
  const { field } = command;
  return answerDispute(app, command, `add_file_${wordOf(field)}`, async (tx, dispute) => {
    const reasons = checkEvidenceFile({ field, bytes: content.length }, await standingFiles(tx, dispute.id));
    if (reasons.length > 0) return refuse('refused', 'The files are too big together', reasons);
    const at = app.clock.now().toString();
    await removeDisputeFile(tx, { disputeId: dispute.id, field, at });
    const { adminId } = command.actor;
    const id = await insertDisputeFile(tx, { disputeId: dispute.id, field, kind, content, adminId, at });
    const lane = bookingLane(dispute.booking_id);
    await oweCall(app, tx, { lane, kind: 'upload_evidence', subjectId: id, key: `casita-dispute-file-${id}` });
    await owe(app, tx, dispute, 'save_evidence', `casita-dispute-${dispute.id}-file-${id}`);
    return accept(dispute.booking_id);
  });
}

/** Takes a file away again; the bank has not seen it. */
export async function removeEvidenceFile(app: Casita, command: FileCommand): Promise<Outcome<number>> {
  const { field } = command;
  return answerDispute(app, command, `remove_file_${wordOf(field)}`, async (tx, dispute) => {
    const at = app.clock.now().toString();
    const id = await removeDisputeFile(tx, { disputeId: dispute.id, field, at });
    if (id === null) return refuse('not_found', 'There is no such file', [{ code: 'not_found', field: 'field' }]);
    await owe(app, tx, dispute, 'save_evidence', `casita-dispute-${dispute.id}-no-file-${id}`);
    return accept(dispute.booking_id);
  });
}

/** What staff read again; another dispute's is as missing as none. */
export async function readEvidenceFile(
  app: Casita,
  disputeDocumentId: string,
  fileDocumentId: string,
): Promise<Outcome<DisputeFile>> {
  const file = await disputeFileContent(app.db, fileDocumentId);
  if (file?.dispute_document_id === disputeDocumentId) return accept(file);
  return refuse('not_found', 'No such file', [{ code: 'not_found', field: 'file' }]);
}

async function plainDocument(app: Casita, file: UploadedFile | undefined): Promise<Outcome<PlainDocument>> {
  if (!file) return refuse('malformed', 'file: one file', [{ code: 'required', field: 'file' }]);
  if (file.bytes > evidencePictureBytesMax) return tooBig(evidencePictureBytesMax, file.bytes);
  const document = await app.photos.document(file.path);
  if (!document) {
    const reason = { code: 'not_allowed', field: 'file', limit: ['pdf', 'jpeg', 'png'] };
    return refuse('refused', 'Not a file that a bank can read', [reason]);
  }
  const bytes = document.content.length;
  return bytes > evidenceBytesMax ? tooBig(evidenceBytesMax, bytes) : accept(document);
}

const tooBig = (limit: number, value: number) =>
  refuse('refused', 'The file is too big', [{ code: 'too_big', field: 'file', limit, value }]);

/** serviceDocumentation → service_documentation: as the other steps of the trail are written. */
const wordOf = (field: EvidenceFileField): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
