import type Stripe from 'stripe';
import type { CreateTransfer, KnownTransfer, ProviderReversal, ProviderTransfer, TransferProvider } from '../../ports';
import { fromStripe, toStripe } from './stripe-amounts';
import { assertObject, finalOnly, firstCarrying } from './stripe-answers';
import { stripeBankPayouts } from './stripe-bank-payouts';

/** Transfers to hosts' accounts, and what is taken back of them. */
export function stripeTransfers(stripe: Stripe): TransferProvider {
  return {
    async transfer(input, idempotencyKey) {
      return transferOf(await finalOnly(stripe.transfers.create(createParams(input), { idempotencyKey })));
    },
    async reverse({ transferId, amount, currency, metadata }, idempotencyKey) {
      const params = { amount: toStripe(amount, currency), metadata };
      return reversalOf(await finalOnly(stripe.transfers.createReversal(transferId, params, { idempotencyKey })));
    },
    async findTransfer({ group, metadata }) {
      const list = stripe.transfers.list({ transfer_group: group, limit: 100 });
      const found = await firstCarrying(list, metadata);
      return found && transferOf(found);
    },
    async findReversal(transferId, metadata) {
      const found = await firstCarrying(stripe.transfers.listReversals(transferId, { limit: 100 }), metadata);
      return found && reversalOf(found);
    },
    async retrieveTransfer(id) {
      const transfer = await stripe.transfers.retrieve(id);
      const reversals: KnownTransfer['reversals'][number][] = [];
      if (transfer.amount_reversed > 0) {
        for await (const reversal of stripe.transfers.listReversals(id, { limit: 100 }))
          reversals.push({ ...reversalOf(reversal), metadata: reversal.metadata ?? {} });
      }
      return { ...transferOf(transfer), metadata: transfer.metadata, reversals };
    },
    ...stripeBankPayouts(stripe),
  };
}

function createParams(input: CreateTransfer): Stripe.TransferCreateParams {
  return {
    amount: toStripe(input.amount, input.currency),
    currency: input.currency.toLowerCase(),
    destination: input.destination,
    ...(input.charge === null ? {} : { source_transaction: input.charge }),
    transfer_group: input.group,
    description: input.description,
    metadata: input.metadata,
  };
}

function transferOf(transfer: Stripe.Transfer): ProviderTransfer {
  assertObject(transfer, 'transfer', 'tr_');
  const { id, amount, currency } = transfer;
  return { id, amount: fromStripe(amount, currency), currency: currency.toUpperCase() };
}

function reversalOf(reversal: Stripe.TransferReversal): ProviderReversal {
  assertObject(reversal, 'transfer_reversal', 'trr_');
  const { id, amount, currency } = reversal;
  return { id, amount: fromStripe(amount, currency), currency: currency.toUpperCase() };
}
