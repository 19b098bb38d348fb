import type { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import {
  decideMove,
  holdsNights,
  type ActorKind,
  type DecidedMove,
  type MoveName,
} from '../../../domain/booking-moves';
import type { Outcome } from '../../../domain/refusal';
import type { Door } from '../../../ports';
import { refreshNights } from '../../../search/refresh-search-rows';
import type { BookingRow } from '../queries/booking-row';
import { insertBookingEvent } from '../queries/insert-booking-event';
import { freeNights, takeNights } from '../queries/own-nights';
import { setBookingState, type BookingTimes } from '../queries/set-booking-state';

/** Who moves a booking, through which door, and why. */
export interface Mover {
  readonly kind: ActorKind;
  /** Account or staff id; null for the machine. */
  readonly id: number | null;
  readonly name: string | null;
  readonly door: Door;
  readonly reason: string | null;
}

export const machine = (name: string, door: Door, reason: string | null = null): Mover => ({
  kind: 'system',
  id: null,
  name,
  door,
  reason,
});

/**
 * The one way in which a booking changes its state: asks the table of moves, writes the state and its event, and takes or
 * frees the nights with it. The caller holds the locks of the property and of the booking.
 * @returns a refusal, with nothing written, where the table does not have the move.
 */
export async function moveBooking(
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
  await setBookingState(tx, booking.id, to, times, at);
  await insertBookingEvent(tx, {
    bookingId: booking.id,
    move,
    from: booking.state,
    to,
    actorKind: mover.kind,
    actorId: mover.id,
    actorName: mover.name,
    door: mover.door,
    reason: mover.reason,
    at,
  });
  await moveNights(tx, booking, holdsNights(booking.state), holdsNights(to));
  return decided;
}

async function moveNights(tx: Tx, booking: BookingRow, held: boolean, holds: boolean): Promise<void> {
  if (held === holds) return;
  if (holds) await takeNights(tx, booking.property_id, booking.id, booking.check_in, booking.check_out);
  else await freeNights(tx, booking.id);
  await refreshNights(tx, booking.property_id);
}
