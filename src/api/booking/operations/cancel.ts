import { z } from 'zod';
import { hostPenaltyRules } from '../../../domain/host-penalty';
import { accept } from '../../../domain/refusal';
import { byDocumentId, instant, money, text } from '../../../contract/fields';
import { callerOf, operation } from '../../../contract/operation';
import type { AccountActor, Casita } from '../../../ports';
import { bookingSchema } from '../booking-schemas';
import { bookingForParty } from '../queries/booking-view';
import type { Side } from '../use-cases/act-on-booking';
import { cancelBooking, previewCancellation, type Cancellation } from '../use-cases/cancel-booking';
import { sideOf } from '../use-cases/side-of';
import { answerWithBooking, commandOf } from './act';

const cancellationSchema = z
  .object({
    rule: z.string().meta({ description: 'The rule that applies now' }),
    policy: z.string(),
    paid: money,
    /** Never more than was not given back before. */
    refund: money,
    /** What of it the guest's bank took in a dispute that was lost: nothing is sent for it. */
    byBank: money,
    /** What of the lines' sum was given back before, and does not go back again. */
    alreadyBack: money,
    /** What of the price was still to be paid, and is not charged any more. */
    notCharged: money,
    lines: z.array(z.object({ code: z.string(), paid: z.int(), refund: z.int() })),
    cutoffs: z.array(
      z.object({ rule: z.string(), until: instant.nullable(), refund: z.int(), refundBasisPoints: z.int() }),
    ),
    hostPenalty: z
      .object({ rule: z.enum(hostPenaltyRules), penalty: money })
      .nullable()
      .meta({ id: 'HostPenalty', description: 'For a host: what cancelling costs, taken from later payouts' }),
  })
  .meta({ id: 'Cancellation' });

/** Of another's booking anybody is as good as a guest: the use case says that there is none. */
async function callersSide(app: Casita, documentId: string, actor: AccountActor): Promise<Side> {
  const row = await bookingForParty(app.db, documentId, actor);
  return row ? sideOf(row, actor) : 'guest';
}

export const cancellationPreviewOperation = operation({
  id: 'cancellationPreview',
  kind: 'query',
  method: 'POST',
  path: '/bookings/:id/cancellation-preview',
  tag: 'Bookings',
  summary: 'What a cancellation would give back now, and until when which rule applies',
  access: 'account',
  params: byDocumentId,
  query: z.strictObject({}),
  body: z.strictObject({}),
  bodyOptional: true,
  success: { status: 200, schema: cancellationSchema, description: 'Nothing has happened yet' },
  refusals: ['not_found', 'conflict', 'forbidden'],
  async handle(app, call) {
    const actor = callerOf(call);
    const side = await callersSide(app, call.params.id, actor);
    const command = { actor, side, door: call.door, bookingDocumentId: call.params.id, reason: null };
    const outcome = await previewCancellation(app, command);
    return outcome.ok ? accept({ data: viewCancellation(outcome.value) }) : outcome;
  },
});

function viewCancellation({ currency, ...cancellation }: Cancellation) {
  return {
    rule: cancellation.rule,
    policy: cancellation.policy,
    paid: { amount: cancellation.paid, currency },
    refund: { amount: cancellation.refund, currency },
    byBank: { amount: cancellation.byBank, currency },
    alreadyBack: { amount: cancellation.alreadyBack, currency },
    notCharged: { amount: cancellation.unpaid, currency },
    lines: cancellation.lines.map(({ code, paid, refund }) => ({ code, paid, refund })),
    cutoffs: cancellation.cutoffs.map((cutoff) => ({
      rule: cutoff.rule,
      until: cutoff.instant?.toString() ?? null,
      refund: cutoff.refund,
      refundBasisPoints: cutoff.refundBasisPoints,
    })),
    hostPenalty: cancellation.hostPenalty && {
      rule: cancellation.hostPenalty.rule,
      penalty: { amount: cancellation.hostPenalty.amount, currency },
    },
  };
}

export const cancelOperation = operation({
  id: 'cancelBooking',
  kind: 'mutation',
  method: 'POST',
  path: '/bookings/:id/cancel',
  tag: 'Bookings',
  summary: 'Cancel an own booking, as its guest or as its host',
  description:
    'With `expectedRefund` (from the preview) the booking is cancelled only if that is still what goes back.',
  access: 'account',
  params: byDocumentId,
  query: z.strictObject({}),
  body: z.strictObject({ reason: text(2_000).nullish(), expectedRefund: z.int().min(0).nullish() }),
  bodyOptional: true,
  idempotency: 'optional',
  rateLimit: { name: 'cancel', points: 120, seconds: 60 },
  success: { status: 200, schema: bookingSchema, description: 'The booking, cancelled' },
  refusals: ['not_found', 'conflict', 'forbidden'],
  async handle(app, call) {
    const side = await callersSide(app, call.params.id, callerOf(call));
    const { idempotencyKey } = call;
    const command = { ...commandOf(call, side), expectedRefund: call.body.expectedRefund ?? null, idempotencyKey };
    return answerWithBooking(app, call, await cancelBooking(app, command));
  },
});
