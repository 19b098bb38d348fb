import { ProviderRefused, type Casita, type ProviderIntent, type ProviderRefund } from '../../../ports';
import { bookingById } from '../../booking/queries/load-booking';
import { endCall, postponeCall, takeCall, type CallRow } from '../queries/calls';
import { paymentById } from '../queries/load-payment';
import { refundById } from '../queries/refunds';
import { updatePayment } from '../queries/update-payment';
import type { PaymentRow } from '../queries/payment-row';
import { applyIntent } from './apply-intent';
import { applyRefund } from './apply-refund';

/**
 * Makes the calls that a booking owes the payment provider, oldest first, until none is due. Each call is made outside
 * any transaction under its stored key; what it answers commits together with the end of the call. Whoever dies in
 * between leaves the call to be made again under the same key, which the provider answers as it did the first time.
 */
export async function runCalls(app: Casita, bookingId: number): Promise<void> {
  for (let call = await takeCall(app.db, bookingId); call; call = await takeCall(app.db, bookingId)) {
    if (!(await runCall(app, call))) return;
  }
}

async function runCall(app: Casita, call: CallRow): Promise<boolean> {
  try {
    await perform(app, call);
    return true;
  } catch (error) {
    if (error instanceof ProviderRefused) return refusedByProvider(app, call, error);
    const message = error instanceof Error ? error.message : String(error);
    app.log.warn(`call ${call.idempotency_key}: ${message}`);
    await postponeCall(app.db, call.id, message, Math.min(300, 2 ** call.attempts));
    return false;
  }
}

async function perform(app: Casita, call: CallRow): Promise<void> {
  const payment = await paymentById(app.db, call.payment_id);
  if (!payment) throw new Error(`payment ${call.payment_id} is gone`);
  if (call.kind === 'refund') return settleRefund(app, call, await makeRefund(app, call, payment));
  // Its making was refused: there is nothing at the provider that could still be paid.
  if (call.kind === 'cancel_intent' && payment.stripe_payment_intent === null) return dropPayment(app, call, payment);
  return settleIntent(app, call, payment, await callIntent(app, call, payment));
}

async function callIntent(app: Casita, call: CallRow, payment: PaymentRow): Promise<ProviderIntent> {
  const key = call.idempotency_key;
  switch (call.kind) {
    case 'create_intent':
      return createIntent(app, payment, key);
    case 'capture_intent':
      return app.payments.captureIntent(intentIdOf(payment), key);
    case 'cancel_intent':
      return app.payments.cancelIntent(intentIdOf(payment), key);
    case 'refund':
      throw new Error('a refund is not a call on an intent');
    default:
      return call.kind satisfies never;
  }
}

/** Calls of a booking run in order, so that the intent was made before anything is done with it. */
function intentIdOf(payment: PaymentRow): string {
  if (payment.stripe_payment_intent === null) throw new Error(`payment ${payment.id} has no intent yet`);
  return payment.stripe_payment_intent;
}

async function createIntent(app: Casita, payment: PaymentRow, key: string): Promise<ProviderIntent> {
  const booking = await bookingById(app.db, payment.booking_id);
  if (!booking) throw new Error(`booking ${payment.booking_id} is gone`);
  return app.payments.createIntent(
    {
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

async function settleIntent(app: Casita, call: CallRow, payment: PaymentRow, intent: ProviderIntent): Promise<void> {
  const booking = await bookingById(app.db, payment.booking_id);
  if (!booking) throw new Error(`booking ${payment.booking_id} is gone`);
  await app.db.transaction(async (tx) => {
    const place = { payment_id: payment.id, booking_id: booking.id, property_id: booking.property_id };
    if (call.kind === 'create_intent') {
      await updatePayment(
        tx,
        payment.id,
        { intentId: intent.id, clientSecret: intent.clientSecret },
        app.clock.now().toString(),
      );
    }
    await applyIntent(app, tx, place, intent, 'job');
    await endCall(tx, call.id, 'done', null);
  });
}

async function dropPayment(app: Casita, call: CallRow, payment: PaymentRow): Promise<void> {
  await app.db.transaction(async (tx) => {
    await updatePayment(tx, payment.id, { state: 'cancelled' }, app.clock.now().toString());
    await endCall(tx, call.id, 'done', null);
  });
}

async function makeRefund(app: Casita, call: CallRow, payment: PaymentRow): Promise<ProviderRefund> {
  const refund = call.refund_id === null ? null : await refundById(app.db, call.refund_id);
  if (!refund) throw new Error(`refund ${call.refund_id} is gone`);
  const metadata = { refund: refund.document_id };
  return app.payments.refund(
    { intentId: intentIdOf(payment), amount: refund.amount, currency: refund.currency, metadata },
    call.idempotency_key,
  );
}

async function settleRefund(app: Casita, call: CallRow, answer: ProviderRefund): Promise<void> {
  await app.db.transaction(async (tx) => {
    if (call.refund_id !== null) await applyRefund(app, tx, call.refund_id, answer);
    await endCall(tx, call.id, 'done', null);
  });
}

/**
 * The provider understood and said no: the same call would get the same answer. For an intent the truth is fetched,
 * since most refusals mean that it is further along than we knew (paid just before it was to be cancelled).
 */
async function refusedByProvider(app: Casita, call: CallRow, refusal: ProviderRefused): Promise<boolean> {
  app.log.warn(`call ${call.idempotency_key} was refused: ${refusal.message}`);
  const payment = await paymentById(app.db, call.payment_id);
  const intentId = payment?.stripe_payment_intent ?? null;
  const intent = intentId === null || call.kind === 'refund' ? null : await app.payments.retrieveIntent(intentId);
  await app.db.transaction(async (tx) => {
    await endCall(tx, call.id, 'failed', refusal.message);
    if (payment && intent) await applyFetched(app, tx, payment, intent);
  });
  return true;
}

async function applyFetched(
  app: Casita,
  tx: Parameters<typeof applyIntent>[1],
  payment: PaymentRow,
  intent: ProviderIntent,
): Promise<void> {
  const booking = await bookingById(tx, payment.booking_id);
  if (!booking) return;
  await applyIntent(
    app,
    tx,
    { payment_id: payment.id, booking_id: booking.id, property_id: booking.property_id },
    intent,
    'job',
  );
}
