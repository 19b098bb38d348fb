import { z } from 'zod';
import { accept, type Outcome } from '../../../domain/refusal';
import { byDocumentId, text } from '../../../contract/fields';
import { callerOf, operation, type Access, type Call } from '../../../contract/operation';
import type { Casita } from '../../../ports';
import { awaitCalls } from '../../../outbox/await-calls';
import { bookingSchema } from '../booking-schemas';
import { bookingForParty } from '../queries/booking-view';
import { bookingNotFound, type BookingCommand, type Side } from '../use-cases/act-on-booking';
import { approveBooking, declineBooking } from '../use-cases/answer-request';
import { checkInGuest, reportNoShow } from '../use-cases/receive-guest';
import { viewBooking } from '../use-cases/view-booking';

const body = z.strictObject({ reason: text(2_000).nullish() });
type ActCall = Call<z.infer<typeof byDocumentId>, unknown, z.infer<typeof body>>;

export const commandOf = (call: ActCall, side: Side): BookingCommand => ({
  actor: callerOf(call),
  side,
  door: call.door,
  bookingDocumentId: call.params.id,
  reason: call.body.reason ?? null,
});

/** Makes the calls that the act owes, and answers with the booking as it is then. */
export async function answerWithBooking(app: Casita, call: ActCall, outcome: Outcome<number>) {
  if (!outcome.ok) return outcome;
  await awaitCalls(app, outcome.value);
  const actor = callerOf(call);
  const row = await bookingForParty(app.db, call.params.id, actor);
  return row ? accept({ data: viewBooking(row, actor) }) : bookingNotFound();
}

function act(
  name: { readonly id: string; readonly path: string; readonly summary: string },
  access: Access,
  side: Side,
  useCase: (app: Casita, command: BookingCommand) => Promise<Outcome<number>>,
) {
  return operation({
    id: name.id,
    kind: 'mutation',
    method: 'POST',
    path: `/bookings/:id/${name.path}`,
    tag: 'Bookings',
    summary: name.summary,
    access,
    params: byDocumentId,
    query: z.strictObject({}),
    body,
    bodyOptional: true,
    rateLimit: { name: name.id, points: 120, seconds: 60 },
    success: { status: 200, schema: bookingSchema, description: 'The booking as it is now' },
    refusals: ['not_found', 'conflict'],
    async handle(app, call) {
      return answerWithBooking(app, call, await useCase(app, commandOf(call, side)));
    },
  });
}

export const actOperations = [
  act({ id: 'approveBooking', path: 'approve', summary: 'Take a guest who asked' }, 'host', 'host', approveBooking),
  act(
    { id: 'declineBooking', path: 'decline', summary: 'Do not take a guest who asked' },
    'host',
    'host',
    declineBooking,
  ),
  act(
    { id: 'checkInBooking', path: 'check-in', summary: 'Say that the guest has arrived' },
    'host',
    'host',
    checkInGuest,
  ),
  act(
    { id: 'reportNoShow', path: 'no-show', summary: 'Say that the guest did not come' },
    'host',
    'host',
    reportNoShow,
  ),
];
