import type { Tx } from '../../../adapters/postgres/sql';
import type { Casita } from '../../../ports';
import { bookingById } from '../../booking/queries/load-booking';
import { lockHostBalance } from '../queries/lock-host-balance';
import { deleteBlock, insertBlock } from '../queries/payout-block';
import { openPayouts, updatePayout } from '../queries/payouts';
import { startPayout } from './start-payout';

/**
 * Stops a booking's payouts, those to come too, until they are let go. What is on its way already is not stopped. The locks of property,
 * booking and payments are held.
 */
export async function blockPayouts(app: Casita, tx: Tx, bookingId: number, reason: string): Promise<void> {
  await lockHostOf(tx, bookingId);
  await insertBlock(tx, bookingId, reason, app.clock.now().toString());
  for (const payout of await openPayouts(tx, bookingId))
    await updatePayout(tx, payout.id, { state: 'blocked', reason });
}

/** Lets a booking's payouts go: what was stopped is sent, or waits as it would have. */
export async function unblockPayouts(app: Casita, tx: Tx, bookingId: number): Promise<void> {
  await lockHostOf(tx, bookingId);
  await deleteBlock(tx, bookingId);
  for (const payout of await openPayouts(tx, bookingId)) {
    if (payout.state !== 'blocked') continue;
    const isHeld = payout.hold_until !== null && payout.hold_until.getTime() > app.clock.now().epochMilliseconds;
    const state = isHeld ? ('held' as const) : ('owed' as const);
    await updatePayout(tx, payout.id, { state, reason: isHeld ? 'first_payout' : null });
    await startPayout(app, tx, { ...payout, state });
  }
}

async function lockHostOf(tx: Tx, bookingId: number): Promise<void> {
  const booking = await bookingById(tx, bookingId);
  if (!booking) throw new Error(`booking ${bookingId} is gone`);
  await lockHostBalance(tx, booking.host_id);
}
