import { z } from 'zod';
import { paymentStates } from '../../../domain/payment-progress';
import { accept } from '../../../domain/refusal';
import { byDocumentId, instant, money } from '../../../contract/fields';
import { callerOf, operation } from '../../../contract/operation';
import { awaitCalls } from '../../../outbox/await-calls';
import { paymentById } from '../../payment/queries/load-payment';
import type { PaymentRow } from '../../payment/queries/payment-row';
import { payBooking } from '../../payment/use-cases/pay-booking';

const payable = z
  .object({
    part: z.int().meta({ description: '0: all of it, or its deposit. 1: the balance' }),
    state: z.enum(paymentStates),
    amount: money,
    clientSecret: z
      .string()
      .nullable()
      .meta({ description: 'To confirm with Stripe; null while it cannot be reached' }),
    payBy: instant.nullable().meta({ description: 'After it the booking is cancelled' }),
  })
  .meta({ id: 'PayablePayment' });

export const payOperation = operation({
  id: 'payBooking',
  kind: 'mutation',
  method: 'POST',
  path: '/bookings/:id/pay',
  tag: 'Bookings',
  summary: 'What is to be paid of an own booking now, with the secret to confirm it',
  description:
    'While the booking is held: its payment, begun anew where one came to nothing. Once it is confirmed: the balance, before the saved card is charged or after it was in vain. Asked again it is the same payment.',
  access: 'account',
  params: byDocumentId,
  query: z.strictObject({}),
  body: z.strictObject({}),
  bodyOptional: true,
  idempotency: 'optional',
  rateLimit: { name: 'pay', points: 120, seconds: 60 },
  success: { status: 200, schema: payable, description: 'The payment' },
  refusals: ['not_found', 'conflict'],
  async handle(app, call) {
    const found = await payBooking(app, {
      actor: callerOf(call),
      door: call.door,
      bookingDocumentId: call.params.id,
      idempotencyKey: call.idempotencyKey,
    });
    if (!found.ok) return found;
    await awaitCalls(app, found.value.bookingId);
    const payment = await paymentById(app.db, found.value.paymentId);
    if (!payment) throw new Error(`payment ${found.value.paymentId} is gone`);
    return accept({ data: viewPayable(payment) });
  },
});

const isOpen = ({ state }: PaymentRow): boolean => state === 'creating' || state === 'requires_payment';

const viewPayable = (payment: PaymentRow) => ({
  part: payment.part,
  state: payment.state,
  amount: { amount: payment.amount, currency: payment.currency },
  clientSecret: isOpen(payment) ? payment.client_secret : null,
  payBy: isOpen(payment) ? (payment.pay_by?.toISOString() ?? null) : null,
});
