import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import { requestExpiresAt } from '../../../domain/booking-deadlines';
import { captured } from '../../../domain/ledger';
import { paymentEffects, type PaymentEffects } from '../../../domain/payment-progress';
import type { Casita, Door, ProviderIntent } from '../../../ports';
import type { BookingRow } from '../../booking/queries/booking-row';
import { lockBookingById } from '../../booking/queries/load-booking';
import { lockProperty } from '../../booking/queries/lock-property';
import { takenNights } from '../../booking/queries/taken-nights';
import { machine, moveBooking } from '../../booking/use-cases/move-booking';
import { lockPayment, type PaymentPlace } from '../queries/load-payment';
import type { PaymentRow } from '../queries/payment-row';
import { postLedger } from '../queries/post-ledger';
import { updatePayment, type PaymentNews } from '../queries/update-payment';
import { oweCancel, oweRefund } from './owe-calls';

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
  await lockProperty(tx, place.property_id);
  const booking = await lockBookingById(tx, place.booking_id);
  const payment = await lockPayment(tx, place.payment_id);
  if (!booking || !payment) throw new Error(`payment ${place.payment_id} has no booking`);
  assertOurs(payment, intent);
  const lostNights = booking.state === 'expired';
  const effects = paymentEffects({
    payment: payment.state,
    booking: booking.state,
    intent: intent.status,
    nightsFree: lostNights && (await nightsAreFree(tx, booking)),
  });
  await updatePayment(tx, payment.id, newsOf(app, effects, intent), app.clock.now().toString());
  if (effects.payment === 'captured') await postCapture(app, tx, booking, intent);
  await moveOn(app, tx, booking, effects, intent, door);
  const now = {
    ...payment,
    captured_amount: effects.payment === 'captured' ? intent.amountReceived : payment.captured_amount,
  };
  if (effects.owe === 'full_refund')
    await oweRefund(app, tx, now, intent.amountReceived, 'The money came after the nights were gone');
  if (effects.owe === 'cancel_intent') await oweCancel(app, tx, now);
}

/** An intent with another amount or currency is not the one that we made: never act on it. */
function assertOurs(payment: PaymentRow, intent: ProviderIntent): void {
  if (intent.amount !== payment.amount || intent.currency !== payment.currency) {
    throw new Error(
      `intent ${intent.id} is over ${intent.amount} ${intent.currency}, the payment over ${payment.amount} ${payment.currency}`,
    );
  }
}

async function nightsAreFree(tx: Tx, booking: BookingRow): Promise<boolean> {
  const taken = await takenNights(tx, booking.property_id, booking.check_in, booking.check_out, 0);
  return taken.size === 0;
}

function newsOf(app: Casita, effects: PaymentEffects, intent: ProviderIntent): PaymentNews {
  const now = app.clock.now().toString();
  const forward = effects.payment !== null;
  return {
    ...(effects.payment ? { state: effects.payment } : {}),
    ...(intent.clientSecret && effects.payment !== null ? { clientSecret: intent.clientSecret } : {}),
    ...(intent.lastError && forward ? { lastError: intent.lastError } : {}),
    ...(intent.charge
      ? { chargeId: intent.charge.id, captureBefore: intent.charge.captureBefore?.toISOString() ?? null }
      : {}),
    ...(effects.payment === 'authorised' ? { authorisedAt: now } : {}),
    ...(effects.payment === 'captured' ? { capturedAt: now, capturedAmount: intent.amountReceived } : {}),
  };
}

async function postCapture(app: Casita, tx: Tx, booking: BookingRow, intent: ProviderIntent): Promise<void> {
  const { charge } = intent;
  // Without its fee a capture cannot be posted; the inbox and the reconciler come again, and nothing has been written.
  if (!charge || charge.fee === null) throw new Error(`intent ${intent.id}: the fee is not known yet`);
  const posting = captured({
    bookingId: booking.id,
    amount: intent.amountReceived,
    fee: charge.fee,
    currency: intent.currency,
  });
  await postLedger(tx, posting, {
    source: 'stripe',
    externalId: charge.id,
    bookingId: booking.id,
    at: app.clock.now().toString(),
  });
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
    fail_capture: { endedAt: at, cancelledBy: 'system' as const },
  }[effects.move];
  const moved = await moveBooking(tx, booking, effects.move, mover, now, times);
  if (!moved.ok) throw new Error(`booking ${booking.reference}: ${moved.message}`);
}

function requestDeadline(app: Casita, intent: ProviderIntent): string {
  const before = intent.charge?.captureBefore;
  const captureBefore = before ? Temporal.Instant.fromEpochMilliseconds(before.getTime()) : null;
  return requestExpiresAt(app.clock.now(), captureBefore, app.config.requestHours).toString();
}
