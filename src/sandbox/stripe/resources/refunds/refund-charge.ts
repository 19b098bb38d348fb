import type Stripe from 'stripe';
import { idOf, type RefundHidden, type Stored } from '../../objects';
import { insertObject } from '../../queries/insert-object';
import { lockObject } from '../../queries/lock-object';
import { saveObject } from '../../queries/save-object';
import { scheduleWork } from '../../queries/schedule-work';
import { emit, seconds, type Work } from '../../work';
import { postToBalance } from '../balance-transactions';
import { findNamed, lockOwn } from '../find';
import { isCovered, waitForBalance } from './insufficient-balance';
import { refundBody } from './refund-body';

/** When a refund that does not stay as it is changes. */
const SETTLES_AFTER_HOURS = 1;

const next = { succeeds: 'stays', pending: 'succeeds', fails: 'fails' } as const;

/** Gives money back. The charge is locked and the amount has been checked. What the balance does not cover, and may not owe, waits. */
export async function refundCharge(
  work: Work,
  charge: Stored<'charge'>,
  amount: number,
  given: { readonly reason: Stripe.Refund.Reason | null; readonly metadata: Stripe.Metadata },
): Promise<Stripe.Refund> {
  if (!(await isCovered(work, charge.body.currency, amount))) return waitForBalance(work, charge, amount, given);
  const hidden: RefundHidden = { then: next[charge.hidden.behaviour.refund], ofUncaptured: false };
  const status = hidden.then === 'succeeds' ? 'pending' : 'succeeded';
  const body = refundBody(charge.body, amount, seconds(work.now), { ...given, status });
  if (status === 'pending') body.pending_reason = 'processing';
  body.balance_transaction = await takeFromBalance(work, charge, body);
  await insertObject(work.tx, 'refund', body.created, body, hidden);
  if (hidden.then !== 'stays') {
    await scheduleWork(work.tx, 'refund_settles', body.id, work.now.add({ hours: SETTLES_AFTER_HOURS }));
  }
  emit(work, 'refund.created', body);
  await changeRefundedAmount(work, charge, amount, 'charge.refunded');
  return body;
}

export async function takeFromBalance(work: Work, charge: Stored<'charge'>, refund: Stripe.Refund): Promise<string> {
  const transaction = await postToBalance(work, {
    type: 'refund',
    reportingCategory: 'refund',
    source: refund.id,
    amount: -refund.amount,
    fee: 0,
    currency: refund.currency,
    description: `REFUND FOR CHARGE (${charge.body.description ?? charge.id})`,
    pending: false,
  });
  return transaction.id;
}

/** Falls due an hour after a refund on a card whose refunds do not go straight through. */
export async function refundSettles(work: Work, id: string): Promise<void> {
  const found = await lockRefund(work, id);
  const { body, hidden } = found.refund;
  // A control may have ended it before.
  if (hidden.then === 'succeeds' && body.status === 'pending') await succeedRefund(work, found);
  if (hidden.then === 'fails' && body.status === 'succeeded') await failRefund(work, found);
}

export interface LockedRefund {
  readonly refund: Stored<'refund'>;
  readonly charge: Stored<'charge'>;
}

/** A refund and its charge, locked in the one order: payment intent, charge, refund. */
export async function lockRefund(work: Work, id: string): Promise<LockedRefund> {
  const found = await findNamed(work, 'refund', id);
  await lockObject(work.tx, 'payment_intent', idOf(found.body.payment_intent) ?? '');
  const charge = await lockOwn(work, 'charge', found.body.charge);
  return { charge, refund: await lockOwn(work, 'refund', id) };
}

export async function succeedRefund(work: Work, { refund }: LockedRefund): Promise<Stripe.Refund> {
  const card = {
    ...refund.body.destination_details!.card!,
    reference: '7888888888888888',
    reference_status: 'available',
  };
  const { pending_reason: _over, ...before } = refund.body;
  const body: Stripe.Refund = {
    ...before,
    status: 'succeeded',
    destination_details: { ...refund.body.destination_details!, card },
  };
  await saveObject(work.tx, { ...refund, body });
  emit(work, 'refund.updated', body, { status: refund.body.status });
  emit(work, 'charge.refund.updated', body, { status: refund.body.status });
  return body;
}

/**
 * The bank sends the money back, or it never left: it is on the platform's balance again, and the charge counts as not refunded. A refund that
 * waited for the balance had taken nothing from it.
 */
export async function failRefund(
  work: Work,
  { refund, charge }: LockedRefund,
  outcome: RefundEnd = { status: 'failed', reason: 'expired_or_canceled_card' },
): Promise<Stripe.Refund> {
  const { pending_reason: _over, next_action: _gone, ...before } = refund.body;
  const body: Stripe.Refund = {
    ...before,
    status: outcome.status,
    ...(outcome.status === 'failed' ? { failure_reason: outcome.reason } : {}),
    ...(before.balance_transaction === null
      ? {}
      : { failure_balance_transaction: await giveBackToBalance(work, refund.body) }),
  };
  await saveObject(work.tx, { ...refund, body });
  emit(work, outcome.status === 'failed' ? 'refund.failed' : 'refund.updated', body, { status: refund.body.status });
  emit(work, 'charge.refund.updated', body, { status: refund.body.status });
  await changeRefundedAmount(work, charge, -body.amount, 'charge.updated');
  return body;
}

export type RefundEnd =
  | { readonly status: 'failed'; readonly reason: 'expired_or_canceled_card' | 'insufficient_funds' }
  | { readonly status: 'canceled' };

async function giveBackToBalance(work: Work, refund: Stripe.Refund): Promise<string> {
  const transaction = await postToBalance(work, {
    type: 'refund_failure',
    reportingCategory: 'refund_failure',
    source: refund.id,
    amount: refund.amount,
    fee: 0,
    currency: refund.currency,
    description: `REFUND FAILURE (${refund.id})`,
    pending: false,
  });
  return transaction.id;
}

export async function changeRefundedAmount(
  work: Work,
  charge: Stored<'charge'>,
  by: number,
  event: 'charge.refunded' | 'charge.updated',
): Promise<void> {
  const before = charge.body;
  const amount_refunded = before.amount_refunded + by;
  const body: Stripe.Charge = { ...before, amount_refunded, refunded: amount_refunded === before.amount };
  await saveObject(work.tx, { ...charge, body });
  emit(work, event, body, { amount_refunded: before.amount_refunded, refunded: before.refunded });
}
