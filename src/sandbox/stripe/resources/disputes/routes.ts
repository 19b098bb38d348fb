import type Stripe from 'stripe';
import { z } from 'zod';
import { ok, type Answer } from '../../http/answer';
import { answerList } from '../../http/listing';
import { created, emptyable, flag, mergeMetadata, metadata, page, text } from '../../http/params';
import { noSuchObject, noSuchReference, notAllowed } from '../../http/problem';
import { route, type Call } from '../../http/route';
import type { Stored } from '../../objects';
import { findObject } from '../../queries/find-object';
import { saveObject } from '../../queries/save-object';
import { emit } from '../../work';
import { endDispute, escalate, isInquiry, lockDispute } from './course';
import { disputeEvidenceFields, evidenceFileFields } from './dispute-body';
import { retrieveRoute } from '../retrieve';

const evidence = z.strictObject(
  Object.fromEntries(disputeEvidenceFields.map((field) => [field, emptyable(text(20_000)).optional()])),
);

const updateParams = z.strictObject({
  evidence: evidence.optional(),
  metadata: metadata().optional(),
  submit: flag().optional(),
});

export const disputeRoutes = [
  route({
    method: 'GET',
    path: '/v1/disputes',
    params: z.strictObject({
      ...page,
      created,
      charge: text().optional(),
      payment_intent: text().optional(),
    }),
    act: (call, params) =>
      answerList(call.tx, 'dispute', '/v1/disputes', params, {
        equal: { charge: params.charge, payment_intent: params.payment_intent },
        created: params.created,
      }),
  }),
  retrieveRoute('dispute', '/v1/disputes/:id'),
  route({ method: 'POST', path: '/v1/disputes/:id', params: updateParams, act: update }),
  route({ method: 'POST', path: '/v1/disputes/:id/close', params: z.strictObject({}), act: close }),
];

async function lockOpen(call: Call): Promise<Stored<'dispute'>> {
  const dispute = await lockDispute(call, call.in['id']!);
  if (dispute === undefined) throw noSuchObject('dispute', call.in['id']!);
  if (['won', 'lost', 'warning_closed'].includes(dispute.body.status)) {
    throw notAllowed(`This dispute is already closed: ${dispute.body.status}.`);
  }
  return dispute;
}

/**
 * As in Stripe's test mode, the words `winning_evidence` and `losing_evidence` decide a dispute as soon as they are submitted, and
 * `escalate_inquiry_evidence` makes one of an inquiry.
 */
async function update(call: Call, params: z.output<typeof updateParams>): Promise<Answer> {
  const dispute = await lockOpen(call);
  await assertFiles(call, params.evidence ?? {});
  const before = dispute.body;
  // Evidence can be laid down first (`submit: false`) and handed in later, by `submit: true` alone.
  const submits = params.submit ?? params.evidence !== undefined;
  const body: Stripe.Dispute = {
    ...before,
    evidence: { ...before.evidence, ...definedIn(params.evidence ?? {}) },
    evidence_details: {
      ...before.evidence_details,
      has_evidence: before.evidence_details.has_evidence || params.evidence !== undefined,
      submission_count: before.evidence_details.submission_count + (submits ? 1 : 0),
    },
    metadata: mergeMetadata(before.metadata, params.metadata),
    status: submits ? underReview(before.status) : before.status,
  };
  await saveObject(call.tx, { ...dispute, body });
  emit(call, 'charge.dispute.updated', body);
  return ok(submits ? await decide(call, { ...dispute, body }) : body);
}

/** Where a file belongs, only one that was uploaded as evidence will do. */
async function assertFiles(call: Call, given: Partial<Record<string, string | null>>): Promise<void> {
  for (const field of evidenceFileFields) {
    const id = given[field];
    if (id === undefined || id === null) continue;
    const param = `evidence[${field}]`;
    const file = await findObject(call.tx, 'file', id);
    if (file === undefined) throw noSuchReference('file upload', id, param);
    if (file.body.purpose !== 'dispute_evidence') {
      throw notAllowed(`The file ${id} was uploaded for ${file.body.purpose}, not as evidence.`, { param });
    }
  }
}

function definedIn<Given extends object>(given: Given): Given {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Given;
}

function underReview(status: Stripe.Dispute.Status): Stripe.Dispute.Status {
  return status.startsWith('warning') ? 'warning_under_review' : 'under_review';
}

async function decide(call: Call, dispute: Stored<'dispute'>): Promise<Stripe.Dispute> {
  switch (dispute.body.evidence.uncategorized_text) {
    case 'winning_evidence':
      return endDispute(call, dispute, 'won');
    case 'losing_evidence':
      return endDispute(call, dispute, 'lost');
    case 'escalate_inquiry_evidence':
      return isInquiry(dispute.body) ? (await escalate(call, dispute)).body : dispute.body;
    default:
      return dispute.body;
  }
}

async function close(call: Call): Promise<Answer> {
  return ok(await endDispute(call, await lockOpen(call), 'lost'));
}
