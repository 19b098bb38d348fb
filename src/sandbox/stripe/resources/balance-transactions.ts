import type Stripe from 'stripe';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { answerList } from '../http/listing';
import { created, currency, page, text } from '../http/params';
import { notAllowed } from '../http/problem';
import { route, type Call } from '../http/route';
import { newId } from '../ids';
import type { Stored } from '../objects';
import { insertObject } from '../queries/insert-object';
import { saveObject } from '../queries/save-object';
import { scheduleWork } from '../queries/schedule-work';
import { seconds, type Work } from '../work';
import { findReferenced, lockOwn } from './find';
import { schedulePayout } from './payouts/schedule';
import { retrieveRoute } from './retrieve';

/** Days until what a charge brought in can be paid out. */
const PENDING_DAYS = 2;

export const balanceTransactionRoutes = [
  route({
    method: 'GET',
    path: '/v1/balance_transactions',
    connected: true,
    params: z.strictObject({
      ...page,
      created,
      currency: currency().optional(),
      payout: text().optional(),
      source: text().optional(),
      type: text().optional(),
    }),
    act: async (call, params) => {
      if (params.payout !== undefined) await assertAutomatic(call, params.payout);
      return answerList(call.tx, 'balance_transaction', '/v1/balance_transactions', params, {
        equal: { currency: params.currency, source: params.source, type: params.type },
        created: params.created,
        payout: params.payout,
        account: call.account,
      });
    },
  }),
  retrieveRoute('balance_transaction', '/v1/balance_transactions/:id', { connected: true }),
];

/** What a payout carried is known of automatic ones only: the others take any of the money there is. */
async function assertAutomatic(call: Call, id: string): Promise<void> {
  const payout = await findReferenced(call, 'payout', id, 'payout');
  if (payout.body.automatic) return;
  throw notAllowed('Balance transaction history can only be filtered on automatic payouts, not manual.', {
    param: 'payout',
  });
}

export interface Posting {
  /** The connected account whose balance it is; left out: the platform's. */
  readonly account?: string | null;
  readonly type: Stripe.BalanceTransaction.Type;
  readonly reportingCategory: string;
  /** The id of the charge, refund, dispute … that moved the money. */
  readonly source: string;
  /** In minor units; negative when money leaves. */
  readonly amount: number;
  readonly fee: number;
  readonly feeDescription?: string;
  readonly currency: string;
  readonly description: string | null;
  /** Money that comes in by card waits; what leaves, leaves at once. */
  readonly pending: boolean;
  /** The instant from which it counts as available, where that is not what `pending` comes to: in seconds. */
  readonly availableOn?: number;
  /** The automatic payout that it is the other side of. */
  readonly payout?: string;
}

/** Moves money on a balance. */
export async function postToBalance(work: Work, posting: Posting): Promise<Stored<'balance_transaction'>> {
  const account = posting.account ?? null;
  const availableOn = availabilityOf(work, posting);
  const isPending = Temporal.Instant.compare(availableOn, work.now) > 0;
  const body: Stripe.BalanceTransaction = {
    id: newId('txn'),
    object: 'balance_transaction',
    amount: posting.amount,
    available_on: seconds(availableOn),
    balance_type: 'payments',
    created: seconds(work.now),
    currency: posting.currency,
    description: posting.description,
    exchange_rate: null,
    fee: posting.fee,
    fee_details: posting.fee === 0 ? [] : [feeDetail(posting)],
    net: posting.amount - posting.fee,
    reporting_category: posting.reportingCategory,
    source: posting.source,
    status: isPending ? 'pending' : 'available',
    type: posting.type,
  };
  const hidden = posting.payout === undefined ? {} : { payout: posting.payout };
  const stored = await insertObject(work.tx, 'balance_transaction', body.created, body, hidden, account);
  if (isPending) await scheduleWork(work.tx, 'balance_matures', body.id, availableOn);
  else if (body.net > 0) await schedulePayout(work, account);
  return stored;
}

function availabilityOf(work: Work, posting: Posting): Temporal.Instant {
  if (posting.availableOn !== undefined) return Temporal.Instant.fromEpochMilliseconds(posting.availableOn * 1000);
  return posting.pending ? work.now.add({ hours: PENDING_DAYS * 24 }) : work.now;
}

function feeDetail(posting: Posting): Stripe.BalanceTransaction.FeeDetail {
  return {
    amount: posting.fee,
    application: null,
    currency: posting.currency,
    description: posting.feeDescription ?? 'Stripe processing fees',
    type: 'stripe_fee',
  };
}

/** Falls due `PENDING_DAYS` after a charge, and with what was transferred from it. */
export async function balanceMatures(work: Work, id: string): Promise<void> {
  const transaction = await lockOwn(work, 'balance_transaction', id);
  await saveObject(work.tx, { ...transaction, body: { ...transaction.body, status: 'available' } });
  await schedulePayout(work, transaction.account);
}
