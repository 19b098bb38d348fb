import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import type { MoveName } from '../../../domain/booking-moves';
import { fullRefund, refundFor, type BookedStay, type CancellationOutcome } from '../../../domain/cancellation';
import { decideMove } from '../../../domain/booking-moves';
import { scale, wholeInBasisPoints } from '../../../domain/money';
import { refundOfPaid } from '../../../domain/payment-plan';
import { refundOfRest } from '../../../domain/refund-spread';
import { hostPenalty, type HostPenaltyRule } from '../../../domain/host-penalty';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { refuseDisputedRefund } from '../../dispute/use-cases/refuse-disputed-refund';
import { openBalance } from '../../payment/queries/balances';
import { lockLivePayments } from '../../payment/queries/load-payment';
import { giveBackRest } from '../../payment/use-cases/give-back';
import { oweCancel } from '../../payment/use-cases/owe-calls';
import { planRelease } from '../../payout/use-cases/plan-release';
import type { BookingRow } from '../queries/booking-row';
import { actOnBooking, done, type BookingCommand, type Side } from './act-on-booking';
import { moveBooking } from './move-booking';
import type { Mover } from './mover';
import { recordPenalty } from './record-penalty';

export interface CancelCommand extends BookingCommand {
  /** What the preview said, in minor units; refused where it would be another amount by now. Null: not asked. */
  readonly expectedRefund: number | null;
  readonly idempotencyKey?: string | null;
}

const moves: Readonly<Record<Side, MoveName>> = {
  guest: 'cancel_by_guest',
  host: 'cancel_by_host',
  staff: 'cancel_by_staff',
};

/** What a cancellation would do at this instant, without doing it. */
export async function previewCancellation(app: Casita, command: BookingCommand): Promise<Outcome<Cancellation>> {
  return actOnBooking(app, command, async (tx, booking) => {
    const allowed = decideMove(booking.state, moves[command.side], command.side);
    if (!allowed.ok) return allowed;
    const cancellation = await cancellationOf(app, tx, booking, command.side);
    return (await refuseDisputedRefund(tx, booking.id, cancellation.refund)) ?? accept(cancellation);
  });
}

/** Cancels: the nights are free, and what goes back to the guest is owed, in one transaction. @returns the booking's row id */
export async function cancelBooking(app: Casita, command: CancelCommand): Promise<Outcome<number>> {
  const act = async (tx: Tx, booking: BookingRow, mover: Mover) => {
    const now = app.clock.now();
    const cancellation = await cancellationOf(app, tx, booking, command.side);
    const allowed = decideMove(booking.state, moves[command.side], command.side);
    if (allowed.ok && command.expectedRefund !== null && command.expectedRefund !== cancellation.refund) {
      return refundChanged(command.expectedRefund, cancellation.refund);
    }
    const disputed = allowed.ok ? await refuseDisputedRefund(tx, booking.id, cancellation.refund) : null;
    if (disputed) return disputed;
    const moved = await moveBooking(app, tx, booking, moves[command.side], mover, now, {
      endedAt: now.toString(),
      cancelledBy: command.side,
      refundOwed: cancellation.refund + cancellation.unpaid,
    });
    if (!moved.ok) return moved;
    await settleCancellation(app, tx, booking, cancellation, command.side);
    await recordPenalty(app, tx, booking, cancellation.hostPenalty);
    await planRelease(app, tx, booking.id);
    return done(booking);
  };
  return actOnBooking<number>(app, command, act, {
    key: command.idempotencyKey ?? null,
    operation: 'cancelBooking',
    asked: [command.bookingDocumentId, command.expectedRefund, command.reason],
    idOf: (bookingId) => bookingId,
    again: async (_tx, bookingId) => bookingId,
  });
}

export interface Cancellation {
  readonly rule: string;
  readonly policy: string;
  readonly currency: string;
  /** What goes back, in minor units; and of that what the guest's bank took in a dispute that was lost. */
  readonly refund: number;
  readonly byBank: number;
  /** What staff have given back before, of what would go back by the rule. */
  readonly alreadyBack: number;
  readonly paid: number;
  /** What of the price was still to be paid, and is not charged any more. */
  readonly unpaid: number;
  readonly lines: CancellationOutcome['lines'];
  readonly cutoffs: CancellationOutcome['cutoffs'];
  /** What it costs the host who cancels, in minor units; null where somebody else does. */
  readonly hostPenalty: { readonly rule: HostPenaltyRule; readonly amount: number } | null;
}

