import type { CallHandler, Settle } from '../../../outbox/call-handler';
import type { Casita, ProviderReversal } from '../../../ports';
import { reversalById, type ReversalRow } from '../queries/reversals';
import { transferById } from '../queries/transfers';
import { applyReversal, failReversal } from './apply-reversal';

/** The call that takes a transfer back; its subject is the reversal. */
export const reversalCalls: Readonly<Record<string, CallHandler>> = {
  reverse_transfer: {
    async perform(app, { subject_id: id, idempotency_key: key }) {
      const { reversal, transferId, failed } = await orderOf(app, id);
      // Calls of a booking are made in order: the transfer was refused, and there is nothing to take back.
      if (failed) return (tx) => failReversal(app, tx, id, 'transfer_refused');
      if (transferId === null) throw new Error(`transfer ${reversal.transfer_id} is not made yet`);
      const { amount, currency } = reversal;
      const metadata = { reversal: reversal.document_id };
      return applied(app, id, await app.transfers.reverse({ transferId, amount, currency, metadata }, key));
    },
    async find(app, { subject_id: id }) {
      const { reversal, transferId } = await orderOf(app, id);
      if (transferId === null) return null;
      const found = await app.transfers.findReversal(transferId, { reversal: reversal.document_id });
      return found && applied(app, id, found);
    },
    refused:
      async (app, { subject_id: id }, refusal) =>
      (tx) =>
        failReversal(app, tx, id, refusal.message),
  },
};

interface ReversalOrder {
  readonly reversal: ReversalRow;
  readonly transferId: string | null;
  readonly failed: boolean;
}

async function orderOf(app: Casita, id: number): Promise<ReversalOrder> {
  const reversal = await reversalById(app.db, id);
  const transfer = reversal && (await transferById(app.db, reversal.transfer_id));
  if (!reversal || !transfer) throw new Error(`reversal ${id} is gone`);
  return { reversal, transferId: transfer.stripe_transfer, failed: transfer.state === 'failed' };
}

const applied =
  (app: Casita, id: number, answer: ProviderReversal): Settle =>
  (tx) =>
    applyReversal(app, tx, id, answer);
