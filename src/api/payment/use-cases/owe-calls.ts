import type { Tx } from '../../../adapters/postgres/sql';
import { refunded } from '../../../domain/ledger';
import type { Casita } from '../../../ports';
import { insertCall, type CallKind } from '../queries/calls';
import { insertPayment } from '../queries/insert-payment';
import type { PaymentRow } from '../queries/payment-row';
import { postLedger } from '../queries/post-ledger';
import { insertRefund } from '../queries/refunds';
import { addRefunded } from '../queries/update-payment';

/**
 * The outbox: each function writes down, in the transaction of the change that needs it, a call that we owe the
 * payment provider, with its idempotency key, and a job that makes it. No call is ever made inside a transaction.
 */

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
  await owe(app, tx, {
    bookingId: payment.bookingId,
    paymentId,
    refundId: null,
    kind: 'create_intent',
    key: `casita-payment-${paymentId}-create`,
  });
}

export async function oweCapture(app: Casita, tx: Tx, payment: PaymentRow): Promise<void> {
  await owe(app, tx, about(payment, 'capture_intent', `casita-payment-${payment.id}-capture`));
}

/** Gives an unused authorisation back, or ends an intent that nobody is to pay any more. */
export async function oweCancel(app: Casita, tx: Tx, payment: PaymentRow): Promise<void> {
  await owe(app, tx, about(payment, 'cancel_intent', `casita-payment-${payment.id}-cancel`));
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
  await owe(app, tx, { bookingId, paymentId, refundId, kind: 'refund', key: `casita-refund-${refundId}` });
}

const about = (payment: PaymentRow, kind: CallKind, key: string) => ({
  bookingId: payment.booking_id,
  paymentId: payment.id,
  refundId: null,
  kind,
  key,
});

async function owe(app: Casita, tx: Tx, call: Parameters<typeof insertCall>[1]): Promise<void> {
  await insertCall(tx, call);
  await app.jobs.add(tx, 'stripe-calls', { bookingId: call.bookingId }, { queue: `booking:${call.bookingId}` });
}
