import type { Tx } from '../../../adapters/postgres/sql';
import { wallClock } from '../../../domain/stay-time';
import type { Casita } from '../../../ports';
import { refreshNights } from '../../../search/refresh-search-rows';
import { lockLivePayments } from '../../payment/queries/load-payment';
import { endConflictsOfBooking } from '../../calendar-feed/queries/conflicts';
import { giveBackRest } from '../../payment/use-cases/give-back';
import { planRelease } from '../../payout/use-cases/plan-release';
import type { BookingRow } from '../../booking/queries/booking-row';
import { freeOtherNights, takeMissingNights } from '../../booking/queries/own-nights';
import type { Mover } from '../../booking/use-cases/mover';
import { alterBooking } from '../queries/alter-booking';
import type { AlterationRow } from '../queries/alteration-row';
import { moveAlteration } from './move-alteration';
import { tellBothParties } from './tell-parties';

/**
 * Makes the booking what the accepted alteration says: dates, nights, guests, price, instants, and what the host gets; what was paid too
 * much is owed back. The money that was too little is there. The caller holds the locks of property, booking and alteration.
 */
export async function applyAlteration(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  alteration: AlterationRow,
  mover: Mover,
): Promise<void> {
  const now = app.clock.now();
  const { check_in: checkIn, check_out: checkOut, quote } = alteration;
  await takeMissingNights(tx, booking.property_id, booking.id, checkIn, checkOut);
  await alterBooking(
    tx,
    alteration,
    {
      checkInAt: wallClock(checkIn, quote.checkInTime, quote.timeZone).toString(),
      checkOutAt: wallClock(checkOut, quote.checkOutTime, quote.timeZone).toString(),
    },
    now.toString(),
  );
  await freeOtherNights(tx, booking.id, checkIn, checkOut);
  await endConflictsOfBooking(tx, booking.id, now.toString());
  await refreshNights(tx, booking.property_id);
  const times = { endedAt: now.toString() };
  const moved = await moveAlteration(tx, booking, alteration, 'apply', mover, now, times);
  if (!moved.ok) throw new Error(`booking ${booking.reference}, alteration ${alteration.n}: ${moved.message}`);
  // Where nothing was to be paid, it is made with its acceptance, which is told.
  if (alteration.difference > 0) await tellBothParties(app, tx, booking, alteration, 'applied');
  if (alteration.difference < 0) {
    const payments = await lockLivePayments(tx, booking.id);
    const reason = `Alteration ${alteration.n}`;
    const source = `alteration-${alteration.n}`;
    await giveBackRest(app, tx, booking, payments, { amount: -alteration.difference, reason, source });
  }
  await planRelease(app, tx, booking.id);
}
