import { localDate } from '../../../domain/stay-time';
import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import { decideClaimMove } from '../../../domain/claim-moves';
import { checkClaim, claimAnswerBy, claimWindowClosesAt, type ClaimItem } from '../../../domain/damage-claim';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import type { BookingRow } from '../../booking/queries/booking-row';
import { actOnBooking, type BookingCommand } from '../../booking/use-cases/act-on-booking';
import type { Mover } from '../../booking/use-cases/mover';
import { openClaim } from '../queries/load-claim';
import { insertClaim, insertClaimEvent } from '../queries/write-claim';
import { onceForClaim, type ClaimRef } from './move-claim';
import { tellOfClaim } from './tell-of-claim';

export interface FileCommand extends BookingCommand {
  /** Minor units of the booking's currency. */
  readonly amount: number;
  readonly description: string;
  readonly items: readonly ClaimItem[];
  readonly idempotencyKey: string | null;
}

/** The host says what was damaged, and what it costs. The guest has a day to answer. */
export async function fileClaim(app: Casita, command: FileCommand): Promise<Outcome<ClaimRef>> {
  const { amount, description, items } = command;
  const act = (tx: Tx, booking: BookingRow, mover: Mover) => fileLocked(app, tx, booking, command, mover);
  return actOnBooking<ClaimRef>(
    app,
    command,
    act,
    onceForClaim(command, 'fileDamageClaim', [amount, description, items]),
  );
}

async function fileLocked(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  { amount, description, items }: FileCommand,
  mover: Mover,
): Promise<Outcome<ClaimRef>> {
  const allowed = decideClaimMove(null, 'file', mover.kind);
  if (!allowed.ok) return allowed;
  const now = app.clock.now();
  const { state, currency } = booking;
  const rules = app.config.damageClaims;
  const reasons = checkClaim({ amount, items }, { state, currency, checkOut: checkOutOf(booking) }, rules, now);
  if (reasons.length > 0) return refuse('refused', 'This cannot be claimed', reasons);
  const open = await openClaim(tx, booking.id);
  if (open) {
    const reason = { code: 'claim_open', field: 'state', limit: 1, value: open.n };
    return refuse('conflict', 'Another claim of this booking is open', [reason]);
  }
  const claim = await insertClaim(tx, {
    ...{ bookingId: booking.id, hostId: booking.host_id, amount, currency, description, items },
    answerBy: claimAnswerBy(now, rules.answerHours).toString(),
    now: now.toString(),
  });
  await insertClaimEvent(tx, { id: claim.id, from: null, to: allowed.value }, 'file', mover, now.toString());
  await tellOfClaim(app, tx, booking, claim, 'filed');
  return accept({ id: claim.id, bookingId: booking.id, n: claim.n });
}

/** The instant at which the guest had to leave, on the clock that hung there when the stay was sold. */
function checkOutOf({ check_out_at: at, quote }: Pick<BookingRow, 'check_out_at' | 'quote'>) {
  const { timeZone, checkOutTime } = quote;
  const instant = Temporal.Instant.fromEpochMilliseconds(at.getTime());
  return { night: localDate(instant, timeZone), time: checkOutTime, timeZone };
}

/** Until when a claim can be filed for a booking, inclusive. */
export const claimWindowOf = (app: Casita, booking: Pick<BookingRow, 'check_out_at' | 'quote'>): string =>
  claimWindowClosesAt(checkOutOf(booking), app.config.damageClaims.windowDays).toString();
