import { z } from 'zod';
import { claimActors, claimMoveNames, claimStates } from '../../domain/claim-moves';
import { paymentStates } from '../../domain/payment-progress';
import { accept, type Outcome } from '../../domain/refusal';
import { byDocumentId, documentId, instant, money, queryInt, text } from '../../contract/fields';
import { callerOf, operation, type AnyOperation, type Call } from '../../contract/operation';
import { awaitCalls } from '../../outbox/await-calls';
import type { AccountActor, Casita } from '../../ports';
import { cardId } from '../saved-card/card-id';
import { bookingForParty } from '../booking/queries/booking-view';
import { bookingNotFound, type BookingCommand } from '../booking/use-cases/act-on-booking';
import { sideOf } from '../booking/use-cases/side-of';
import { claimBody } from './claim-fields';
import { claimsOfBooking } from './queries/load-claim';
import { answerClaim, withdrawClaim } from './use-cases/answer-claim';
import { claimWindowOf, fileClaim } from './use-cases/file-claim';
import type { ClaimRef } from './use-cases/move-claim';
import { viewClaim } from './use-cases/view-claim';

export const tag = 'Damage claims';
const rateLimit = { name: 'claims', points: 60, seconds: 60 };

export const claimSchema = z
  .object({
    n: z.int().meta({ description: "The booking's first, second, third claim" }),
    state: z.enum(claimStates),
    amount: money,
    description: z.string(),
    items: z.array(z.object({ label: z.string(), amount: z.int() }).meta({ id: 'ClaimItem' })),
    filedAt: instant,
    answerBy: instant.meta({ description: 'Until when the guest can answer, inclusive; after it staff decide' }),
    answeredAt: instant.nullable(),
    offered: money.nullable().meta({ description: 'What the guest would pay who does not agree' }),
    answer: z.string().nullable(),
    awarded: money.nullable().meta({ description: 'What the guest owes: accepted, or decided' }),
    decision: z.string().nullable().meta({ description: 'Why staff decided so' }),
    decidedAt: instant.nullable(),
    endedAt: instant.nullable(),
    payment: z
      .object({
        state: z.enum(paymentStates),
        amount: money,
        clientSecret: z
          .string()
          .nullable()
          .meta({ description: "For the guest's app, to confirm the payment with Stripe" }),
        lastError: z.string().nullable(),
      })
      .meta({ id: 'ClaimPayment' })
      .nullable(),
    photos: z
      .array(z.object({ id: documentId, by: z.enum(['guest', 'host']), at: instant }).meta({ id: 'ClaimPhotoRef' }))
      .meta({ description: 'Pictures, read by their id' }),
    events: z.array(
      z.object({ move: z.enum(claimMoveNames), by: z.enum(claimActors), at: instant }).meta({ id: 'ClaimEvent' }),
    ),
  })
  .meta({ id: 'DamageClaim' });

type ClaimView = z.input<typeof claimSchema>;

async function read(app: Casita, documentId: string, actor: AccountActor) {
  const booking = await bookingForParty(app.db, documentId, actor);
  if (!booking) return bookingNotFound();
  const side = sideOf(booking, actor);
  const rows = await claimsOfBooking(app.db, booking.id);
  return accept({ claims: rows.map((row) => viewClaim(row, side) as ClaimView), booking });
}

/** Makes the calls that are owed, so that the answer has the client secret of what is to be paid. */
export async function answerWith(app: Casita, documentId: string, actor: AccountActor, outcome: Outcome<ClaimRef>) {
  if (!outcome.ok) return outcome;
  await awaitCalls(app, outcome.value.bookingId);
  const all = await read(app, documentId, actor);
  if (!all.ok) return all;
  const data = all.value.claims.find(({ n }) => n === outcome.value.n);
  if (!data) throw new Error(`claim ${outcome.value.n} of booking ${outcome.value.bookingId} is gone`);
  return accept({ data });
}

/** The caller as the party that they are of this booking; null: of another's. */
export async function partyOf(
  app: Casita,
  call: Pick<Call<{ id: string }>, 'params' | 'actor' | 'door'>,
  reason: string | null,
): Promise<(BookingCommand & { readonly side: 'guest' | 'host' }) | null> {
  const actor = callerOf(call);
  const booking = await bookingForParty(app.db, call.params.id, actor);
  if (!booking) return null;
  const side = sideOf(booking, actor);
  return { actor, side, door: call.door, bookingDocumentId: call.params.id, reason };
}

