import type Stripe from 'stripe';
import { isBankPayoutState } from '../../domain/bank-payout';
import type { TransferProvider } from '../../ports';
import { fromStripe } from './stripe-amounts';
import { assertObject } from './stripe-answers';

/** What hosts' accounts send to their banks: asked for on each account itself. */
export function stripeBankPayouts(stripe: Stripe): Pick<TransferProvider, 'retrieveBankPayout' | 'bankPayoutsSince'> {
  return {
    async retrieveBankPayout(account, id) {
      const on = { stripeAccount: account };
      const payout = await stripe.payouts.retrieve(id, {}, on);
      assertObject(payout, 'payout', 'po_');
      const { status, currency, failure_message: failure } = payout;
      if (!isBankPayoutState(status)) throw new Error(`payout ${id} is ${status}`);
      return {
        ...{ id, state: status, amount: fromStripe(payout.amount, currency), currency: currency.toUpperCase() },
        ...{ arrivesAt: new Date(payout.arrival_date * 1_000), failure: failure ?? payout.failure_code ?? null },
        ...(await contentsOf(stripe, payout, on)),
      };
    },
    async *bankPayoutsSince(account, since) {
      const created = { gte: Math.floor(since.getTime() / 1_000) };
      for await (const payout of stripe.payouts.list({ created, limit: 100 }, { stripeAccount: account }))
        yield payout.id;
    },
  };
}

/** Only of a payout that Stripe made by itself is it known what is in it. */
async function contentsOf(stripe: Stripe, payout: Stripe.Payout, on: Stripe.RequestOptions) {
  const [transfers, sentAgain]: [string[], string[]] = [[], []];
  if (!payout.automatic) return { transfers, sentAgain };
  const within = { payout: payout.id, limit: 100, expand: ['data.source'] };
  for await (const { type, source } of stripe.balanceTransactions.list(within, on)) {
    if (typeof source !== 'object' || source === null) continue;
    if (type === 'payout_failure') sentAgain.push(source.id);
    if (source.object !== 'charge' || !source.source_transfer) continue;
    const { source_transfer: transfer } = source;
    transfers.push(typeof transfer === 'string' ? transfer : transfer.id);
  }
  return { transfers, sentAgain };
}
