import { type Temporal } from 'temporal-polyfill';
import { refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { lockPayment, paymentOfBooking } from '../../payment/queries/load-payment';
import { letGo } from '../../payment/use-cases/let-go';
import { oweCapture } from '../../payment/use-cases/owe-calls';
import { actOnBooking, done, type BookingCommand } from './act-on-booking';
import { moveBooking } from './move-booking';
import type { BookingRow } from '../queries/booking-row';

/** The host takes the guest: the booking is confirmed on authorised money, and its capture is owed. @returns the booking's row id */
export async function approveBooking(app: Casita, command: BookingCommand): Promise<Outcome<number>> {
  return actOnBooking(app, command, async (tx, booking, mover) => {
    const now = app.clock.now();
    if (isPastDeadline(booking, now)) return tooLate(booking);
    const moved = await moveBooking(app, tx, booking, 'approve', mover, now, { confirmedAt: now.toString() });
    if (!moved.ok) return moved;
    const payment = await paymentOfBooking(tx, booking.id);
    const locked = payment && (await lockPayment(tx, payment.id));
    if (locked?.state === 'authorised') await oweCapture(app, tx, locked);
    else if (locked?.state !== 'captured') throw new Error(`booking ${booking.reference} is requested without money`);
    return done(booking);
  });
}

/** The host does not take the guest: the nights are free again and the authorisation goes back. */
export async function declineBooking(app: Casita, command: BookingCommand): Promise<Outcome<number>> {
  return actOnBooking(app, command, async (tx, booking, mover) => {
    const now = app.clock.now();
    const moved = await moveBooking(app, tx, booking, 'decline', mover, now, { endedAt: now.toString() });
    if (!moved.ok) return moved;
    await letGo(app, tx, booking.id, 'The host declined');
    return done(booking);
  });
}

/** The deadline's own instant still counts; a job that is late does not lengthen it. */
const isPastDeadline = (booking: BookingRow, now: Temporal.Instant): boolean =>
  booking.state === 'requested' &&
  booking.request_expires_at !== null &&
  now.epochMilliseconds > booking.request_expires_at.getTime();

const tooLate = (booking: BookingRow) =>
  refuse('conflict', 'The time to answer this request is over', [
    { code: 'request_expired', field: 'state', limit: booking.request_expires_at?.toISOString() },
  ]);
