import type { Casita, ProviderEvent } from '../../../ports';
import { closeEvent, noteEventFailure, openEvent, storeEvent } from '../queries/events';
import { placeOfIntent } from '../queries/load-payment';
import { refundByStripeId } from '../queries/refunds';
import { applyIntent } from './apply-intent';
import { applyRefund } from './apply-refund';

/** Stores an event once and leaves the work to a job, so that the provider gets its answer at once. */
export async function takeEvent(app: Casita, event: ProviderEvent): Promise<void> {
  await app.db.transaction(async (tx) => {
    const isNew = await storeEvent(tx, { ...event, now: app.clock.now().toString() });
    if (isNew) await app.jobs.add(tx, 'stripe-event', { eventId: event.id });
  });
}

/** Works an event off. An event is a hint: the object is fetched again, and only what is true now is acted on. */
export async function workEvent(app: Casita, eventId: string): Promise<void> {
  const event = await openEvent(app.db, eventId);
  if (!event) return;
  try {
    if (event.object_id.startsWith('pi_')) await settleIntent(app, event.object_id, 'webhook');
    if (event.object_id.startsWith('re_')) await settleRefund(app, event.object_id);
  } catch (error) {
    await noteEventFailure(app.db, eventId, error instanceof Error ? error.message : String(error));
    throw error;
  }
  await closeEvent(app.db, eventId);
}

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
