import type { Casita, ProviderIntent, ProviderRefused } from '../../../ports';
import type { CallHandler, Settle } from '../../../outbox/call-handler';
import type { CallRow } from '../../../outbox/queries/calls';
import { lockBookingById } from '../../booking/queries/load-booking';
import { lockProperty } from '../../booking/queries/lock-property';
import { customerOf as customerOfGuest } from '../../saved-card/use-cases/customer-of';
import { lockPayment, paymentById, type BookedPayment } from '../queries/load-payment';
import type { PaymentRow } from '../queries/payment-row';
import { updatePayment } from '../queries/update-payment';
import { applyIntent } from './apply-intent';

/** The calls about a payment's intent; their subject is the payment. */
export const intentCalls: Readonly<Record<string, CallHandler>> = {
  create_intent: {
    async perform(app, { subject_id: id, idempotency_key: key }) {
      const payment = await paymentOf(app, id);
      return apply(app, payment, await createIntent(app, payment, key));
    },
    async find(app, { subject_id: id, first_attempt_at: since }) {
      const payment = await paymentOf(app, id);
      // A balance was planned months before: nothing of it can be older than the first attempt.
      const intent = await app.payments.findIntent({ payment: payment.document_id }, since);
      return intent && apply(app, payment, intent);
    },
    refused: notMade,
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

export async function paymentOf(app: Casita, id: number): Promise<BookedPayment> {
  const payment = await paymentById(app.db, id);
  if (!payment) throw new Error(`payment ${id} is gone`);
  return payment;
}

/** What the number of a payment is of, where it is not the booking's own. */
const paidFor = { stay: 'alteration', claim: 'claim' } as const;

async function createIntent(app: Casita, payment: BookedPayment, key: string): Promise<ProviderIntent> {
  const { booking } = payment;
  return app.payments.createIntent(
    {
      customer: isKept(payment) ? await customerOf(app, booking) : null,
      saveCard: payment.save_card === true,
      // A card that is charged later is named by the charge: where it is gone by then, the guest can still pay.
      method: isLater(payment) ? null : payment.method,
      amount: payment.amount,
      currency: payment.currency,
      capture: payment.capture_method,
      description: `${app.config.name} booking ${booking.reference}`,
      metadata: {
        booking: booking.document_id,
        payment: payment.document_id,
        ...(payment.instalment > 0 ? { [paidFor[payment.purpose]]: String(payment.instalment) } : {}),
      },
    },
    key,
  );
}

/** A try is noted before its calls are owed, so that this is the same each time that they are made. */
const isLater = ({ part, purpose, tries }: PaymentRow): boolean => part > 0 || purpose !== 'stay' || (tries ?? 0) > 0;

/** Decided by the payment's row alone: the same key must always ask for the same. */
const isKept = (payment: PaymentRow): boolean =>
  payment.save_card === true || payment.method !== null || isLater(payment);

async function customerOf(app: Casita, { guest_id: guestId, reference }: BookedPayment['booking']): Promise<string> {
  if (guestId === null) throw new Error(`booking ${reference} has no guest whose card could be kept`);
  return customerOfGuest(app, guestId);
}

export const apply = (app: Casita, payment: BookedPayment, intent: ProviderIntent): Settle => {
  const { id, booking_id, booking } = payment;
  const place = { payment_id: id, booking_id, property_id: booking.property_id };
  return (tx) => applyIntent(app, tx, place, intent, 'job');
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

/** There is no intent, and the same call would make none: while the hold runs, the guest can begin anew. */
async function notMade(app: Casita, call: CallRow, refusal: ProviderRefused): Promise<Settle> {
  const payment = await paymentOf(app, call.subject_id);
  if (payment.stripe_payment_intent !== null) return fetchAgain(app, call);
  return async (tx) => {
    await lockProperty(tx, payment.booking.property_id);
    const booking = await lockBookingById(tx, payment.booking_id);
    const now = await lockPayment(tx, payment.id);
    if (booking?.state !== 'held' || now?.state !== 'creating' || now.instalment > 0) return;
    const news = { state: 'failed', lastError: refusal.message } as const;
    await updatePayment(tx, now.id, news, app.clock.now().toString());
  };
}
