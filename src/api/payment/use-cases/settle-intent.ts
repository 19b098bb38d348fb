import type { Casita } from '../../../ports';
import { placeOfIntent } from '../queries/load-payment';
import { refundByStripeId } from '../queries/refunds';
import { applyIntent } from './apply-intent';
import { applyRefund } from './apply-refund';

/** Fetches an intent and applies it. Intents that are not of this installation are left alone. */
export async function settleIntent(app: Casita, intentId: string, door: 'webhook' | 'job'): Promise<void> {
  const place = await placeOfIntent(app.db, intentId);
  if (!place) return;
  const intent = await app.payments.retrieveIntent(intentId);
  await app.db.transaction((tx) => applyIntent(app, tx, place, intent, door));
}

export async function settleRefund(app: Casita, stripeRefund: string): Promise<void> {
  const refund = await refundByStripeId(app.db, stripeRefund);
  if (!refund) return;
  const answer = await app.payments.retrieveRefund(stripeRefund);
  await app.db.transaction((tx) => applyRefund(app, tx, refund.id, answer));
}
