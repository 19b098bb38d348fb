import type Stripe from 'stripe';
import type { BalanceMovement, ProviderBalances } from '../../ports';
import { fromStripe } from './stripe-amounts';
import { assertObject } from './stripe-answers';
import { providerEventOf } from './stripe-events';

const PAGE = 100;

/** Our balance at Stripe, its movements, and the events of our account. */
export function stripeBalances(stripe: Stripe): ProviderBalances {
  return {
    async current() {
      const { available, pending } = await stripe.balance.retrieve();
      const sums = new Map<string, number>();
      for (const { currency, amount } of [...available, ...pending])
        sums.set(currency, (sums.get(currency) ?? 0) + amount);
      return [...sums].map(([currency, amount]) => ({
        currency: currency.toUpperCase(),
        amount: fromStripe(amount, currency),
      }));
    },
    async *movementsSince(since) {
      const list = stripe.balanceTransactions.list({ ...createdSince(since), limit: PAGE, expand: ['data.source'] });
      for await (const transaction of list) yield movementOf(transaction);
    },
    async *eventsSince(since) {
      for await (const event of stripe.events.list({ ...createdSince(since), limit: PAGE })) {
        const read = providerEventOf(event);
        if (read) yield { ...read, createdAt: new Date(event.created * 1_000) };
      }
    },
  };
}

const createdSince = (since: Date | null) =>
  since === null ? {} : { created: { gte: Math.floor(since.getTime() / 1_000) } };

function movementOf(transaction: Stripe.BalanceTransaction): BalanceMovement {
  assertObject(transaction, 'balance_transaction', 'txn_');
  const currency = transaction.currency.toUpperCase();
  const [amount, fee] = [fromStripe(transaction.amount, currency), fromStripe(transaction.fee, currency)];
  return {
    id: transaction.id,
    type: transaction.type,
    ...sourceOf(transaction),
    amount,
    fee,
    net: amount - fee,
    currency,
    createdAt: new Date(transaction.created * 1_000),
    availableOn: new Date(transaction.available_on * 1_000),
  };
}

/** A movement without a source (a fee of the account itself) stands for itself. */
function sourceOf({ id, source }: Stripe.BalanceTransaction): { source: string; object: string } {
  if (source === null) return { source: id, object: id };
  if (typeof source === 'string') return { source, object: source };
  if (source.object === 'transfer_reversal') return { source: source.id, object: transferOf(source) };
  const intent = source.object === 'charge' ? source.payment_intent : null;
  const object = typeof intent === 'string' ? intent : (intent?.id ?? source.id);
  return { source: source.id, object };
}

const transferOf = ({ transfer }: Stripe.TransferReversal): string =>
  typeof transfer === 'string' ? transfer : transfer.id;
