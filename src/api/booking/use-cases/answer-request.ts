import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import { payByFor } from '../../../domain/payment-plan';
import { refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { lockPlannedPayment } from '../../payment/queries/balances';
import type { PaymentRow } from '../../payment/queries/payment-row';
import { chargeSavedCard } from '../../payment/use-cases/charge-later';
import { lockPayment, paymentOfBooking } from '../../payment/queries/load-payment';
import { letGo } from '../../payment/use-cases/let-go';
import { oweCapture } from '../../payment/use-cases/owe-calls';
import { actOnBooking, done, type BookingCommand } from './act-on-booking';
import { moveBooking } from './move-booking';
import type { BookingRow } from '../queries/booking-row';
import { lockBookingById } from '../queries/load-booking';
import type { Mover } from './mover';

/**
 * The host takes the guest: the booking is confirmed on authorised money, and its capture is owed. Where the card was only kept, it is charged
 * now, and the nights are held on until the money is there. @returns the booking's row id
 */
export async function approveBooking(app: Casita, command: BookingCommand): Promise<Outcome<number>> {
  return actOnBooking(app, command, async (tx, booking, mover) => {
    const now = app.clock.now();
    if (isPastDeadline(booking, now)) return tooLate(booking);
    const planned = await lockPlannedPayment(tx, booking.id);
    if (booking.state === 'requested' && planned) return approveUnpaid(app, tx, booking, planned, mover);
    const moved = await moveBooking(app, tx, booking, 'approve', mover, now, { confirmedAt: now.toString() });
    if (!moved.ok) return moved;
    const payment = await paymentOfBooking(tx, booking.id);
    const locked = payment && (await lockPayment(tx, payment.id));
    if (locked?.state === 'authorised') await oweCapture(app, tx, locked);
    else if (locked?.state !== 'captured') throw new Error(`booking ${booking.reference} is requested without money`);
    return done(booking);
  });
}

/** The kept card is charged without the guest; where the bank says no, the guest can pay as long as the nights are held. */
async function approveUnpaid(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  payment: PaymentRow,
  mover: Mover,
): Promise<Outcome<number>> {
  const now = app.clock.now();
  const { payByHours: hours, holdMinutes } = app.config;
  const checkInAt = Temporal.Instant.fromEpochMilliseconds(booking.check_in_at.getTime());
  const holdExpiresAt = payByFor(now, checkInAt, { hours, holdMinutes }).toString();
  const moved = await moveBooking(app, tx, booking, 'approve_unpaid', mover, now, { holdExpiresAt });
  if (!moved.ok) return moved;
  const held = await lockBookingById(tx, booking.id);
  if (held) await chargeSavedCard(app, tx, held, payment);
  return done(booking);
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
