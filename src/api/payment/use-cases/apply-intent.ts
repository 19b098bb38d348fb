import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import { requestExpiresAt } from '../../../domain/booking-deadlines';
import { paymentEffects, type PaymentEffects } from '../../../domain/payment-progress';
import type { Casita, Door, ProviderIntent } from '../../../ports';
import type { BookingRow } from '../../booking/queries/booking-row';
import { lockBookingById } from '../../booking/queries/load-booking';
import { lockProperty } from '../../booking/queries/lock-property';
import { machine } from '../../booking/use-cases/mover';
import { moveBooking } from '../../booking/use-cases/move-booking';
import { nightsStillFree } from '../../booking/use-cases/nights-still-free';
import { applyClaimIntent } from '../../damage-claim/use-cases/claim-payment';
import { canRetakeCoupon } from '../../coupon/use-cases/use-coupon';
import { planRelease } from '../../payout/use-cases/plan-release';
import { keepCardForPlan, lastBalance } from '../queries/balances';
import { lockPayment, type PaymentPlace } from '../queries/load-payment';
import type { PaymentRow } from '../queries/payment-row';
import { applyAlterationIntent } from './apply-alteration-intent';
import { applyBalanceIntent } from './apply-balance-intent';
import { renewPayment } from './charge-later';
import { giveBack, giveBackBeyondKept } from './give-back';
import { oweCancel } from './owe-calls';
import { recordIntent } from './record-intent';

/**
 * Brings our payment and booking to where the provider's intent is. Called with an intent that was just fetched: by the
 * webhook's inbox, the outbox and the reconciler alike. Everything it does commits together, and twice is as once.
 */
export async function applyIntent(
  app: Casita,
  tx: Tx,
  place: PaymentPlace,
  intent: ProviderIntent,
  door: Door,
): Promise<void> {
  const [, booking, payment] = await Promise.all([
    lockProperty(tx, place.property_id),
    lockBookingById(tx, place.booking_id),
    lockPayment(tx, place.payment_id),
  ]);
  if (!booking || !payment) throw new Error(`payment ${place.payment_id} has no booking`);
  if (payment.purpose === 'claim') return applyClaimIntent(app, tx, booking, payment, intent, door);
  if (payment.instalment > 0) return applyAlterationIntent(app, tx, booking, payment, intent, door);
  if (payment.part > 0) return applyBalanceIntent(app, tx, booking, payment, intent);
  const lostNights = booking.state === 'expired';
  const effects = paymentEffects({
    payment: payment.state,
    booking: booking.state,
    intent: intent.status,
    nightsFree:
      lostNights && (await nightsStillFree(tx, booking, app.clock.now())) && (await canRetakeCoupon(tx, booking.id)),
  });
  const now = await recordIntent(app, tx, payment, effects.payment, intent);
  await moveOn(app, tx, booking, effects, intent, door);
  await keepPlan(app, tx, booking, now, effects, intent);
  await settleDebt(app, tx, booking, now, effects.owe);
  if (effects.payment === 'captured') await planRelease(app, tx, booking.id);
}

/** The balance follows its deposit: it is charged to the same card, and planned again where the deposit came late. */
async function keepPlan(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  deposit: PaymentRow,
  { payment: news, move }: PaymentEffects,
  { method }: ProviderIntent,
): Promise<void> {
  if (move === 'pay_late') {
    const planned = await lastBalance(tx, booking.id);
    if (planned?.state === 'cancelled') await renewPayment(app, tx, planned);
  }
  if (deposit.save_card !== true || method === null || (news !== 'authorised' && news !== 'captured')) return;
  await keepCardForPlan(tx, booking.id, method, app.clock.now().toString());
}

async function settleDebt(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  payment: PaymentRow,
  owe: PaymentEffects['owe'],
): Promise<void> {
  switch (owe) {
    case null:
      return;
    case 'full_refund':
      return giveBack(app, tx, [payment], payment.captured_amount, 'The money came after the nights were gone');
    case 'cancellation_refund':
      return giveBackBeyondKept(app, tx, booking, 'Cancelled before the money came');
    case 'cancel_intent':
      return oweCancel(app, tx, payment);
    default:
      return owe satisfies never;
  }
}

async function moveOn(
  app: Casita,
  tx: Tx,
  booking: BookingRow,
  effects: PaymentEffects,
  intent: ProviderIntent,
  door: Door,
): Promise<void> {
  if (effects.move === null) return;
  const now = app.clock.now();
  const at = now.toString();
  const mover = machine('payment', door, effects.move === 'expire' ? 'The payment was cancelled' : null);
  const times = {
    authorise: { requestExpiresAt: requestDeadline(app, intent) },
    pay: { confirmedAt: at },
    pay_late: { confirmedAt: at },
    expire: { endedAt: at },
    // The money never came: nothing of it can go back.
    fail_capture: { endedAt: at, cancelledBy: 'system' as const, refundOwed: 0 },
  }[effects.move];
  const moved = await moveBooking(app, tx, booking, effects.move, mover, now, times);
  if (!moved.ok) throw new Error(`booking ${booking.reference}: ${moved.message}`);
}

function requestDeadline(app: Casita, intent: ProviderIntent): string {
  const before = intent.charge?.captureBefore;
  const captureBefore = before ? Temporal.Instant.fromEpochMilliseconds(before.getTime()) : null;
  return requestExpiresAt(app.clock.now(), captureBefore, app.config.requestHours).toString();
}
