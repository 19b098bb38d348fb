import type Stripe from 'stripe';
import { z } from 'zod';
import { ok, type Answer } from '../http/answer';
import { route, type Call } from '../http/route';
import { sumBalance } from '../queries/sum-balance';

export const balanceRoutes = [route({ method: 'GET', path: '/v1/balance', params: z.strictObject({}), act: retrieve })];

async function retrieve(call: Call): Promise<Answer> {
  const sums = await sumBalance(call.tx);
  const known = sums.length === 0 ? [{ currency: 'usd', available: 0, pending: 0 }] : sums;
  const part = (currency: string, amount: number) => ({ amount, currency, source_types: { card: amount } });
  const body: Stripe.Balance = {
    object: 'balance',
    available: known.map((sum) => part(sum.currency, sum.available)),
    connect_reserved: known.map((sum) => ({ amount: 0, currency: sum.currency })),
    livemode: false,
    pending: known.map((sum) => part(sum.currency, sum.pending)),
  };
  return ok(body);
}
