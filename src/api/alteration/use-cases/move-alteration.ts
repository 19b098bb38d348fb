import type { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import {
  alterationEvent,
  decideAlteration,
  type AlterationActor,
  type AlterationMoveName,
  type AlterationState,
} from '../../../domain/alteration-moves';
import type { Outcome } from '../../../domain/refusal';
import type { BookingRow } from '../../booking/queries/booking-row';
import { insertBookingEvent } from '../../booking/queries/insert-booking-event';
import type { Mover } from '../../booking/use-cases/mover';
import type { AlterationRow } from '../queries/alteration-row';
import { setAlterationState, type AlterationTimes } from '../queries/set-alteration-state';

/**
 * The one way in which an alteration changes its state: asks its table, writes the state, and the step among the booking's
 * events. The caller holds the locks of property, booking and alteration, and moves nights and money.
 */
export async function moveAlteration(
  tx: Tx,
  booking: BookingRow,
  alteration: AlterationRow,
  move: AlterationMoveName,
  mover: Mover,
  now: Temporal.Instant,
  times: AlterationTimes = {},
): Promise<Outcome<AlterationState>> {
  const decided = decideAlteration(alteration.state, move, partyOf(mover), alteration.proposer);
  if (!decided.ok) return decided;
  await setAlterationState(tx, alteration.id, decided.value, times);
  await noteStep(tx, booking, alteration.n, move, mover, now);
  return decided;
}

/** Staff answer for neither party: what they end, they end with the booking. */
const partyOf = (mover: Mover): AlterationActor =>
  mover.kind === 'guest' || mover.kind === 'host' ? mover.kind : 'system';

export async function noteStep(
  tx: Tx,
  booking: BookingRow,
  n: number,
  move: AlterationMoveName,
  mover: Mover,
  now: Temporal.Instant,
): Promise<void> {
  await insertBookingEvent(tx, {
    bookingId: booking.id,
    move: alterationEvent(move),
    alteration: n,
    from: booking.state,
    to: booking.state,
    actorKind: mover.kind,
    actorId: mover.id,
    actorName: mover.name,
    door: mover.door,
    reason: mover.reason,
    at: now.toString(),
  });
}
