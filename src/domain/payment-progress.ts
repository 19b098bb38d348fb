/**
 * What an answer of the payment provider means for our own payment and booking, as one pure decision. An answer is
 * a hint about the present: effects only ever move forward, so that doubled, late and reordered news do no harm.
 */
import type { AlterationState } from './alteration-moves';
import { type BookingState, holdsNights } from './booking-moves';

export const paymentStates = [
  'scheduled',
  'creating',
  'requires_payment',
  'processing',
  'authorised',
  'captured',
  'cancelled',
  'failed',
] as const;
export type PaymentState = (typeof paymentStates)[number];

export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'requires_capture'
  | 'canceled'
  | 'succeeded';

export interface PaymentSituation {
  readonly payment: PaymentState;
  readonly booking: BookingState;
  readonly intent: IntentStatus;
  /** Whether the stay's nights are free for this booking now; asked only of a booking that lost its nights. */
  readonly nightsFree: boolean;
}

export interface PaymentEffects {
  /** The payment's new state; null: unchanged. */
  readonly payment: PaymentState | null;
  readonly move: 'authorise' | 'pay' | 'pay_late' | 'expire' | 'fail_capture' | null;
  /** What we owe the provider now. */
  readonly owe: 'full_refund' | 'cancellation_refund' | 'cancel_intent' | null;
}

const nothing: PaymentEffects = { payment: null, move: null, owe: null };

/** How far along a payment is: news of an earlier stage than the one reached is old. */
const stage: Readonly<Record<PaymentState, number>> = {
  scheduled: -1,
  creating: 0,
  requires_payment: 1,
  processing: 2,
  authorised: 3,
  captured: 4,
  cancelled: 4,
  failed: 4,
};

const target: Readonly<Record<IntentStatus, PaymentState>> = {
  requires_payment_method: 'requires_payment',
  requires_confirmation: 'requires_payment',
  requires_action: 'requires_payment',
  processing: 'processing',
  requires_capture: 'authorised',
  canceled: 'cancelled',
  succeeded: 'captured',
};

/** A declined card goes back from processing to asking for another; nothing else goes back. */
const isOld = (from: PaymentState, to: PaymentState): boolean =>
  stage[to] <= stage[from] && !(from === 'processing' && to === 'requires_payment');

export function paymentEffects(situation: PaymentSituation): PaymentEffects {
  const payment = target[situation.intent];
  if (isOld(situation.payment, payment)) return nothing;
  switch (payment) {
    case 'authorised':
      return { payment, ...afterAuthorisation(situation.booking) };
    case 'captured':
      return { payment, ...afterCapture(situation) };
    case 'cancelled':
      return { payment, ...afterCancellation(situation.booking) };
    default:
      return { payment, move: null, owe: null };
  }
}

type Rest = Pick<PaymentEffects, 'move' | 'owe'>;

function afterAuthorisation(booking: BookingState): Rest {
  if (booking === 'held') return { move: 'authorise', owe: null };
  // The hold ended, or the guest went away: nobody answers this request any more, so the money is let go.
  return { move: null, owe: booking === 'requested' || booking === 'confirmed' ? null : 'cancel_intent' };
}

function afterCapture({ booking, nightsFree }: PaymentSituation): Rest {
  switch (booking) {
    case 'held':
      return { move: 'pay', owe: null };
    case 'expired':
      return nightsFree ? { move: 'pay_late', owe: null } : { move: null, owe: 'full_refund' };
    // The money of an approved request came after the cancellation: what that promised goes back, no more and no less.
    case 'cancelled':
      return { move: null, owe: 'cancellation_refund' };
    case 'declined':
      return { move: null, owe: 'full_refund' };
    case 'requested':
    case 'confirmed':
    case 'checked_in':
    case 'completed':
    case 'no_show':
      return { move: null, owe: null };
    default:
      return booking satisfies never;
  }
}

function afterCancellation(booking: BookingState): Rest {
  // While the hold runs, the guest can begin anew.
  if (booking === 'requested') return { move: 'expire', owe: null };
  return { move: booking === 'confirmed' ? 'fail_capture' : null, owe: null };
}

export interface BalanceEffects {
  readonly payment: PaymentState | null;
  /** `renew`: what is to be paid stays to be paid, by another payment. */
  readonly owe: 'full_refund' | 'cancellation_refund' | 'cancel_intent' | 'renew' | null;
}

/** The same for what a booking that stands is still to be paid: its money moves nothing, its absence is its deadline's matter. */
export function balanceEffects(situation: Omit<PaymentSituation, 'nightsFree'>): BalanceEffects {
  const payment = target[situation.intent];
  if (isOld(situation.payment, payment)) return { payment: null, owe: null };
  const { booking } = situation;
  switch (payment) {
    case 'captured':
      return { payment, owe: afterCapture({ ...situation, nightsFree: false }).owe };
    case 'authorised':
      return { payment, owe: holdsNights(booking) ? null : 'cancel_intent' };
    case 'cancelled':
      return { payment, owe: booking === 'confirmed' || booking === 'checked_in' ? 'renew' : null };
    default:
      return { payment, owe: null };
  }
}

export interface AlterationPaymentSituation {
  readonly payment: PaymentState;
  readonly alteration: AlterationState;
  readonly intent: IntentStatus;
}

export interface AlterationPaymentEffects {
  readonly payment: PaymentState | null;
  readonly move: 'apply' | 'expire' | null;
  readonly owe: 'full_refund' | 'cancel_intent' | null;
}

/** The same for the difference of an alteration: it is applied while its nights are held, else the money goes back. */
export function alterationPaymentEffects(situation: AlterationPaymentSituation): AlterationPaymentEffects {
  const payment = target[situation.intent];
  if (isOld(situation.payment, payment)) return { payment: null, move: null, owe: null };
  const isAwaited = situation.alteration === 'accepted';
  switch (payment) {
    case 'captured':
      return isAwaited ? { payment, move: 'apply', owe: null } : { payment, move: null, owe: 'full_refund' };
    case 'cancelled':
      return { payment, move: isAwaited ? 'expire' : null, owe: null };
    case 'authorised':
      return { payment, move: null, owe: isAwaited ? null : 'cancel_intent' };
    default:
      return { payment, move: null, owe: null };
  }
}
