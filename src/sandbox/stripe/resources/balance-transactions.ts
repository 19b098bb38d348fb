import type Stripe from 'stripe';
import { z } from 'zod';
import { ok } from '../http/answer';
import { answerList } from '../http/listing';
import { created, currency, page, text } from '../http/params';
import { route } from '../http/route';
import { newId } from '../ids';
import type { Stored } from '../objects';
import { insertObject } from '../queries/insert-object';
import { saveObject } from '../queries/save-object';
import { scheduleWork } from '../queries/schedule-work';
import { seconds, type Work } from '../work';
import { findNamed, lockOwn } from './find';

/** Days until what a charge brought in can be paid out. */
const PENDING_DAYS = 2;

export const balanceTransactionRoutes = [
  route({
    method: 'GET',
    path: '/v1/balance_transactions',
    params: z.strictObject({
      ...page,
      created,
      currency: currency().optional(),
      source: text().optional(),
      type: text().optional(),
    }),
    act: (call, params) =>
      answerList(call.tx, 'balance_transaction', '/v1/balance_transactions', params, {
        equal: { currency: params.currency, source: params.source, type: params.type },
        created: params.created,
      }),
  }),
  route({
    method: 'GET',
    path: '/v1/balance_transactions/:id',
    params: z.strictObject({}),
    act: async (call) => ok((await findNamed(call, 'balance_transaction', call.in['id']!)).body),
  }),
];

export interface Posting {
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
}

/** Moves money on the platform's balance. */
export async function postToBalance(work: Work, posting: Posting): Promise<Stored<'balance_transaction'>> {
  const availableOn = posting.pending ? work.now.add({ hours: PENDING_DAYS * 24 }) : work.now;
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
    status: posting.pending ? 'pending' : 'available',
    type: posting.type,
  };
  const stored = await insertObject(work.tx, 'balance_transaction', body.created, body, {});
  if (posting.pending) await scheduleWork(work.tx, 'balance_matures', body.id, availableOn);
  return stored;
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

/** Falls due `PENDING_DAYS` after a charge. */
export async function balanceMatures(work: Work, id: string): Promise<void> {
  const transaction = await lockOwn(work, 'balance_transaction', id);
  await saveObject(work.tx, { ...transaction, body: { ...transaction.body, status: 'available' } });
}
