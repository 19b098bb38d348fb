import type { Casita, ProviderIntent } from '../../../ports';
import type { CallHandler, Settle } from '../../../outbox/call-handler';
import type { BookingRow } from '../../booking/queries/booking-row';
import { bookingById } from '../../booking/queries/load-booking';
import { customerOf as customerOfGuest } from '../../saved-card/use-cases/customer-of';
import { paymentById } from '../queries/load-payment';
import type { PaymentRow } from '../queries/payment-row';
import { updatePayment } from '../queries/update-payment';
import { applyIntent } from './apply-intent';

/** The calls about a payment's intent; their subject is the payment. */
export const intentCalls: Readonly<Record<string, CallHandler>> = {
  create_intent: {
    async perform(app, { subject_id: id, idempotency_key: key }) {
      const payment = await paymentOf(app, id);
      return made(app, payment, await createIntent(app, payment, key));
    },
    async find(app, { subject_id: id }) {
      const payment = await paymentOf(app, id);
      const intent = await app.payments.findIntent({ payment: payment.document_id }, payment.created_at);
      return intent && made(app, payment, intent);
    },
    refused: fetchAgain,
  },
  capture_intent: onIntent((app, intentId, key) => app.payments.captureIntent(intentId, key)),
  cancel_intent: onIntent((app, intentId, key) => app.payments.cancelIntent(intentId, key)),
};

/** Capturing or cancelling twice is as once: the provider refuses the second, and the intent is looked at. */
function onIntent(act: (app: Casita, intentId: string, key: string) => Promise<ProviderIntent>): CallHandler {
  return {
    async perform(app, call) {
      const payment = await paymentOf(app, call.subject_id);
      const intentId = payment.stripe_payment_intent;
      if (intentId !== null) return apply(app, payment, await act(app, intentId, call.idempotency_key));
      // Calls of a booking run in order: its making was refused, and there is nothing that could still be paid.
      if (call.kind === 'cancel_intent') return drop(app, payment);
      throw new Error(`payment ${payment.id} has no intent yet`);
    },
    find: async () => null,
    refused: fetchAgain,
  };
}

async function paymentOf(app: Casita, id: number): Promise<PaymentRow> {
  const payment = await paymentById(app.db, id);
  if (!payment) throw new Error(`payment ${id} is gone`);
  return payment;
}

async function createIntent(app: Casita, payment: PaymentRow, key: string): Promise<ProviderIntent> {
  const booking = await bookingById(app.db, payment.booking_id);
  if (!booking) throw new Error(`booking ${payment.booking_id} is gone`);
  return app.payments.createIntent(
    {
      customer: isKept(payment) ? await customerOf(app, booking) : null,
      saveCard: payment.save_card === true,
      method: payment.method,
      amount: payment.amount,
      currency: payment.currency,
      capture: payment.capture_method,
      description: `${app.config.name} booking ${booking.reference}`,
      metadata: {
        booking: booking.document_id,
        payment: payment.document_id,
        ...(payment.instalment > 0 ? { alteration: String(payment.instalment) } : {}),
      },
    },
    key,
  );
}

/** Decided by the payment's row alone: the same key must always ask for the same. */
const isKept = ({ save_card: saved, method, part, purpose }: PaymentRow): boolean =>
  saved === true || method !== null || part > 0 || purpose !== 'stay';

async function customerOf(app: Casita, { guest_id: guestId, reference }: BookingRow): Promise<string> {
  if (guestId === null) throw new Error(`booking ${reference} has no guest whose card could be kept`);
  return customerOfGuest(app, guestId);
}

const made =
  (app: Casita, payment: PaymentRow, intent: ProviderIntent): Settle =>
  async (tx) => {
    const news = { intentId: intent.id, clientSecret: intent.clientSecret };
    await updatePayment(tx, payment.id, news, app.clock.now().toString());
    await apply(app, payment, intent)(tx);
  };

const apply =
  (app: Casita, payment: PaymentRow, intent: ProviderIntent): Settle =>
  async (tx) => {
    const booking = await bookingById(tx, payment.booking_id);
    if (!booking) throw new Error(`booking ${payment.booking_id} is gone`);
    const place = { payment_id: payment.id, booking_id: booking.id, property_id: booking.property_id };
    await applyIntent(app, tx, place, intent, 'job');
  };

const drop =
  (app: Casita, payment: PaymentRow): Settle =>
  (tx) =>
    updatePayment(tx, payment.id, { state: 'cancelled' }, app.clock.now().toString());

/** Most refusals mean that the intent is further along than we knew (paid just before it was to be cancelled): the truth is fetched. */
async function fetchAgain(app: Casita, { subject_id: id }: { readonly subject_id: number }): Promise<Settle> {
  const payment = await paymentById(app.db, id);
  if (!payment?.stripe_payment_intent) return async () => undefined;
  return apply(app, payment, await app.payments.retrieveIntent(payment.stripe_payment_intent));
}