const listClaims = operation({
  id: 'damageClaims',
  kind: 'query',
  method: 'GET',
  path: '/bookings/:id/claims',
  tag,
  summary: 'What was claimed for damage in an own booking, oldest first',
  access: 'account',
  params: byDocumentId,
  query: z.strictObject({}),
  success: {
    status: 200,
    schema: z.array(claimSchema),
    meta: z.object({
      windowClosesAt: instant.meta({ description: 'Until when the host can file a claim, inclusive' }),
    }),
    description: 'Every claim of the booking',
  },
  refusals: ['not_found'],
  async handle(app, call) {
    const all = await read(app, call.params.id, callerOf(call));
    if (!all.ok) return all;
    return accept({ data: all.value.claims, meta: { windowClosesAt: claimWindowOf(app, all.value.booking) } });
  },
});

const file = operation({
  id: 'fileDamageClaim',
  kind: 'mutation',
  method: 'POST',
  path: '/bookings/:id/claims',
  tag,
  summary: 'Claim damage after a stay, as its host',
  description:
    'Within 14 days after check-out (`windowClosesAt` of the list); one claim at a time. The guest has 24 hours to answer, then staff decide.',
  access: 'account',
  params: byDocumentId,
  query: z.strictObject({}),
  body: z.strictObject(claimBody),
  idempotency: 'optional',
  rateLimit,
  success: { status: 201, schema: claimSchema, description: 'The claim, and until when the guest can answer' },
  refusals: ['not_found', 'conflict', 'refused', 'forbidden'],
  async handle(app, call) {
    const party = await partyOf(app, call, null);
    if (!party) return bookingNotFound();
    const { idempotencyKey } = call;
    return answerWith(
      app,
      call.params.id,
      callerOf(call),
      await fileClaim(app, { ...party, ...call.body, idempotencyKey }),
    );
  },
});

const params = byDocumentId.extend({ n: queryInt(1, 2_147_483_647) });

const answer = operation({
  id: 'answerDamageClaim',
  kind: 'mutation',
  method: 'POST',
  path: '/bookings/:id/claims/:n/answer',
  tag,
  summary: 'Accept a claim, or say what is wrong with it, as the guest',
  description:
    'Who accepts owes all of it, and confirms `payment.clientSecret` with Stripe, or names a saved card, which is charged at once; where the bank refuses it, the secret is there all the same. Who does not says why, and may say what they would pay: staff decide.',
  access: 'account',
  params,
  query: z.strictObject({}),
  body: z
    .strictObject({
      answer: z.enum(['accept', 'dispute']),
      amount: z.int().min(0).max(1_000_000_000_000).nullish(),
      message: text(5_000).nullish(),
      paymentMethod: cardId
        .nullish()
        .meta({ description: 'A saved card of the guest’s, to be charged at once with what they accept' }),
    })
    .refine(({ answer: said, message }) => said === 'accept' || (message ?? '') !== '', {
      path: ['message'],
      message: 'say what is wrong with it',
      params: { code: 'required' },
    }),
  idempotency: 'optional',
  rateLimit,
  success: { status: 200, schema: claimSchema, description: 'The claim as it is now' },
  refusals: ['not_found', 'conflict', 'refused', 'forbidden'],
  async handle(app, call) {
    const party = await partyOf(app, call, null);
    if (!party) return bookingNotFound();
    const { answer: said, amount: offered, message, paymentMethod } = call.body;
    const words = { answer: said, amount: offered ?? null, message: message ?? null, card: paymentMethod ?? null };
    const command = { ...party, n: call.params.n, ...words };
    const { idempotencyKey } = call;
    return answerWith(app, call.params.id, callerOf(call), await answerClaim(app, { ...command, idempotencyKey }));
  },
});

const withdraw = operation({
  id: 'withdrawDamageClaim',
  kind: 'mutation',
  method: 'POST',
  path: '/bookings/:id/claims/:n/withdraw',
  tag,
  summary: 'Claim no longer, as the host',
  access: 'account',
  params,
  query: z.strictObject({}),
  body: z.strictObject({ reason: text(2_000).nullish() }),
  bodyOptional: true,
  idempotency: 'optional',
  rateLimit,
  success: { status: 200, schema: claimSchema, description: 'The claim as it is now' },
  refusals: ['not_found', 'conflict', 'forbidden'],
  async handle(app, call) {
    const party = await partyOf(app, call, call.body.reason ?? null);
    if (!party) return bookingNotFound();
    const { idempotencyKey } = call;
    const command = { ...party, n: call.params.n, idempotencyKey };
    return answerWith(app, call.params.id, callerOf(call), await withdrawClaim(app, command));
  },
});

export const damageClaimOperations: AnyOperation[] = [listClaims, file, answer, withdraw];
