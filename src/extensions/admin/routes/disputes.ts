import { z } from 'zod';
import { disputeFilters } from '../../../api/dispute/queries/dispute-view';
import {
  acceptDispute,
  chooseBearer,
  saveEvidence,
  submitEvidence,
  type DisputeCommand,
} from '../../../api/dispute/use-cases/answer-dispute';
import { addEvidenceFile, readEvidenceFile, removeEvidenceFile } from '../../../api/dispute/use-cases/evidence-files';
import { readDispute, readDisputes } from '../../../api/dispute/use-cases/view-dispute';
import { documentId, isCleanText, queryInt, text } from '../../../contract/fields';
import { disputeBearers } from '../../../domain/dispute';
import { evidenceFields, evidenceLengths, type EvidenceField } from '../../../domain/dispute-evidence';
import { evidenceFileFields } from '../../../domain/dispute-files';
import { accept, type Outcome } from '../../../domain/refusal';
import { awaitCalls } from '../../../outbox/await-calls';
import type { Casita } from '../../../ports';
import { downloadDocument } from '../../../reports/download';
import type { PanelUser } from '../panel-user';
import { panelActions } from '../roles/actions';
import { panelRead, panelRoute } from './panel-route';

const permission = panelActions.manageDisputes;
/** Staff say why: their name and their words stand in the trail of the dispute. */
const reason = text(500, 1);

/** Words for the bank stay as they were written. */
const words = (max: number) =>
  z
    .string()
    .max(max)
    .refine(isCleanText, { message: 'not well-formed text', params: { code: 'invalid_text' } });

const evidence = z.strictObject(
  Object.fromEntries(evidenceFields.map((field) => [field, words(evidenceLengths[field]).optional()])) as Record<
    EvidenceField,
    z.ZodOptional<z.ZodString>
  >,
);

const commandOf = (user: PanelUser, disputeDocumentId: string, why: string): DisputeCommand => ({
  actor: { kind: 'staff', adminId: user.id, name: user.name },
  disputeDocumentId,
  reason: why,
});

/** Makes the call that the act owes, and answers with the dispute as it is then. */
async function answerWith(app: Casita, documentId: string, outcome: Outcome<number>): Promise<Outcome<unknown>> {
  if (!outcome.ok) return outcome;
  await awaitCalls(app, outcome.value);
  return readDispute(app, documentId);
}

function act(path: string, useCase: (app: Casita, command: DisputeCommand) => Promise<Outcome<number>>) {
  return panelRoute({
    path: `/disputes/:id/${path}`,
    permission,
    body: z.strictObject({ reason }),
    handle: async (app, { user, id, body }) =>
      answerWith(app, id, await useCase(app, commandOf(user, id, body.reason))),
  });
}

export const disputeRoutes = [
  panelRead({
    path: '/disputes',
    permission,
    query: z.strictObject({
      show: z.enum(disputeFilters).default('open'),
      page: queryInt(1, 10_000).default(1),
      pageSize: queryInt(1, 100).default(25),
    }),
    handle: (app, { query: { show, ...page } }) => readDisputes(app, show, page),
  }),
  panelRead({
    path: '/disputes/:id',
    permission,
    query: z.strictObject({}),
    handle: (app, { id }) => readDispute(app, id),
  }),
  panelRoute({
    path: '/disputes/:id/evidence',
    permission,
    body: z.strictObject({ evidence, reason }),
    async handle(app, { user, id, body }) {
      const command = { ...commandOf(user, id, body.reason), evidence: given(body.evidence) };
      return answerWith(app, id, await saveEvidence(app, command));
    },
  }),
  panelRead({
    path: '/disputes/:id/file',
    permission,
    query: z.strictObject({ file: documentId }),
    async handle(app, { id, query }) {
      const file = await readEvidenceFile(app, id, query.file);
      return file.ok ? accept(downloadDocument(query.file, file.value)) : file;
    },
  }),
  panelRoute({
    path: '/disputes/:id/files',
    permission,
    body: z.strictObject({ field: z.enum(evidenceFileFields), reason }),
    async handle(app, { user, id, body: { field, reason: why }, uploads }) {
      const command = { ...commandOf(user, id, why), field };
      return answerWith(app, id, await addEvidenceFile(app, command, uploads.get('file')));
    },
  }),
  panelRoute({
    path: '/disputes/:id/files/remove',
    permission,
    body: z.strictObject({ field: z.enum(evidenceFileFields), reason }),
    handle: async (app, { user, id, body: { field, reason: why } }) =>
      answerWith(app, id, await removeEvidenceFile(app, { ...commandOf(user, id, why), field })),
  }),
  act('submit', submitEvidence),
  act('accept', acceptDispute),
  panelRoute({
    path: '/disputes/:id/bearer',
    permission,
    body: z.strictObject({ bearer: z.enum(disputeBearers), reason }),
    async handle(app, { user, id, body }) {
      const command = { ...commandOf(user, id, body.reason), bearer: body.bearer };
      return answerWith(app, id, await chooseBearer(app, command));
    },
  }),
];

/** Only the fields that were sent. */
const given = (fields: z.infer<typeof evidence>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