/** The guest's policy for guests; all of it when the host or staff cancel. Of either no more than is left to give. */
async function cancellationOf(app: Casita, tx: Tx, booking: BookingRow, side: Side): Promise<Cancellation> {
  const now = app.clock.now();
  const stay = soldStay(booking);
  const unpaid = await openBalance(tx, booking.id);
  const captured = (await lockLivePayments(tx, booking.id)).filter((payment) => payment.state === 'captured');
  const ofPaid = (ofPrice: number) => refundOfPaid(ofPrice, unpaid);
  const rest = (refund: number) =>
    captured.length === 0 ? { refund, byBank: 0, alreadyBack: 0 } : refundOfRest(captured, refund);
  const paid = booking.total - unpaid;
  const common = { policy: booking.cancellation_policy.code, currency: booking.currency, paid, unpaid };
  if (side !== 'guest') {
    const { lines, refund } = fullRefund(stay);
    const penalty = side === 'host' ? penaltyOf(app, stay, now) : null;
    const back = rest(ofPaid(refund.amount));
    return { ...common, ...back, rule: `cancelled_by_${side}`, lines, cutoffs: [], hostPenalty: penalty };
  }
  const { rule, lines, refund, cutoffs } = refundFor(booking.cancellation_policy, stay, now);
  const left = (ofPrice: number) => rest(ofPaid(ofPrice)).refund;
  return {
    ...common,
    ...rest(ofPaid(refund.amount)),
    rule,
    lines,
    cutoffs: cutoffs.map((cutoff) => ofWhatIsLeft(cutoff, left(cutoff.refund), paid)),
    hostPenalty: null,
  };
}

function penaltyOf(app: Casita, stay: BookedStay, now: Temporal.Instant): Cancellation['hostPenalty'] {
  const { rule, penalty } = hostPenalty(stay, now, app.config.hostPenalty);
  return { rule, amount: penalty.amount };
}

const soldStay = (booking: BookingRow): BookedStay => ({
  currency: booking.currency,
  nights: booking.quote.nights,
  lines: booking.quote.lines,
  checkInTime: booking.quote.checkInTime,
  timeZone: booking.quote.timeZone,
  confirmedAt: booking.confirmed_at && Temporal.Instant.fromEpochMilliseconds(booking.confirmed_at.getTime()),
});

/**
 * Money that was taken goes back as far as was said; money that was only reserved, or never came, is let go. An approved request whose
 * capture is still under way is captured, and its answer gives back what was said (`refund_owed`): the host keeps what the policy gives.
 */
async function settleCancellation(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  { refund, alreadyBack, unpaid }: Cancellation,
  side: Side | 'system',
): Promise<void> {
  const amount = refund + alreadyBack;
  const payments = await lockLivePayments(tx, booking.id);
  const isTaken = payments.some((payment) => payment.state === 'captured');
  for (const payment of payments) {
    const isAwaited =
      payment.state === 'authorised' && booking.confirmed_at !== null && amount + unpaid < booking.total;
    if (payment.state !== 'captured' && !isAwaited) await oweCancel(app, tx, payment);
  }
  const reason = `Cancelled by the ${side}`;
  if (isTaken) await giveBackRest(app, tx, booking, payments, { amount, reason, source: 'cancel' });
}

/**
 * The system cancels: what was to be paid was not. As if the guest had cancelled now. The caller holds the locks.
 * @returns what goes back, in minor units
 */
export async function cancelUnpaid(app: Casita, tx: Tx, booking: BookingRow, mover: Mover): Promise<number> {
  const now = app.clock.now();
  const cancellation = await cancellationOf(app, tx, booking, 'guest');
  const moved = await moveBooking(app, tx, booking, 'cancel_unpaid', mover, now, {
    endedAt: now.toString(),
    cancelledBy: 'system',
    refundOwed: cancellation.refund + cancellation.unpaid,
  });
  if (!moved.ok) throw new Error(`booking ${booking.reference}: ${moved.message}`);
  await settleCancellation(app, tx, booking, cancellation, 'system');
  await planRelease(app, tx, booking.id);
  return cancellation.refund;
}

type Cutoff = Cancellation['cutoffs'][number];

/** The policy's steps are of the whole price; what goes back is of what was paid, and was not given back before. */
const ofWhatIsLeft = (cutoff: Cutoff, refund: number, paid: number): Cutoff =>
  refund === cutoff.refund
    ? cutoff
    : { ...cutoff, refund, refundBasisPoints: paid > 0 ? scale(refund, wholeInBasisPoints, paid) : 0 };

const refundChanged = (expected: number, actual: number) =>
  refuse('conflict', 'The refund is another amount by now: look at the preview again', [
    { code: 'refund_changed', field: 'expectedRefund', limit: actual, value: expected },
  ]);
