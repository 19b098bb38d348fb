import type { Tx } from '../../../adapters/postgres/sql';
import { refuse, type Outcome, type Refusal } from '../../../domain/refusal';
import { localDate } from '../../../domain/stay-time';
import type { Casita } from '../../../ports';
import { openBalance } from '../../payment/queries/balances';
import { paymentOfBooking } from '../../payment/queries/load-payment';
import type { BookingRow } from '../queries/booking-row';
import { actOnBooking, done, type BookingCommand } from './act-on-booking';
import { balanceUnpaid, moneyUnderWay } from './money-missing';
import { moveBooking } from './move-booking';

/** The host says that the guest has arrived: from the day of check-in on, at the property. */
export async function checkInGuest(app: Casita, command: BookingCommand): Promise<Outcome<number>> {
  return actOnBooking(app, command, async (tx, booking, mover) => {
    const now = app.clock.now();
    const today = localDate(now, booking.quote.timeZone);
    if (today < booking.check_in) return tooEarly(booking.check_in, today);
    const open = await moneyOpen(tx, booking);
    if (open) return open;
    const moved = await moveBooking(app, tx, booking, 'check_in', mover, now);
    return moved.ok ? done(booking) : moved;
  });
}

/** The guest did not come: can be said once the check-in time has passed. */
export async function reportNoShow(app: Casita, command: BookingCommand): Promise<Outcome<number>> {
  return actOnBooking(app, command, async (tx, booking, mover) => {
    const now = app.clock.now();
    if (now.epochMilliseconds < booking.check_in_at.getTime())
      return tooEarly(booking.check_in_at.toISOString(), now.toString());
    const open = await moneyOpen(tx, booking);
    if (open) return open;
    const moved = await moveBooking(app, tx, booking, 'no_show', mover, now, { endedAt: now.toString() });
    return moved.ok ? done(booking) : moved;
  });
}

/**
 * An approved request whose money is still being taken may yet come to nothing, and so may a balance: nobody has stayed before that
 * is known.
 */
async function moneyOpen(tx: Tx, booking: BookingRow): Promise<Refusal | null> {
  if (booking.state !== 'confirmed') return null;
  if ((await paymentOfBooking(tx, booking.id))?.state === 'authorised') return moneyUnderWay();
  const amount = await openBalance(tx, booking.id);
  return amount === 0 ? null : balanceUnpaid({ amount, currency: booking.currency });
}

const tooEarly = (limit: string, value: string) =>
  refuse('conflict', 'It is too early for this', [{ code: 'too_early', field: 'checkIn', limit, value }]);
