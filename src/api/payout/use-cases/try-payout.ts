import type { Casita } from '../../../ports';
import { lockBookingById } from '../../booking/queries/load-booking';
import { lockProperty } from '../../booking/queries/lock-property';
import { lockLivePayments } from '../../payment/queries/load-payment';
import { lockHostBalance } from '../queries/lock-host-balance';
import { payoutById, updatePayout, type DuePayout } from '../queries/payouts';
import { startPayout } from './start-payout';

/** Sends a payout that was owed or held, where nothing is in its way any more. Twice is as once. */
export async function tryPayout(app: Casita, due: DuePayout): Promise<void> {
  await app.db.transaction(async (tx) => {
    await lockProperty(tx, due.property_id);
    const booking = await lockBookingById(tx, due.booking_id);
    await lockLivePayments(tx, due.booking_id);
    if (booking) await lockHostBalance(tx, booking.host_id);
    const payout = await payoutById(tx, due.id);
    if (!payout || (payout.state !== 'owed' && payout.state !== 'held')) return;
    const held = payout.state === 'held' && (payout.hold_until?.getTime() ?? 0) > app.clock.now().epochMilliseconds;
    if (held) return;
    if (payout.state === 'held') await updatePayout(tx, payout.id, { state: 'owed', reason: null });
    await startPayout(app, tx, { ...payout, state: 'owed' });
  });
}
