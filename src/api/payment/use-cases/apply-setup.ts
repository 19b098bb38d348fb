import type { Tx } from '../../../adapters/postgres/sql';
import { requestExpiresAt } from '../../../domain/booking-deadlines';
import { setupEffects } from '../../../domain/setup-progress';
import { oweCall, bookingLane } from '../../../outbox/owe-call';
import type { Casita, Door, ProviderSetup } from '../../../ports';
import { bookingById, lockBookingById } from '../../booking/queries/load-booking';
import { lockProperty } from '../../booking/queries/lock-property';
import { machine } from '../../booking/use-cases/mover';
import { moveBooking } from '../../booking/use-cases/move-booking';
import { keepCardForPlan } from '../queries/balances';
import { insertSetup, lockSetup, setupByIntent, updateSetup, type SetupRow } from '../queries/payment-setups';

/** A card is to be kept: its row, and the call that makes the setup. */
export async function oweSetup(app: Casita, tx: Tx, bookingId: number, method: string | null): Promise<void> {
  const id = await insertSetup(tx, bookingId, method, app.clock.now().toString());
  const lane = bookingLane(bookingId);
  await oweCall(app, tx, { lane, kind: 'create_setup', subjectId: id, key: `casita-setup-${id}-create` });
}

/** Brings our setup and its booking to where the provider's is: with the card kept, the host is asked. Twice is as once. */
export async function applySetup(app: Casita, tx: Tx, row: SetupRow, setup: ProviderSetup, door: Door): Promise<void> {
  const place = await bookingById(tx, row.booking_id);
  if (!place) throw new Error(`booking ${row.booking_id} is gone`);
  const [, booking, own] = await Promise.all([
    lockProperty(tx, place.property_id),
    lockBookingById(tx, row.booking_id),
    lockSetup(tx, row.id),
  ]);
  if (!booking || !own) throw new Error(`setup ${row.id} is gone`);
  const effects = setupEffects(own.state, booking.state, setup.status);
  const now = app.clock.now();
  const { id: intentId, clientSecret, lastError } = setup;
  const method = effects.setup === 'ready' ? setup.method : null;
  await updateSetup(tx, own.id, { state: effects.setup, intentId, clientSecret, method, lastError }, now.toString());
  if (effects.move === null) return;
  if (method === null) throw new Error(`setup ${setup.id} has kept no card`);
  await keepCardForPlan(tx, booking.id, method, now.toString());
  // Nothing is reserved that could run out.
  const times = { requestExpiresAt: requestExpiresAt(now, null, app.config.requestHours).toString() };
  const moved = await moveBooking(app, tx, booking, effects.move, machine('payment', door), now, times);
  if (!moved.ok) throw new Error(`booking ${booking.reference}: ${moved.message}`);
}

/** Fetches a setup and applies it. Those that are not of this installation are left alone. */
export async function settleSetup(app: Casita, intentId: string, door: 'webhook' | 'job'): Promise<void> {
  const row = await setupByIntent(app.db, intentId);
  if (!row) return;
  const setup = await app.savedCards.retrieveSetup(intentId);
  await app.db.transaction((tx) => applySetup(app, tx, row, setup, door));
}
