import type Stripe from 'stripe';
import { z } from 'zod';
import { formatAmount } from '../currencies';
import { ok, type Answer } from '../http/answer';
import { insufficientBalance } from '../http/problem';
import { route, type Call } from '../http/route';
import { lockBalance } from '../queries/lock-balance';
import { sumBalance, type CurrencyBalance } from '../queries/sum-balance';
import type { Work } from '../work';

export const balanceRoutes = [
  route({ method: 'GET', path: '/v1/balance', connected: true, params: z.strictObject({}), act: retrieve }),
];

async function retrieve(call: Call): Promise<Answer> {
  const sums = await sumBalance(call.tx, call.account);
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

/** What is on a balance in a currency. From now until this work ends nobody else takes anything from it. */
export async function lockedBalance(work: Work, account: string | null, currency: string): Promise<CurrencyBalance> {
  await lockBalance(work.tx, account);
  const sums = await sumBalance(work.tx, account);
  return sums.find((sum) => sum.currency === currency) ?? { currency, available: 0, pending: 0 };
}

/** Refuses what the available part of a balance does not cover. */
export async function assertAvailable(
  work: Work,
  account: string | null,
  currency: string,
  amount: number,
): Promise<void> {
  const { available } = await lockedBalance(work, account, currency);
  if (available >= amount) return;
  throw insufficientBalance(
    `You have insufficient available funds: ${formatAmount(available, currency)} of ${formatAmount(amount, currency)}. In the sandbox the card 4000000000000077 adds funds that are available at once.`,
    'amount',
  );
}
