import type { Tx } from '../../../adapters/postgres/sql';
import { refunded } from '../../../domain/ledger-payments';
import type { Casita } from '../../../ports';
import { bookingLane, oweCall } from '../../../outbox/owe-call';
import { insertPayment } from '../queries/insert-payment';
import type { PaymentRow } from '../queries/payment-row';
import { postLedger } from '../queries/post-ledger';
import { insertRefund } from '../queries/refunds';
import { addRefunded } from '../queries/update-payment';

export async function oweIntent(
  app: Casita,
  tx: Tx,
  payment: {
    readonly bookingId: number;
    /** 0: the booking itself; n: its alteration n. */
    readonly instalment: number;
    readonly amount: number;
    readonly currency: string;
    readonly capture: 'automatic' | 'manual';
  },
): Promise<void> {
  const paymentId = await insertPayment(tx, { ...payment, now: app.clock.now().toString() });
  const lane = bookingLane(payment.bookingId);
  const key = `casita-payment-${paymentId}-create`;
  await oweCall(app, tx, { lane, kind: 'create_intent', subjectId: paymentId, key });
}

export async function oweCapture(app: Casita, tx: Tx, payment: PaymentRow): Promise<void> {
  await oweCall(app, tx, about(payment, 'capture_intent', `casita-payment-${payment.id}-capture`));
}

/** Gives an unused authorisation back, or ends an intent that nobody is to pay any more. */
export async function oweCancel(app: Casita, tx: Tx, payment: PaymentRow): Promise<void> {
  await oweCall(app, tx, about(payment, 'cancel_intent', `casita-payment-${payment.id}-cancel`));
}

/**
 * Promises money back: the refund's row, its ledger posting and the call commit together.
 * @throws RangeError for more than what was captured and not yet refunded.
 */
export async function oweRefund(
  app: Casita,
  tx: Tx,
  payment: PaymentRow,
  amount: number,
  reason: string,
): Promise<void> {
  if (amount <= 0 || amount > payment.captured_amount - payment.refunded_amount) {
    throw new RangeError(`refund of ${amount} ${payment.currency} is not within what was captured`);
  }
  const now = app.clock.now().toString();
  const { id: paymentId, booking_id: bookingId, currency } = payment;
  const refundId = await insertRefund(tx, { paymentId, bookingId, amount, currency, reason, now });
  await addRefunded(tx, paymentId, amount, now);
  await postLedger(tx, refunded({ bookingId, amount, currency }), {
    source: 'casita',
    externalId: `refund-${refundId}`,
    bookingId,
    at: now,
  });
  const lane = bookingLane(bookingId);
  await oweCall(app, tx, { lane, kind: 'refund', subjectId: refundId, key: `casita-refund-${refundId}` });
}

const about = (payment: PaymentRow, kind: string, key: string) => ({
  lane: bookingLane(payment.booking_id),
  kind,
  subjectId: payment.id,
  key,
});
