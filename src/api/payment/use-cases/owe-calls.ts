import type { Tx } from '../../../adapters/postgres/sql';
import { refundedByHost, refundedByMarketplace } from '../../../domain/ledger-refunds';
import { leftOf } from '../../../domain/refund-spread';
import type { Casita } from '../../../ports';
import { bookingLane, oweCall } from '../../../outbox/owe-call';
import { insertPaymentWithCall, type NewPayment } from '../queries/insert-payment';
import { oweByHost } from '../../payout/use-cases/owe-by-host';
import { returnShares, type PromisedRefund } from '../../payout/use-cases/return-shares';
import type { PaymentRow } from '../queries/payment-row';
import { postLedger } from '../queries/post-ledger';
import { insertRefund } from '../queries/refunds';
import { addRefunded } from '../queries/update-payment';

export type IntentToOwe = Omit<NewPayment, 'now' | 'state' | 'chargeAt'>;

/** A payment of the guest's, with any card, that is all of an instalment (0: the booking's own; n: its alteration n). */
export const wholeOf = (bookingId: number, instalment: number) =>
  ({ bookingId, instalment, part: 0, purpose: 'stay', saveCard: false, method: null }) as const;

/**
 * A payment that the guest makes now: its row, and the call that makes its intent. Who owes it makes the call as soon as this is committed
 * (`awaitCalls`), and a job would only get in their way; should they die before that, `make-owed-calls` finds it within seconds.
 */
export async function oweIntent(app: Casita, tx: Tx, payment: IntentToOwe): Promise<void> {
  const lane = bookingLane(payment.bookingId);
  const row = { ...payment, state: 'creating', chargeAt: null, now: app.clock.now().toString() } as const;
  await insertPaymentWithCall(tx, row, { lane, ...creation });
}

const creation = { kind: 'create_intent', keyOf: (id: number | string) => `casita-payment-${id}-create` } as const;

export async function oweCreate(app: Casita, tx: Tx, payment: Pick<PaymentRow, 'id' | 'booking_id'>): Promise<void> {
  await oweCall(app, tx, about(payment, creation.kind, creation.keyOf(payment.id)));
}

export async function oweCapture(app: Casita, tx: Tx, payment: PaymentRow): Promise<void> {
  await oweCall(app, tx, about(payment, 'capture_intent', `casita-payment-${payment.id}-capture`));
}

/** Gives an unused authorisation back, or ends an intent that nobody is to pay any more. */
export async function oweCancel(app: Casita, tx: Tx, payment: PaymentRow): Promise<void> {
  await oweCall(app, tx, about(payment, 'cancel_intent', `casita-payment-${payment.id}-cancel`));
}

/** A refund that somebody bears out of their own: everybody's share of the guest's money stays as it was. */
export interface BorneRefund {
  readonly bearer: 'host' | 'marketplace';
  readonly hostId: number;
  /** Staff who decided so. */
  readonly madeBy: number;
}

/**
 * Promises money back: the refund's row, its ledger posting, what it takes back of what was released, and the call commit together.
 * @throws RangeError for more than what was captured and neither refunded nor lost in a dispute.
 * @returns the refund's row id
 */
export async function oweRefund(
  app: Casita,
  tx: Tx,
  payment: PaymentRow,
  amount: number,
  reason: string,
  borne: BorneRefund | null = null,
): Promise<number> {
  if (amount <= 0 || amount > leftOf(payment)) {
    throw new RangeError(`refund of ${amount} ${payment.currency} is not within what was captured`);
  }
  const now = app.clock.now().toString();
  const { id: paymentId, booking_id: bookingId, currency } = payment;
  const refundId = await insertRefund(tx, { paymentId, bookingId, amount, currency, reason, now });
  await addRefunded(tx, paymentId, amount, now);
  await bear(app, tx, { refundId, bookingId, amount, currency }, borne, reason);
  await oweSending(app, tx, bookingId, refundId);
  return refundId;
}

/** Out of everybody's share of the guest's money, or out of what is its bearer's own. */
async function bear(app: Casita, tx: Tx, refund: PromisedRefund, borne: BorneRefund | null, reason: string) {
  if (borne === null) return returnShares(app, tx, refund);
  const { refundId, bookingId, amount, currency } = refund;
  const { bearer, hostId } = borne;
  if (bearer === 'host') await oweByHost(app, tx, { hostId, bookingId, kind: 'refund', refundId, currency, amount });
  const posting =
    bearer === 'host' ? refundedByHost({ hostId, amount, currency }) : refundedByMarketplace({ amount, currency });
  const about = {
    source: 'casita',
    externalId: `refund-${refundId}`,
    bookingId,
    at: app.clock.now().toString(),
  } as const;
  await postLedger(tx, posting, { ...about, ...borne, reason });
}

/** The call that sends a refund to the card. */
export async function oweSending(app: Casita, tx: Tx, bookingId: number, refundId: number): Promise<void> {
  const lane = bookingLane(bookingId);
  await oweCall(app, tx, { lane, kind: 'refund', subjectId: refundId, key: `casita-refund-${refundId}` });
}

const about = (payment: Pick<PaymentRow, 'id' | 'booking_id'>, kind: string, key: string) => ({
  lane: bookingLane(payment.booking_id),
  kind,
  subjectId: payment.id,
  key,
});
