import type { Tx } from '../../../adapters/postgres/sql';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { AccountActor, Casita, Door, StaffActor } from '../../../ports';
import type { BookingRow } from '../queries/booking-row';
import { lockBooking } from '../queries/load-booking';
import { lockProperty } from '../queries/lock-property';
import { propertyOfBooking } from '../queries/property-of-booking';
import { underKey, type KeyedRequest } from '../../../idempotency/under-key';
import type { Mover } from './mover';

/** Which party of the booking the caller acts as. */
export type Side = 'guest' | 'host' | 'staff';

export interface BookingCommand {
  readonly actor: AccountActor | StaffActor;
  readonly side: Side;
  readonly door: Door;
  readonly bookingDocumentId: string;
  readonly reason: string | null;
}

/** An act under the caller's Idempotency-Key. */
export interface Keyed<T> extends Omit<KeyedRequest, 'userId'> {
  idOf(value: T): number;
  again(tx: Tx, id: number): Promise<T>;
}

export const bookingNotFound = () => refuse('not_found', 'No such booking', [{ code: 'not_found', field: 'id' }]);

/**
 * Locks the property, then the booking, checks that the caller is that party of it (another's booking is as missing as
 * none), and lets `act` do the rest in the same transaction, once for a key. A refusal writes nothing.
 */
export async function actOnBooking<T>(
  app: Casita,
  command: BookingCommand,
  act: (tx: Tx, booking: BookingRow, mover: Mover) => Promise<Outcome<T>>,
  keyed: Keyed<T> | null = null,
): Promise<Outcome<T>> {
  return app.db.transaction((tx) => {
    const work = () => actLocked(tx, command, act);
    if (keyed === null) return work();
    const request = { ...keyed, userId: keyOwner(command.actor) };
    return underKey(tx, request, app.clock.now(), { ...keyed, again: (id) => keyed.again(tx, id) }, work);
  });
}

/** Keys of staff are apart from those of accounts, whose numbers begin at 1 as well. */
export const keyOwner = (actor: AccountActor | StaffActor): number =>
  actor.kind === 'staff' ? -actor.adminId : actor.userId;

async function actLocked<T>(
  tx: Tx,
  command: BookingCommand,
  act: (tx: Tx, booking: BookingRow, mover: Mover) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const propertyId = await propertyOfBooking(tx, command.bookingDocumentId);
  if (propertyId === null) return bookingNotFound();
  const [, booking] = await Promise.all([lockProperty(tx, propertyId), lockBooking(tx, command.bookingDocumentId)]);
  if (!booking || !isParty(booking, command)) return bookingNotFound();
  return act(tx, booking, moverOf(command));
}

function isParty(booking: BookingRow, { actor, side }: BookingCommand): boolean {
  if (actor.kind === 'staff') return side === 'staff';
  if (side === 'guest') return booking.guest_id === actor.userId;
  return side === 'host' && actor.hostId !== null && booking.host_id === actor.hostId;
}

function moverOf({ actor, side, door, reason }: BookingCommand): Mover {
  if (actor.kind === 'staff') return { kind: 'staff', id: actor.adminId, name: actor.name, door, reason };
  return { kind: side, id: actor.userId, name: null, door, reason };
}

export const done = (booking: BookingRow): Outcome<number> => accept(booking.id);
