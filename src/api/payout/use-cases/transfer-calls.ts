import type { CallHandler, Settle } from '../../../outbox/call-handler';
import type { Casita, ProviderTransfer } from '../../../ports';
import { transferOrder, type TransferOrder } from '../queries/transfers';
import { applyTransfer, failTransfer } from './apply-transfer';

/** The call that sends a host their money; its subject is the transfer. */
export const transferCalls: Readonly<Record<string, CallHandler>> = {
  transfer: {
    async perform(app, { subject_id: id, idempotency_key: key }) {
      const order = await orderOf(app, id);
      const { amount, currency, destination, stripe_charge: charge } = order;
      const description = `${app.config.name} booking ${order.booking_reference}`;
      const input = { amount, currency, destination, charge, description, ...groupOf(order) };
      return applied(app, id, await app.transfers.transfer(input, key));
    },
    async find(app, { subject_id: id }) {
      const found = await app.transfers.findTransfer(groupOf(await orderOf(app, id)));
      return found && applied(app, id, found);
    },
    refused:
      async (app, { subject_id: id }, refusal) =>
      (tx) =>
        failTransfer(app, tx, id, refusal.message),
  },
};

async function orderOf(app: Casita, id: number): Promise<TransferOrder> {
  const order = await transferOrder(app.db, id);
  if (!order) throw new Error(`transfer ${id} is gone`);
  return order;
}

const groupOf = (order: TransferOrder) => ({
  group: order.booking_document_id,
  metadata: {
    booking: order.booking_document_id,
    payout: order.payout_document_id,
    transfer: order.document_id,
  },
});

const applied =
  (app: Casita, id: number, answer: ProviderTransfer): Settle =>
  (tx) =>
    applyTransfer(app, tx, id, answer);
