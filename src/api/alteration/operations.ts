import { z } from 'zod';
import type { Outcome } from '../../domain/refusal';
import { accept } from '../../domain/refusal';
import { byDocumentId, night, party, queryInt, text } from '../../contract/fields';
import { callerOf, operation, type AnyOperation, type Call } from '../../contract/operation';
import type { AccountActor, Casita } from '../../ports';
import { bookingForParty } from '../booking/queries/booking-view';
import { bookingNotFound } from '../booking/use-cases/act-on-booking';
import { sideOf } from '../booking/use-cases/side-of';
import { awaitCalls } from '../../outbox/await-calls';
import { alterationSchema } from './alteration-schemas';
import { alterationsOfBooking } from './queries/load-alteration';
import {
  acceptAlteration,
  declineAlteration,
  withdrawAlteration,
  type AnswerCommand,
} from './use-cases/answer-alteration';
import { proposeAlteration, type Proposed } from './use-cases/propose-alteration';
import { viewAlteration } from './use-cases/view-alteration';

const tag = 'Alterations';
const reason = text(2_000).nullish();

async function read(app: Casita, documentId: string, actor: AccountActor) {
  const booking = await bookingForParty(app.db, documentId, actor);
  if (!booking) return bookingNotFound();
  const side = sideOf(booking, actor);
  return accept((await alterationsOfBooking(app.db, booking.id)).map((row) => viewAlteration(row, side)));
}

/** Makes the calls that are owed, so that the answer has the client secret of what is to be paid. */
async function answerWith(app: Casita, documentId: string, actor: AccountActor, outcome: Outcome<Proposed>) {
  if (!outcome.ok) return outcome;
  await awaitCalls(app, outcome.value.bookingId);
  const all = await read(app, documentId, actor);
  if (!all.ok) return all;
  const found = all.value.find(({ n }) => n === outcome.value.n);
  if (!found) throw new Error(`alteration ${outcome.value.n} of booking ${outcome.value.bookingId} is gone`);
  return accept({ data: found });
}

const listAlterations = operation({
  id: 'alterations',
  kind: 'query',
  method: 'GET',
  path: '/bookings/:id/alterations',
  tag,
  summary: 'What was proposed for an own booking, oldest first',
  access: 'account',
  params: byDocumentId,
  query: z.strictObject({}),
  success: { status: 200, schema: z.array(alterationSchema), description: 'Every alteration of the booking' },
  refusals: ['not_found'],
  async handle(app, call) {
    const all = await read(app, call.params.id, callerOf(call));
    return all.ok ? accept({ data: all.value }) : all;
  },
});

const propose = operation({
  id: 'proposeAlteration',
  kind: 'mutation',
  method: 'POST',
  path: '/bookings/:id/alterations',
  tag,
  summary: 'Propose other dates or guests for an own booking, as its guest or as its host',
  description:
    "The whole stay as it should be, priced with today's terms. Nothing changes and no night is held before the other party accepts. An own proposal that nobody has answered is withdrawn for it.",
  access: 'account',
  params: byDocumentId,
  query: z.strictObject({}),
  body: z.strictObject({ checkIn: night, checkOut: night, ...party, reason }),
  idempotency: 'optional',
  rateLimit: { name: 'alterations', points: 120, seconds: 60 },
  success: {
    status: 201,
    schema: alterationSchema,
    description: 'The proposal: before, after, the difference, the deadline',
  },
  refusals: ['not_found', 'conflict', 'refused'],
  async handle(app, call) {
    const actor = callerOf(call);
    const booking = await bookingForParty(app.db, call.params.id, actor);
    if (!booking) return bookingNotFound();
    const { checkIn, checkOut, reason: why, ...guests } = call.body;
    const proposed = await proposeAlteration(app, {
      actor,
      side: sideOf(booking, actor),
      door: call.door,
      bookingDocumentId: call.params.id,
      request: { checkIn, checkOut, guests },
      reason: why ?? null,
      idempotencyKey: call.idempotencyKey,
    });
    return answerWith(app, call.params.id, actor, proposed);
  },
});

const params = byDocumentId.extend({ n: queryInt(1, 2_147_483_647) });
const body = z.strictObject({ reason });
type AnswerCall = Call<z.infer<typeof params>, unknown, z.infer<typeof body>>;

function answer(
  name: { readonly id: string; readonly path: string; readonly summary: string; readonly description?: string },
  useCase: (app: Casita, command: AnswerCommand) => Promise<Outcome<Proposed>>,
) {
  return operation({
    id: name.id,
    kind: 'mutation',
    method: 'POST',
    path: `/bookings/:id/alterations/:n/${name.path}`,
    tag,
    summary: name.summary,
    ...(name.description === undefined ? {} : { description: name.description }),
    access: 'account',
    params,
    query: z.strictObject({}),
    body,
    bodyOptional: true,
    idempotency: 'optional',
    rateLimit: { name: 'alterations', points: 120, seconds: 60 },
    success: { status: 200, schema: alterationSchema, description: 'The alteration as it is now' },
    refusals: ['not_found', 'conflict', 'refused', 'forbidden'],
    async handle(app: Casita, call: AnswerCall) {
      const actor = callerOf(call);
      const booking = await bookingForParty(app.db, call.params.id, actor);
      if (!booking) return bookingNotFound();
      const answered = await useCase(app, {
        actor,
        side: sideOf(booking, actor),
        door: call.door,
        bookingDocumentId: call.params.id,
        n: call.params.n,
        reason: call.body.reason ?? null,
        idempotencyKey: call.idempotencyKey,
      });
      return answerWith(app, call.params.id, actor, answered);
    },
  });
}

export const alterationOperations: AnyOperation[] = [
  listAlterations,
  propose,
  answer(
    {
      id: 'acceptAlteration',
      path: 'accept',
      summary: "Accept the other party's proposal",
      description:
        'Applied at once, unless it costs more: then the guest confirms `payment.clientSecret` with Stripe by `paymentDueAt`. Refused where the price is no longer the proposal’s.',
    },
    acceptAlteration,
  ),
  answer(
    { id: 'declineAlteration', path: 'decline', summary: "Decline the other party's proposal" },
    declineAlteration,
  ),
  answer({ id: 'withdrawAlteration', path: 'withdraw', summary: 'Withdraw an own proposal' }, withdrawAlteration),
];
