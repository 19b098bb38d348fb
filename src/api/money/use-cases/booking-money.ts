import { moneyPositions } from '../../../domain/booking-money';
import { leftOf } from '../../../domain/refund-spread';
import { accept, type Outcome } from '../../../domain/refusal';
import { bookingLane } from '../../../outbox/owe-call';
import type { Casita } from '../../../ports';
import { bookingNotFound } from '../../booking/use-cases/act-on-booking';
import { bookingByDocumentId } from '../../booking/queries/load-booking';
import { capturedPayments } from '../../payment/queries/load-payment';
import { decisionsOfBooking } from '../../refund/queries/refund-decisions';
import * as objects from '../queries/booking-objects';
import { bookingDisputes, bookingPayouts } from '../queries/host-side';
import { bookingPostings, bookingSums } from '../queries/ledger-sums';

/** More than any booking has of each; what is beyond is not shown. */
const LISTED = 500;

/**
 * A booking's money at an instant: who has what of it by the ledger, each posting, and the rows behind them. Payments, refunds and calls are
 * those that were there then, as they are now.
 */
export async function bookingMoney(
  app: Casita,
  bookingDocumentId: string,
  at: string | null,
): Promise<Outcome<object>> {
  const booking = await bookingByDocumentId(app.db, bookingDocumentId);
  if (!booking) return bookingNotFound();
  const instant = at ?? app.clock.now().toString();
  const [sums, postings, payments, refunds, decisions, calls, penalty, captured, host] = await Promise.all([
    bookingSums(app.db, booking.id, instant),
    bookingPostings(app.db, booking.id, instant, LISTED),
    objects.bookingPayments(app.db, booking.id, instant),
    objects.bookingRefunds(app.db, booking.id, instant),
    decisionsOfBooking(app.db, booking.id, instant),
    objects.callsOfLane(app.db, bookingLane(booking.id), LISTED),
    objects.bookingPenalty(app.db, booking.id, instant),
    capturedPayments(app.db, booking.id),
    hostSide(app, booking.id, instant),
  ]);
  const ids = [
    ...payments.flatMap(({ stripe_payment_intent: intent, stripe_charge: charge }) => [intent, charge]),
    ...refunds.map((refund) => refund.stripe_refund),
    ...host.disputes.map((dispute) => dispute.stripeDispute),
  ].filter((id) => id !== null);
  const events = await objects.eventsOfObjects(app.db, ids, LISTED);
  const { document_id: documentId, reference, state, currency, total } = booking;
  return accept({
    at: instant,
    booking: { documentId, reference, state, total: { amount: total, currency } },
    refundable: { amount: captured.reduce((sum, payment) => sum + leftOf(payment), 0), currency },
    positions: moneyPositions(sums),
    penalty: penalty && {
      ...{ amount: penalty.amount, currency: penalty.currency },
      waivedAt: penalty.waived_at?.toISOString() ?? null,
    },
    ...host,
    payments: payments.map(viewPayment),
    refunds: refunds.map((refund) => viewRefund(refund, decisions)),
    decisions: decisions.map(({ id: _row, refund_ids: _parts, made_by_name, at: madeAt, ...decision }) => ({
      ...decision,
      madeBy: made_by_name,
      at: madeAt.toISOString(),
    })),
    postings: postings.map(({ external_id, made_by, at: postedAt, ...posting }) => ({
      ...posting,
      externalId: external_id,
      madeBy: made_by,
      at: postedAt.toISOString(),
    })),
    calls: calls.map(({ last_error, created_at, done_at, ...call }) => ({
      ...call,
      lastError: last_error,
      owedAt: created_at.toISOString(),
      doneAt: done_at?.toISOString() ?? null,
    })),
    events: events.map(({ id, type, object_id, received_at, processed_at, last_error }) => ({
      ...{ id, type, object: object_id, receivedAt: received_at.toISOString() },
      ...{ processedAt: processed_at?.toISOString() ?? null, lastError: last_error },
    })),
  });
}

/** What went to the host, and what a bank wants back. */
async function hostSide(app: Casita, bookingId: number, at: string) {
  const [payouts, disputes] = await Promise.all([
    bookingPayouts(app.db, bookingId, at),
    bookingDisputes(app.db, bookingId, at),
  ]);
  return {
    payouts: payouts.map(({ document_id, created_at, transferred_at, ...payout }) => ({
      documentId: document_id,
      ...payout,
      madeAt: created_at.toISOString(),
      transferredAt: transferred_at?.toISOString() ?? null,
    })),
    disputes: disputes.map(({ document_id, stripe_dispute, opened_at, evidence_due_by, ...dispute }) => ({
      ...{ documentId: document_id, stripeDispute: stripe_dispute, ...dispute },
      ...{ openedAt: opened_at.toISOString(), evidenceDueBy: evidence_due_by?.toISOString() ?? null },
    })),
  };
}

const viewPayment = (payment: objects.PaymentOfBooking) => ({
  documentId: payment.document_id,
  instalment: payment.instalment,
  state: payment.state,
  currency: payment.currency,
  amount: payment.amount,
  captured: payment.captured_amount,
  refunded: payment.refunded_amount,
  intent: payment.stripe_payment_intent,
  charge: payment.stripe_charge,
  lastError: payment.last_error,
  capturedAt: payment.captured_at?.toISOString() ?? null,
});

function viewRefund(
  refund: objects.RefundOfBooking,
  decisions: readonly { readonly refund_ids: readonly number[]; readonly bearer: string }[],
) {
  const decision = decisions.find(({ refund_ids: ids }) => ids.includes(refund.id));
  return {
    documentId: refund.document_id,
    state: refund.state,
    since: refund.state_since.toISOString(),
    amount: refund.amount,
    currency: refund.currency,
    reason: refund.reason,
    bearer: decision?.bearer ?? 'policy',
    stripeRefund: refund.stripe_refund,
    failure: refund.failure,
    byDispute: refund.by_dispute,
    end: refund.ended && {
      kind: refund.ended,
      reference: refund.end_reference,
      retriedAs: refund.retried_as,
      reason: refund.end_reason,
      madeBy: refund.ended_by,
      at: refund.ended_at?.toISOString() ?? null,
    },
  };
}
