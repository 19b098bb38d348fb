import type { Casita, ProviderEvent } from '../ports';
import { settleObject } from './object-settlers';
import { closeEvent, noteEventFailure, openEvent, storeEvent } from './queries/events';

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
    await settleObject(app, { id: event.object_id, account: event.account });
  } catch (error) {
    await noteEventFailure(app.db, eventId, error instanceof Error ? error.message : String(error));
    throw error;
  }
  await closeEvent(app.db, eventId);
}
