import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import { disputesToAnswer, openDifferences, waitingPayouts } from '../queries/host-side';
import { failedEvents, hurryCall, stuckCalls, waitingRefunds } from '../queries/attention';

/** The most that is listed of each kind; the rest comes up as these are dealt with. */
const LISTED = 100;
/** Banks say five to ten days: what takes longer is asked after. */
const REFUND_DAYS = 10;
/** A host who cannot be paid is told by the payout itself; after this somebody asks them. */
const PAYOUT_DAYS = 7;
const CALL_MINUTES = 10;
const EVENT_ATTEMPTS = 3;

/** Everything about money that waits for a decision of staff. */
export async function moneyAttention(app: Casita) {
  const before = app.clock.now().subtract({ hours: REFUND_DAYS * 24 });
  const [refunds, calls, events, rest] = await Promise.all([
    waitingRefunds(app.db, before.toString(), LISTED),
    stuckCalls(app.db, CALL_MINUTES, LISTED),
    failedEvents(app.db, EVENT_ATTEMPTS, LISTED),
    elsewhere(app),
  ]);
  return {
    ...rest,
    refunds: refunds.map(({ document_id, booking_document_id, reference, amount, currency, ...refund }) => ({
      documentId: document_id,
      booking: { documentId: booking_document_id, reference },
      amount: { amount, currency },
      state: refund.state,
      since: refund.since.toISOString(),
      failure: refund.failure,
    })),
    calls: calls.map((call) => ({
      id: call.id,
      lane: call.lane,
      kind: call.kind,
      attempts: call.attempts,
      lastError: call.last_error,
      since: call.created_at.toISOString(),
      nextAttemptAt: call.next_attempt_at.toISOString(),
    })),
    events: events.map((event) => ({
      id: event.id,
      type: event.type,
      object: event.object_id,
      attempts: event.attempts,
      lastError: event.last_error,
      since: event.received_at.toISOString(),
    })),
  };
}

/** Payouts, disputes and the daily close, which have doors of their own. */
async function elsewhere(app: Casita) {
  const before = app.clock.now().subtract({ hours: PAYOUT_DAYS * 24 });
  const [payouts, disputes, differences] = await Promise.all([
    waitingPayouts(app.db, before.toString(), LISTED),
    disputesToAnswer(app.db, LISTED),
    openDifferences(app.db, LISTED),
  ]);
  return {
    payouts: payouts.map(({ document_id, booking_document_id, reference, amount, currency, reason, since }) => ({
      ...{ documentId: document_id, booking: { documentId: booking_document_id, reference } },
      ...{ amount: { amount, currency }, reason, since: since.toISOString() },
    })),
    disputes: disputes.map(({ document_id, booking_document_id, reference, amount, currency, evidence_due_by }) => ({
      ...{ documentId: document_id, booking: { documentId: booking_document_id, reference } },
      ...{ amount: { amount, currency }, dueBy: evidence_due_by?.toISOString() ?? null },
    })),
    differences: differences.map(({ found_at, ...difference }) => ({ ...difference, since: found_at.toISOString() })),
  };
}

/** Has a call that was put off made at once, under its own key as ever: never a second one. */
export async function retryCall(app: Casita, id: number): Promise<Outcome<{ readonly id: number }>> {
  return app.db.transaction(async (tx) => {
    const lane = await hurryCall(tx, id);
    if (lane === null) return refuse('not_found', 'No such open call', [{ code: 'not_found', field: 'id' }]);
    await app.jobs.add(tx, 'stripe-calls', { lane });
    return accept({ id });
  });
}
