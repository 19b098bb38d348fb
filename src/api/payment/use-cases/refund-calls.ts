import type { CallHandler, Settle } from '../../../outbox/call-handler';
import type { Casita, ProviderRefund } from '../../../ports';
import { paymentById } from '../queries/load-payment';
import { refundById, type RefundRow } from '../queries/refunds';
import { applyRefund, failRefund } from './apply-refund';

/** The call that sends money back; its subject is the refund. */
export const refundCalls: Readonly<Record<string, CallHandler>> = {
  refund: {
    async perform(app, { subject_id: id, idempotency_key: key }) {
      const { refund, intentId } = await refundOf(app, id);
      const { amount, currency } = refund;
      const metadata = { refund: refund.document_id };
      return applied(app, refund, await app.payments.refund({ intentId, amount, currency, metadata }, key));
    },
    async find(app, { subject_id: id }) {
      const { refund, intentId } = await refundOf(app, id);
      const found = await app.payments.findRefund(intentId, { refund: refund.document_id });
      return found && applied(app, refund, found);
    },
    refused:
      async (app, { subject_id: id }, refusal) =>
      (tx) =>
        failRefund(app, tx, id, refusal.message),
  },
};

async function refundOf(app: Casita, id: number): Promise<{ refund: RefundRow; intentId: string }> {
  const refund = await refundById(app.db, id);
  const payment = refund && (await paymentById(app.db, refund.payment_id));
  if (!refund || !payment?.stripe_payment_intent) throw new Error(`refund ${id} has no payment to go back to`);
  return { refund, intentId: payment.stripe_payment_intent };
}

const applied =
  (app: Casita, refund: RefundRow, answer: ProviderRefund): Settle =>
  (tx) =>
    applyRefund(app, tx, refund.id, answer);
