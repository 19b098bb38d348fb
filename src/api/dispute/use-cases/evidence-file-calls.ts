import type { CallHandler, Settle } from '../../../outbox/call-handler';
import type { Casita } from '../../../ports';
import { answerDisputeFile, disputeFileById, disputeFileContent, type DisputeFileRow } from '../queries/dispute-files';

const types = { pdf: 'application/pdf', jpeg: 'image/jpeg' } as const;
const endings = { pdf: 'pdf', jpeg: 'jpg' } as const;

/** Files carry no metadata at the provider: ours is known by its name, which nobody else gives. */
const nameOf = ({ document_id: id, kind }: DisputeFileRow): string => `${id}.${endings[kind]}`;

/** The provider's clock is not ours to the second. */
const SLACK_MS = 3_600_000;

/** The call that sends a file of evidence; its subject is the file. */
export const evidenceFileCalls: Readonly<Record<string, CallHandler>> = {
  upload_evidence: {
    async perform(app, call) {
      const file = await fileOf(app, call.subject_id);
      const found = await disputeFileContent(app.db, file.document_id);
      // Taken away before it was sent: there is nothing to send any more.
      if (!found) return async () => undefined;
      const sent = { name: nameOf(file), type: types[file.kind], content: found.content };
      return answered(file, { stripeFile: await app.disputes.uploadFile(sent, call.idempotency_key) });
    },
    async find(app, call) {
      const file = await fileOf(app, call.subject_id);
      const since = new Date(call.first_attempt_at.getTime() - SLACK_MS);
      const stripeFile = await app.disputes.findFile(nameOf(file), since);
      return stripeFile === null ? null : answered(file, { stripeFile });
    },
    async refused(app, call, { message }) {
      return answered(await fileOf(app, call.subject_id), { refused: message });
    },
  },
};

const answered =
  (file: DisputeFileRow, answer: Parameters<typeof answerDisputeFile>[2]): Settle =>
  (tx) =>
    answerDisputeFile(tx, file.id, answer);

async function fileOf(app: Casita, id: number): Promise<DisputeFileRow> {
  const file = await disputeFileById(app.db, id);
  if (!file) throw new Error(`file ${id} of a dispute is gone`);
  return file;
}
