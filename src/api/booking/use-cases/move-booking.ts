import type { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import { decideMove, holdsNights, type DecidedMove, type MoveName } from '../../../domain/booking-moves';
import type { Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { refreshNights } from '../../../search/refresh-search-rows';
import { endAlterationBefore } from '../../alteration/use-cases/end-alteration';
import { moveCouponUse } from '../../coupon/use-cases/use-coupon';
import { endPlannedPayments } from '../../payment/queries/balances';
import { endSetup } from '../../payment/use-cases/end-setup';
import { endConflictsOfBooking } from '../../calendar-feed/queries/conflicts';
import type { BookingRow } from '../queries/booking-row';
import { insertBookingEvent } from '../queries/insert-booking-event';
import { freeNights, takeNights } from '../queries/own-nights';
import { setBookingState, type BookingTimes } from '../queries/set-booking-state';
import type { Mover } from './mover';

/**
 * The one way in which a booking changes its state: asks the table of moves, writes the state and its event, and takes or
 * frees the nights and the coupon's use with it. An open alteration that the move leaves without a sense ends with it. The caller holds the locks of the property and of the booking.
 * @returns a refusal, with nothing written, where the table does not have the move.
 */
export async function moveBooking(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  move: MoveName,
  mover: Mover,
  now: Temporal.Instant,
  times: BookingTimes = {},
): Promise<Outcome<DecidedMove>> {
  const decided = decideMove(booking.state, move, mover.kind);
  if (!decided.ok) return decided;
  const { to } = decided.value;
  const at = now.toString();
  await endAlterationBefore(app, tx, booking, to, mover, now);
  await Promise.all([
    setBookingState(tx, booking.id, to, times, at),
    insertBookingEvent(tx, {
      bookingId: booking.id,
      move,
      alteration: null,
      from: booking.state,
      to,
      actorKind: mover.kind,
      actorId: mover.id,
      actorName: mover.name,
      door: mover.door,
      reason: mover.reason,
      at,
    }),
    moveCouponUse(tx, booking.id, booking.state, move, at),
    holdsNights(to) || endPlannedPayments(tx, booking.id, at),
    holdsNights(to) || endSetup(app, tx, booking.id),
    moveNights(tx, booking, holdsNights(booking.state), holdsNights(to), at),
  ]);
  return decided;
}

/** The read model follows the nights: asked together, done in this order. */
async function moveNights(tx: Tx, booking: BookingRow, held: boolean, holds: boolean, at: string): Promise<void> {
  if (held === holds) return;
  const { id, property_id: propertyId, check_in: checkIn, check_out: checkOut } = booking;
  const moved = holds
    ? [takeNights(tx, propertyId, id, checkIn, checkOut)]
    : [freeNights(tx, id), endConflictsOfBooking(tx, id, at)];
  await Promise.all([...moved, refreshNights(tx, propertyId)]);
}
