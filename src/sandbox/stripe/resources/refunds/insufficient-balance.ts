import type Stripe from 'stripe';
import type { Stored } from '../../objects';
import { insertObject } from '../../queries/insert-object';
import { saveObject } from '../../queries/save-object';
import { scheduleWork } from '../../queries/schedule-work';
import { emit, seconds, type Work } from '../../work';
import { lockedBalance } from '../balance';
import { mayGoNegative } from '../balance-settings';
import { refundBody } from './refund-body';
import { changeRefundedAmount, failRefund, lockRefund, succeedRefund, takeFromBalance } from './refund-charge';

/** How long a refund waits for the balance to cover it, looked at once a day. */
const WAITS_DAYS = 30;

/** Whether a refund can be paid: from the balance, or, where that is allowed, by owing. */
export async function isCovered(work: Work, currency: string, amount: number): Promise<boolean> {
  if (await mayGoNegative(work)) return true;
  const { available, pending } = await lockedBalance(work, null, currency);
  return available + pending >= amount;
}

export async function waitForBalance(
  work: Work,
  charge: Stored<'charge'>,
  amount: number,
  given: { readonly reason: Stripe.Refund.Reason | null; readonly metadata: Stripe.Metadata },
): Promise<Stripe.Refund> {
  const body: Stripe.Refund = {
    ...refundBody(charge.body, amount, seconds(work.now), { ...given, status: 'pending' }),
    pending_reason: 'insufficient_funds',
  };
  await insertObject(work.tx, 'refund', body.created, body, { then: 'waits', ofUncaptured: false });
  await scheduleWork(work.tx, 'refund_waits', body.id, work.now.add({ hours: 24 }));
  emit(work, 'refund.created', body);
  await changeRefundedAmount(work, charge, amount, 'charge.refunded');
  return body;
}

/** Falls due each day while a refund waits. */
export async function refundWaits(work: Work, id: string): Promise<void> {
  const found = await lockRefund(work, id);
  const { body, hidden } = found.refund;
  if (body.status !== 'pending' || hidden.then !== 'waits') return;
  if (await isCovered(work, body.currency, body.amount)) {
    const balance_transaction = await takeFromBalance(work, found.charge, body);
    const refund = { ...found.refund, body: { ...body, balance_transaction } };
    await saveObject(work.tx, refund);
    await succeedRefund(work, { ...found, refund });
  } else if (seconds(work.now) >= body.created + WAITS_DAYS * 86_400) {
    await failRefund(work, found, { status: 'failed', reason: 'insufficient_funds' });
  } else {
    await scheduleWork(work.tx, 'refund_waits', id, work.now.add({ hours: 24 }));
  }
}
