import type Stripe from 'stripe';
import { disputeFee } from '../../fees';
import { newId } from '../../ids';
import { idOf, type Stored } from '../../objects';
import { findObject } from '../../queries/find-object';
import { insertObject } from '../../queries/insert-object';
import { lockObject } from '../../queries/lock-object';
import { saveObject } from '../../queries/save-object';
import { scheduleWork } from '../../queries/schedule-work';
import { emit, seconds, type Work } from '../../work';
import { postToBalance } from '../balance-transactions';
import { lockOwn } from '../find';
import { disputeBody } from './dispute-body';

/** How long the platform has to answer a dispute. */
const EVIDENCE_DAYS = 9;

export type DisputeKind = 'fraudulent' | 'product_not_received' | 'inquiry';

/** Falls due right after a captured payment on a card that is always disputed. */
export async function disputeOpens(work: Work, chargeId: string): Promise<void> {
  const found = await findObject(work.tx, 'charge', chargeId);
  const kind = found?.hidden.behaviour.dispute;
  if (found === undefined || kind === undefined || kind === 'none') return;
  await lockObject(work.tx, 'payment_intent', idOf(found.body.payment_intent) ?? '');
  const charge = await lockOwn(work, 'charge', chargeId);
  if (!charge.body.disputed) await openDispute(work, charge, kind);
}

/** The cardholder's bank takes the payment back, or in an inquiry only asks. The charge and its intent are locked. */
export async function openDispute(work: Work, charge: Stored<'charge'>, kind: DisputeKind): Promise<Stripe.Dispute> {
  const answerBy = work.now.add({ hours: 24 * EVIDENCE_DAYS });
  const id = newId('du');
  const amount = charge.body.amount_captured;
  const withdrawal = kind === 'inquiry' ? [] : [await withdraw(work, id, charge.body, amount)];
  const body = disputeBody(id, charge.body, kind, { at: seconds(work.now), answerBy: seconds(answerBy), withdrawal });
  await insertObject(work.tx, 'dispute', body.created, body, {});
  await saveObject(work.tx, { ...charge, body: { ...charge.body, disputed: true } });
  await scheduleWork(work.tx, 'evidence_falls_due', id, answerBy);
  emit(work, 'charge.dispute.created', body);
  if (withdrawal.length > 0) emit(work, 'charge.dispute.funds_withdrawn', body);
  return body;
}

async function withdraw(
  work: Work,
  dispute: string,
  charge: Stripe.Charge,
  amount: number,
): Promise<Stripe.BalanceTransaction> {
  const transaction = await postToBalance(work, {
    type: 'adjustment',
    reportingCategory: 'dispute',
    source: dispute,
    amount: -amount,
    fee: disputeFee(charge.currency),
    feeDescription: 'Dispute fee',
    currency: charge.currency,
    description: `Chargeback withdrawal for ${charge.id}`,
    pending: false,
  });
  return transaction.body;
}

/** Falls due when the time to answer is over: an unanswered dispute is lost, an unanswered inquiry closes. */
export async function evidenceFallsDue(work: Work, id: string): Promise<void> {
  const dispute = await lockDispute(work, id);
  if (dispute === undefined) return;
  if (dispute.body.status === 'needs_response') await closeDispute(work, dispute, 'lost');
  if (dispute.body.status === 'warning_needs_response') await closeDispute(work, dispute, 'warning_closed');
}

/** A dispute, its intent and charge locked before it. */
export async function lockDispute(work: Work, id: string): Promise<Stored<'dispute'> | undefined> {
  const found = await findObject(work.tx, 'dispute', id);
  if (found === undefined) return undefined;
  await lockObject(work.tx, 'payment_intent', idOf(found.body.payment_intent) ?? '');
  await lockObject(work.tx, 'charge', idOf(found.body.charge) ?? '');
  return lockObject(work.tx, 'dispute', id);
}

/** The bank's last word. Winning brings the money back; the fee stays paid. */
export async function closeDispute(
  work: Work,
  dispute: Stored<'dispute'>,
  status: 'won' | 'lost' | 'warning_closed',
): Promise<Stripe.Dispute> {
  const before = dispute.body;
  const reinstated = status === 'won' ? [await reinstate(work, before)] : [];
  const body: Stripe.Dispute = {
    ...before,
    status,
    balance_transactions: [...before.balance_transactions, ...reinstated],
    is_charge_refundable: status === 'warning_closed',
  };
  await saveObject(work.tx, { ...dispute, body });
  if (status === 'warning_closed') {
    const charge = await lockOwn(work, 'charge', before.charge);
    await saveObject(work.tx, { ...charge, body: { ...charge.body, disputed: false } });
  }
  emit(work, 'charge.dispute.updated', body, { status: before.status });
  if (status === 'won') emit(work, 'charge.dispute.funds_reinstated', body);
  emit(work, 'charge.dispute.closed', body);
  return body;
}

async function reinstate(work: Work, dispute: Stripe.Dispute): Promise<Stripe.BalanceTransaction> {
  const transaction = await postToBalance(work, {
    type: 'adjustment',
    reportingCategory: 'dispute_reversal',
    source: dispute.id,
    amount: dispute.amount,
    fee: 0,
    currency: dispute.currency,
    description: `Chargeback reversal for ${String(idOf(dispute.charge))}`,
    pending: false,
  });
  return transaction.body;
}
