import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import { checkAlterable } from '../../../domain/alteration';
import { decideAlteration, type AlterationMoveName, type AlterationParty } from '../../../domain/alteration-moves';
import { alterationPaymentDueAt } from '../../../domain/booking-deadlines';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { AccountActor, Casita, Door } from '../../../ports';
import { refreshNights } from '../../../search/refresh-search-rows';
import { refuseDisputedRefund } from '../../dispute/use-cases/refuse-disputed-refund';
import { oweIntent, wholeOf } from '../../payment/use-cases/owe-calls';
import type { BookingRow } from '../../booking/queries/booking-row';
import { takeMissingNights } from '../../booking/queries/own-nights';
import { actOnBooking } from '../../booking/use-cases/act-on-booking';
import { machine, type Mover } from '../../booking/use-cases/mover';
import type { AlterationRow } from '../queries/alteration-row';
import { lockAlteration } from '../queries/load-alteration';
import { applyAlteration } from './apply-alteration';
import { moveAlteration } from './move-alteration';
import { onceForKey, type Proposed } from './propose-alteration';
import { quoteAlteration } from './quote-alteration';
import { tellOtherParty } from './tell-parties';

export interface AnswerCommand {
  readonly actor: AccountActor;
  readonly side: AlterationParty;
  readonly door: Door;
  readonly bookingDocumentId: string;
  /** Which of the booking's alterations. */
  readonly n: number;
  readonly reason: string | null;
  readonly idempotencyKey?: string | null;
}

/**
 * The other party agrees: every rule is asked again, and the price must still be the proposal's. What costs nothing more is applied
 * at once. What costs more holds its additional nights from now on, and is applied when the guest has paid the difference.
 */
export async function acceptAlteration(app: Casita, command: AnswerCommand): Promise<Outcome<Proposed>> {
  return answer(app, command, 'accept', async (tx, booking, alteration, mover) => {
    const now = app.clock.now();
    if (now.epochMilliseconds > alteration.expires_at.getTime()) return expired(alteration);
    const alterable = checkAlterable(booking.state);
    if (alterable.length > 0) return refuse('conflict', 'This booking cannot be altered', alterable);
    const { check_in: checkIn, check_out: checkOut, adults, children, infants, pets } = alteration;
    const request = { checkIn, checkOut, guests: { adults, children, infants, pets } };
    const price = await quoteAlteration(app, tx, booking, request);
    if (!price.ok) return price;
    if (price.value.fingerprint !== alteration.fingerprint) return stale();
    const disputed = await refuseDisputedRefund(tx, booking.id, -alteration.difference);
    if (disputed) return disputed;
    const owes = alteration.difference > 0;
    const due = owes ? paymentDueAt(app, booking, alteration, now) : null;
    const times = { decidedAt: now.toString(), ...(due ? { paymentDueAt: due.toString() } : {}) };
    const moved = await moveAlteration(tx, booking, alteration, 'accept', mover, now, times);
    if (!moved.ok) return moved;
    const accepted = { ...alteration, state: moved.value, payment_due_at: due && new Date(due.epochMilliseconds) };
    if (owes) await awaitPayment(app, tx, booking, accepted);
    else await applyAlteration(app, tx, booking, accepted, machine('alteration', mover.door));
    await tellOtherParty(app, tx, booking, accepted, command.side, 'accepted');
    return accept({ id: alteration.id, bookingId: booking.id, n: alteration.n });
  });
}

export const declineAlteration = (app: Casita, command: AnswerCommand): Promise<Outcome<Proposed>> =>
  end(app, command, 'decline');

/** Who proposed thinks again. */
export const withdrawAlteration = (app: Casita, command: AnswerCommand): Promise<Outcome<Proposed>> =>
  end(app, command, 'withdraw');

function end(app: Casita, command: AnswerCommand, move: 'decline' | 'withdraw'): Promise<Outcome<Proposed>> {
  return answer(app, command, move, async (tx, booking, alteration, mover) => {
    const now = app.clock.now();
    const at = now.toString();
    const moved = await moveAlteration(tx, booking, alteration, move, mover, now, { decidedAt: at, endedAt: at });
    if (!moved.ok) return moved;
    await tellOtherParty(app, tx, booking, alteration, command.side, move === 'decline' ? 'declined' : 'withdrawn');
    return accept({ id: alteration.id, bookingId: booking.id, n: alteration.n });
  });
}

async function answer(
  app: Casita,
  command: AnswerCommand,
  move: AlterationMoveName,
  act: (tx: Tx, booking: BookingRow, alteration: AlterationRow, mover: Mover) => Promise<Outcome<Proposed>>,
): Promise<Outcome<Proposed>> {
  const answered = async (tx: Tx, booking: BookingRow, mover: Mover) => {
    const alteration = await lockAlteration(tx, booking.id, command.n);
    if (!alteration) return refuse('not_found', 'No such alteration', [{ code: 'not_found', field: 'n' }]);
    const decided = decideAlteration(alteration.state, move, command.side, alteration.proposer);
    return decided.ok ? act(tx, booking, alteration, mover) : decided;
  };
  const asked = [command.n, command.reason];
  return actOnBooking<Proposed>(app, command, answered, onceForKey(command, `${move}Alteration`, asked));
}

function paymentDueAt(app: Casita, booking: BookingRow, alteration: AlterationRow, now: Temporal.Instant) {
  const own = {
    checkIn: booking.check_in,
    checkOut: booking.check_out,
    checkInAt: Temporal.Instant.fromEpochMilliseconds(booking.check_in_at.getTime()),
    checkOutAt: Temporal.Instant.fromEpochMilliseconds(booking.check_out_at.getTime()),
  };
  const { check_in: checkIn, check_out: checkOut, quote } = alteration;
  const altered = { checkIn, checkOut, checkInTime: quote.checkInTime, timeZone: quote.timeZone };
  const { alterationPaymentHours: hours, holdMinutes } = app.config;
  return alterationPaymentDueAt(now, own, altered, { hours, holdMinutes });
}

/** The nights are the booking's from now on, beside its own, and the guest owes the difference. */
async function awaitPayment(app: Casita, tx: Tx, booking: BookingRow, alteration: AlterationRow): Promise<void> {
  await takeMissingNights(tx, booking.property_id, booking.id, alteration.check_in, alteration.check_out);
  await refreshNights(tx, booking.property_id);
  await oweIntent(app, tx, {
    ...wholeOf(booking.id, alteration.n),
    amount: alteration.difference,
    currency: alteration.currency,
    capture: 'automatic',
  });
}

const expired = (alteration: AlterationRow) =>
  refuse('conflict', 'The time to answer this proposal is over', [
    { code: 'alteration_expired', field: 'state', limit: alteration.expires_at.toISOString() },
  ]);

const stale = () =>
  refuse('conflict', 'The price or the terms have changed: propose it again', [
    { code: 'alteration_stale', field: 'state' },
  ]);
