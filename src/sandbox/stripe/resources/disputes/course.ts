import type Stripe from 'stripe';
import { disputeFee } from '../../fees';
import { newId } from '../../ids';
import { idOf, type Stored } from '../../objects';
import { disputesOfCharge } from '../../queries/disputes-of-charge';
import { findObject } from '../../queries/find-object';
import { insertObject } from '../../queries/insert-object';
import { lockObject } from '../../queries/lock-object';
import { saveObject } from '../../queries/save-object';
import { scheduleWork } from '../../queries/schedule-work';
import { emit, seconds, type Work } from '../../work';
import { postToBalance } from '../balance-transactions';
import { lockOwn } from '../find';
import { refundable } from '../refunds/refundable';
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
export async function openDispute(
  work: Work,
  charge: Stored<'charge'>,
  kind: DisputeKind,
  amount = charge.body.amount_captured,
): Promise<Stripe.Dispute> {
  const answerBy = work.now.add({ hours: 24 * EVIDENCE_DAYS });
  const id = newId('du');
  const withdrawal = kind === 'inquiry' ? [] : [await withdraw(work, id, charge.body, amount)];
  const course = { at: seconds(work.now), answerBy: seconds(answerBy), withdrawal, amount };
  const body = disputeBody(id, charge.body, kind, course);
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

/** What was only asked becomes a dispute: the money goes, as far as it was not refunded, and there is time again to answer. */
export async function escalate(work: Work, dispute: Stored<'dispute'>): Promise<Stored<'dispute'>> {
  const before = dispute.body;
  const charge = await lockOwn(work, 'charge', before.charge);
  const amount = Math.min(before.amount, await refundable(work, charge.body));
  const answerBy = work.now.add({ hours: 24 * EVIDENCE_DAYS });
  const body: Stripe.Dispute = {
    ...before,
    amount,
    balance_transactions: [await withdraw(work, dispute.id, charge.body, amount)],
    evidence_details: { ...before.evidence_details, due_by: seconds(answerBy), past_due: false },
    is_charge_refundable: false,
    payment_method_details: {
      ...before.payment_method_details!,
      card: { ...before.payment_method_details!.card!, case_type: 'chargeback' },
    },
    status: 'needs_response',
  };
  await saveObject(work.tx, { ...dispute, body });
  // Of its own kind: the inquiry's own may be falling due at this moment.
  await scheduleWork(work.tx, 'escalation_falls_due', dispute.id, answerBy);
  emit(work, 'charge.dispute.updated', body, { status: before.status });
  emit(work, 'charge.dispute.funds_withdrawn', body);
  return { ...dispute, body };
}

/** Falls due when the time to answer is over: an unanswered dispute is lost, an unanswered inquiry closes. */
export async function evidenceFallsDue(work: Work, id: string): Promise<void> {
  const dispute = await lockDispute(work, id);
  if (dispute === undefined) return;
  const { status, evidence_details } = dispute.body;
  // An inquiry that became a dispute meanwhile has more time than this.
  const isDue = (evidence_details.due_by ?? 0) <= seconds(work.now);
  const body = { ...dispute.body, evidence_details: { ...evidence_details, past_due: true } };
  if (status === 'needs_response' && isDue) await closeDispute(work, { ...dispute, body }, 'lost');
  if (status === 'warning_needs_response') await closeDispute(work, { ...dispute, body }, 'warning_closed');
}

/** A dispute, its intent and charge locked before it. */
export async function lockDispute(work: Work, id: string): Promise<Stored<'dispute'> | undefined> {
  const found = await findObject(work.tx, 'dispute', id);
  if (found === undefined) return undefined;
  await lockObject(work.tx, 'payment_intent', idOf(found.body.payment_intent) ?? '');
  await lockObject(work.tx, 'charge', idOf(found.body.charge) ?? '');
  return lockObject(work.tx, 'dispute', id);
}

export const isInquiry = (dispute: Stripe.Dispute) => dispute.status.startsWith('warning');

/** How it ends for the platform: an inquiry that is won is closed, one that is lost takes the money after all. */
export async function endDispute(
  work: Work,
  dispute: Stored<'dispute'>,
  outcome: 'won' | 'lost',
): Promise<Stripe.Dispute> {
  if (!isInquiry(dispute.body)) return closeDispute(work, dispute, outcome);
  if (outcome === 'won') return closeDispute(work, dispute, 'warning_closed');
  return closeDispute(work, await escalate(work, dispute), 'lost');
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
    is_charge_refundable: status !== 'lost',
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

/** All of the charge went back: there is nothing left to ask for. The charge is locked. */
export async function endInquiries(work: Work, chargeId: string): Promise<void> {
  for (const { id, status } of await disputesOfCharge(work.tx, chargeId)) {
    if (status !== 'warning_needs_response' && status !== 'warning_under_review') continue;
    const dispute = await lockObject(work.tx, 'dispute', id);
    if (dispute !== undefined) await closeDispute(work, dispute, 'warning_closed');
  }
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
