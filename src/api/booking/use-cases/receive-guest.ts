import type { Tx } from '../../../adapters/postgres/sql';
import { refuse, type Outcome } from '../../../domain/refusal';
import { localDate } from '../../../domain/stay-time';
import type { Casita } from '../../../ports';
import { paymentOfBooking } from '../../payment/queries/load-payment';
import type { BookingRow } from '../queries/booking-row';
import { actOnBooking, done, type BookingCommand } from './act-on-booking';
import { moveBooking } from './move-booking';

/** The host says that the guest has arrived: from the day of check-in on, at the property. */
export async function checkInGuest(app: Casita, command: BookingCommand): Promise<Outcome<number>> {
  return actOnBooking(app, command, async (tx, booking, mover) => {
    const now = app.clock.now();
    const today = localDate(now, booking.quote.timeZone);
    if (today < booking.check_in) return tooEarly(booking.check_in, today);
    if (await isCaptureOpen(tx, booking)) return moneyOnItsWay();
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
    if (await isCaptureOpen(tx, booking)) return moneyOnItsWay();
    const moved = await moveBooking(app, tx, booking, 'no_show', mover, now, { endedAt: now.toString() });
    return moved.ok ? done(booking) : moved;
  });
}

/** An approved request whose money is still being taken may yet come to nothing: nobody has stayed before that is known. */
const isCaptureOpen = async (tx: Tx, booking: BookingRow): Promise<boolean> =>
  booking.state === 'confirmed' && (await paymentOfBooking(tx, booking.id))?.state === 'authorised';

const moneyOnItsWay = () =>
  refuse('conflict', 'The payment is still being taken: try again in a moment', [
    { code: 'payment_open', field: 'state' },
  ]);

const tooEarly = (limit: string, value: string) =>
  refuse('conflict', 'It is too early for this', [{ code: 'too_early', field: 'checkIn', limit, value }]);
