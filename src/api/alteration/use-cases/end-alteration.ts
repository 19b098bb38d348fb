import type { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import { outlives } from '../../../domain/alteration-moves';
import type { BookingState } from '../../../domain/booking-moves';
import type { Casita } from '../../../ports';
import { refreshNights } from '../../../search/refresh-search-rows';
import { lockPayment, paymentOfBooking } from '../../payment/queries/load-payment';
import { oweCancel } from '../../payment/use-cases/owe-calls';
import type { BookingRow } from '../../booking/queries/booking-row';
import { freeOtherNights } from '../../booking/queries/own-nights';
import { machine, type Mover } from '../../booking/use-cases/mover';
import type { AlterationRow } from '../queries/alteration-row';
import { lockOpenAlteration } from '../queries/load-alteration';
import { moveAlteration } from './move-alteration';
import { tellBothParties } from './tell-parties';

/**
 * Ends an open alteration that comes to nothing: the nights that it holds beside the booking's are free, and its payment can no
 * longer be made. Money that was on its way all the same goes back when it comes. The caller holds the locks of property and booking.
 */
export async function endAlteration(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  alteration: AlterationRow,
  move: 'expire' | 'cancel',
  mover: Mover,
  now: Temporal.Instant,
): Promise<void> {
  const moved = await moveAlteration(tx, booking, alteration, move, mover, now, { endedAt: now.toString() });
  if (!moved.ok) throw new Error(`booking ${booking.reference}, alteration ${alteration.n}: ${moved.message}`);
  if (move === 'expire') await tellBothParties(app, tx, booking, alteration, 'expired');
  if (alteration.state !== 'accepted') return;
  await freeOtherNights(tx, booking.id, booking.check_in, booking.check_out);
  await refreshNights(tx, booking.property_id);
  const payment = await paymentOfBooking(tx, booking.id, alteration.n);
  const locked = payment && (await lockPayment(tx, payment.id));
  if (locked && locked.state !== 'captured' && locked.state !== 'cancelled') await oweCancel(app, tx, locked);
}

/** Called by every move of a booking, before its own effects: an alteration that the move leaves without a sense ends first. */
export async function endAlterationBefore(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  to: BookingState,
  mover: Mover,
  now: Temporal.Instant,
): Promise<void> {
  const open = await lockOpenAlteration(tx, booking.id);
  if (!open) return;
  const own = { checkIn: booking.check_in, checkOut: booking.check_out };
  if (outlives(to, own, { checkIn: open.check_in, checkOut: open.check_out })) return;
  await endAlteration(app, tx, booking, open, 'cancel', machine('booking', mover.door, `The booking is ${to}`), now);
}
