import { z } from 'zod';
import { accept } from '../../../domain/refusal';
import { text } from '../../../contract/fields';
import { callerOf, operation } from '../../../contract/operation';
import { awaitCalls } from '../../../outbox/await-calls';
import { cardId } from '../../saved-card/card-id';
import { bookingSchema } from '../booking-schemas';
import { bookingViewById } from '../queries/booking-view';
import { paymentPlanNames } from '../use-cases/payment-choice';
import { placeBooking } from '../use-cases/place-booking';
import { viewBooking } from '../use-cases/view-booking';

export const placeOperation = operation({
  id: 'placeBooking',
  kind: 'mutation',
  method: 'POST',
  path: '/bookings',
  tag: 'Bookings',
  summary: 'Book what a quote offers',
  description:
    'Holds the nights while the guest pays. Confirm `payment.clientSecret` with Stripe; the booking is confirmed (instant) or requested (the host answers) once Stripe has the money. While Stripe cannot be reached `clientSecret` is null: read the booking again.',
  access: 'account',
  query: z.strictObject({}),
  body: z.strictObject({
    quote: text(20_000, 1),
    message: text(2_000).default(''),
    payment: z.enum(paymentPlanNames).default('full').meta({
      description: '`instalments`: the deposit now, the balance later with the same card, as the quote says',
    }),
    saveCard: z.boolean().default(false).meta({ description: 'Keep the card for another time' }),
    paymentMethod: cardId.nullish().meta({ description: 'A saved card, from `GET /me/payment-methods`' }),
  }),
  idempotency: 'required',
  rateLimit: { name: 'book', points: 600, seconds: 60 },
  success: { status: 201, schema: bookingSchema, description: 'The booking, with the payment to confirm' },
  refusals: ['not_found', 'conflict', 'refused'],
  async handle(app, call) {
    const actor = callerOf(call);
    const { quote, message, payment, saveCard, paymentMethod } = call.body;
    const placed = await placeBooking(app, {
      actor,
      door: call.door,
      quote,
      message,
      idempotencyKey: call.idempotencyKey ?? '',
      paying: { plan: payment, saveCard, method: paymentMethod ?? null },
    });
    if (!placed.ok) return placed;
    // The outbox would do this in a moment; doing it now gives the guest the client secret with the answer.
    await awaitCalls(app, placed.value.bookingId);
    const row = await bookingViewById(app.db, placed.value.bookingId);
    if (!row) throw new Error(`booking ${placed.value.bookingId} is gone`);
    return accept({ data: viewBooking(row, actor), meta: { replayed: placed.value.replay } });
  },
});
