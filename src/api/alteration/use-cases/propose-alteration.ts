import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import { checkAlterable } from '../../../domain/alteration';
import { decideAlteration, type AlterationParty } from '../../../domain/alteration-moves';
import type { StayRequest } from '../../../domain/availability';
import { alterationEndsAt } from '../../../domain/booking-deadlines';
import { sameGuests } from '../../../domain/guests';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import { wallClock } from '../../../domain/stay-time';
import type { AccountActor, Casita, Door } from '../../../ports';
import type { BookingRow } from '../../booking/queries/booking-row';
import { actOnBooking, type Keyed } from '../../booking/use-cases/act-on-booking';
import { moneyMissing } from '../../booking/use-cases/money-missing';
import type { Mover } from '../../booking/use-cases/mover';
import type { AlterationRow } from '../queries/alteration-row';
import { insertAlteration } from '../queries/insert-alteration';
import { alterationNumber, lockOpenAlteration } from '../queries/load-alteration';
import { moveAlteration, noteStep } from './move-alteration';
import { quoteAlteration, type AlteredPrice } from './quote-alteration';
import { tellOtherParty } from './tell-parties';

export interface ProposeCommand {
  readonly actor: AccountActor;
  /** Which party of the booking the caller is. */
  readonly side: AlterationParty;
  readonly door: Door;
  readonly bookingDocumentId: string;
  /** The stay as it should be. */
  readonly request: StayRequest;
  readonly reason: string | null;
  readonly idempotencyKey?: string | null;
}

export interface Proposed {
  /** Row id of the alteration. */
  readonly id: number;
  readonly bookingId: number;
  readonly n: number;
}

/**
 * Proposes other dates or guests at today's price; nothing of the booking changes, and no night is held. A proposal of the same
 * party that nobody has answered is withdrawn for it; one of the other party has to be answered first.
 */
export async function proposeAlteration(app: Casita, command: ProposeCommand): Promise<Outcome<Proposed>> {
  const act = async (tx: Tx, booking: BookingRow, mover: Mover) => {
    const alterable = checkAlterable(booking.state);
    if (alterable.length > 0) return refuse('conflict', 'This booking cannot be altered', alterable);
    const missing = await moneyMissing(tx, booking);
    if (missing) return missing;
    const open = await lockOpenAlteration(tx, booking.id);
    if (open && (open.proposer !== command.side || open.state !== 'proposed')) return mustBeAnswered(open);
    if (changesNothing(booking, command.request)) return nothingChanges();
    const price = await quoteAlteration(app, tx, booking, command.request);
    if (!price.ok) return price;
    const now = app.clock.now();
    const by = now.add({ hours: app.config.requestHours });
    const deadline = alterationDeadline(booking, command.request, price.value, by);
    if (Temporal.Instant.compare(deadline, now) <= 0) return tooLate(deadline);
    if (open) await replace(tx, booking, open, mover, now);
    const made = await write(tx, booking, command, price.value, { now, deadline }, mover);
    await tellOtherParty(app, tx, booking, made, command.side, 'proposed');
    return accept({ id: made.id, bookingId: booking.id, n: made.n });
  };
  const { request, reason } = command;
  return actOnBooking<Proposed>(app, command, act, onceForKey(command, 'proposeAlteration', [request, reason]));
}

/** The same request under the same key is answered with the alteration that the first one was about. */
export const onceForKey = (
  command: { readonly bookingDocumentId: string; readonly idempotencyKey?: string | null },
  operation: string,
  asked: readonly unknown[],
): Keyed<Proposed> => ({
  key: command.idempotencyKey ?? null,
  operation,
  asked: [command.bookingDocumentId, ...asked],
  idOf: ({ id }) => id,
  again: async (tx, id) => ({ id, ...(await alterationNumber(tx, id)) }),
});

/** `by`, but never later than the booking's check-out, or the new check-in. */
function alterationDeadline(
  booking: BookingRow,
  request: Pick<StayRequest, 'checkIn'>,
  { quote }: Pick<AlteredPrice, 'quote'>,
  by: Temporal.Instant,
): Temporal.Instant {
  const isNew = request.checkIn !== booking.check_in;
  return alterationEndsAt(by, {
    checkOutAt: Temporal.Instant.fromEpochMilliseconds(booking.check_out_at.getTime()),
    newCheckInAt: isNew ? wallClock(request.checkIn, quote.checkInTime, quote.timeZone) : null,
  });
}

async function replace(
  tx: Tx,
  booking: BookingRow,
  open: AlterationRow,
  mover: Mover,
  now: Temporal.Instant,
): Promise<void> {
  const because = { ...mover, reason: 'Another proposal took its place' };
  const moved = await moveAlteration(tx, booking, open, 'withdraw', because, now, { endedAt: now.toString() });
  if (!moved.ok) throw new Error(`booking ${booking.reference}, alteration ${open.n}: ${moved.message}`);
}

async function write(
  tx: Tx,
  booking: BookingRow,
  { request, side }: ProposeCommand,
  price: AlteredPrice,
  { now, deadline }: { readonly now: Temporal.Instant; readonly deadline: Temporal.Instant },
  mover: Mover,
): Promise<AlterationRow> {
  const allowed = decideAlteration(null, 'propose', side, side);
  if (!allowed.ok) throw new Error(allowed.message);
  const { checkIn, checkOut, guests } = request;
  const made = await insertAlteration(tx, {
    ...guests,
    ...price,
    booking_id: booking.id,
    proposer: side,
    check_in: checkIn,
    check_out: checkOut,
    quote_before: booking.quote,
    currency: booking.currency,
    expiresAt: deadline.toString(),
    now: now.toString(),
  });
  await noteStep(tx, booking, made.n, 'propose', mover, now);
  return made;
}

const changesNothing = (booking: BookingRow, { checkIn, checkOut, guests }: StayRequest): boolean =>
  checkIn === booking.check_in && checkOut === booking.check_out && sameGuests(booking, guests);

const nothingChanges = () =>
  refuse('refused', 'That is the stay as it is', [{ code: 'nothing_changes', field: 'checkIn' }]);

const mustBeAnswered = (open: AlterationRow) =>
  refuse('conflict', 'Another alteration of this booking is open', [
    { code: 'alteration_open', field: 'state', limit: 1, value: open.n },
  ]);

const tooLate = (deadline: Temporal.Instant) =>
  refuse('refused', 'It is too late for this alteration', [
    { code: 'too_late', field: 'checkIn', limit: deadline.toString() },
  ]);
