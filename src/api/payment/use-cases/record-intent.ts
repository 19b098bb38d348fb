import type { Tx } from '../../../adapters/postgres/sql';
import { captured } from '../../../domain/ledger-payments';
import type { PaymentState } from '../../../domain/payment-progress';
import type { Casita, ProviderIntent } from '../../../ports';
import type { PaymentRow } from '../queries/payment-row';
import { postLedger } from '../queries/post-ledger';
import { updatePayment, type PaymentNews } from '../queries/update-payment';

/**
 * Writes down what became known of an intent, and posts its capture. `state` is what the payment has come to; null: nothing new.
 * @returns the payment as it is now
 */
export async function recordIntent(
  app: Casita,
  tx: Tx,
  payment: PaymentRow,
  state: PaymentState | null,
  intent: ProviderIntent,
): Promise<PaymentRow> {
  assertOurs(payment, intent);
  const isCaptured = state === 'captured';
  await Promise.all([
    updatePayment(tx, payment.id, newsOf(app, payment, state, intent), app.clock.now().toString()),
    isCaptured && postCapture(app, tx, payment.booking_id, intent),
  ]);
  const now = { ...payment, state: state ?? payment.state, stripe_payment_intent: intent.id };
  return isCaptured ? { ...now, captured_amount: intent.amountReceived } : now;
}

/** An intent with another amount or currency is not the one that we made: never act on it. */
function assertOurs(payment: PaymentRow, intent: ProviderIntent): void {
  if (intent.amount !== payment.amount || intent.currency !== payment.currency) {
    throw new Error(
      `intent ${intent.id} is over ${intent.amount} ${intent.currency}, the payment over ${payment.amount} ${payment.currency}`,
    );
  }
}

function newsOf(app: Casita, payment: PaymentRow, state: PaymentState | null, intent: ProviderIntent): PaymentNews {
  const now = app.clock.now().toString();
  const forward = state !== null;
  const isNew = payment.stripe_payment_intent !== intent.id;
  return {
    ...(state ? { state } : {}),
    ...(isNew ? { intentId: intent.id } : {}),
    ...(intent.clientSecret && (forward || isNew) ? { clientSecret: intent.clientSecret } : {}),
    ...(intent.lastError && forward ? { lastError: intent.lastError } : {}),
    ...(intent.charge
      ? { chargeId: intent.charge.id, captureBefore: intent.charge.captureBefore?.toISOString() ?? null }
      : {}),
    // Only a card that is kept can be asked for again.
    ...(forward && payment.save_card === true && intent.method ? { method: intent.method } : {}),
    ...(state === 'authorised' ? { authorisedAt: now } : {}),
    ...(state === 'captured' ? { capturedAt: now, capturedAmount: intent.amountReceived } : {}),
  };
}

async function postCapture(app: Casita, tx: Tx, bookingId: number, intent: ProviderIntent): Promise<void> {
  const { charge } = intent;
  // Without its fee a capture cannot be posted; the inbox and the reconciler come again, and nothing has been written.
  if (!charge || charge.fee === null) throw new Error(`intent ${intent.id}: the fee is not known yet`);
  const { amountReceived: amount, currency } = intent;
  await postLedger(tx, captured({ bookingId, amount, fee: charge.fee, currency }), {
    source: 'stripe',
    externalId: charge.id,
    bookingId,
    at: app.clock.now().toString(),
  });
}
