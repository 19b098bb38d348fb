import type Stripe from 'stripe';
import { payoutStepOf } from '../../currencies';
import { newId } from '../../ids';
import type { Stored } from '../../objects';
import { carryTransactions, releaseTransactions } from '../../queries/carry-transactions';
import { findObject } from '../../queries/find-object';
import { insertObject } from '../../queries/insert-object';
import { lockBalance } from '../../queries/lock-balance';
import { lockObject } from '../../queries/lock-object';
import { saveObject } from '../../queries/save-object';
import { scheduleWork } from '../../queries/schedule-work';
import { sumBalance } from '../../queries/sum-balance';
import { emitFor, seconds, type Work } from '../../work';
import { canBePaidOut } from '../accounts/capabilities';
import { postToBalance } from '../balance-transactions';
import { paysOutDaily } from '../balance-settings';
import { lockOwn } from '../find';
import { PLATFORM } from './schedule';

/** How long a bank takes. */
const ARRIVES_AFTER_HOURS = 48;

/** Where the platform's own money goes. */
const PLATFORM_BANK = 'ba_sandboxplatform000000000';

export interface PayoutOrder {
  readonly account: string | null;
  readonly currency: string;
  /** In minor units; the balance covers it. */
  readonly amount: number;
  /** The id of an automatic payout, under which it has gathered its transactions. */
  readonly gathered?: string;
  readonly description?: string | null;
  readonly metadata?: Stripe.Metadata;
  readonly statementDescriptor?: string | null;
}

/** Sends money to the bank. */
export async function payOut(work: Work, order: PayoutOrder): Promise<Stripe.Payout> {
  const body = payoutBody(work, order, await bankOf(work, order.account));
  const transaction = await postToBalance(work, {
    account: order.account,
    type: 'payout',
    reportingCategory: 'payout',
    source: body.id,
    amount: -order.amount,
    fee: 0,
    currency: order.currency,
    description: body.description,
    pending: false,
    ...(order.gathered === undefined ? {} : { payout: order.gathered }),
  });
  body.balance_transaction = transaction.id;
  await insertObject(work.tx, 'payout', body.created, body, {}, order.account);
  await scheduleWork(work.tx, 'payout_arrives', body.id, work.now.add({ hours: ARRIVES_AFTER_HOURS }));
  emitFor(work, order.account, 'payout.created', body);
  if (body.automatic) emitFor(work, order.account, 'payout.reconciliation_completed', body);
  return body;
}

async function bankOf(work: Work, account: string | null): Promise<string | null> {
  if (account === null) return PLATFORM_BANK;
  return (await findObject(work.tx, 'v2.core.account', account))?.hidden.bankAccount ?? null;
}

function payoutBody(work: Work, order: PayoutOrder, bank: string | null): Stripe.Payout {
  const automatic = order.gathered !== undefined;
  return {
    id: order.gathered ?? newId('po'),
    object: 'payout',
    amount: order.amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: seconds(work.now.add({ hours: ARRIVES_AFTER_HOURS })),
    automatic,
    balance_transaction: null,
    created: seconds(work.now),
    currency: order.currency,
    description: order.description ?? (automatic ? 'STRIPE PAYOUT' : null),
    destination: bank,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: order.metadata ?? {},
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: automatic ? 'completed' : 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: order.statementDescriptor ?? null,
    status: 'pending',
    trace_id: { status: 'pending', value: null },
    type: 'bank_account',
  };
}

/** Falls due at midnight after money became available on a balance that is paid out by itself. */
export async function payoutRuns(work: Work, ownerAndDay: string): Promise<void> {
  const owner = ownerAndDay.split(' ')[0] ?? '';
  const account = owner === PLATFORM ? null : owner;
  if (account !== null && !canBePaidOut(await lockObject(work.tx, 'v2.core.account', account))) return;
  if (!(await paysOutDaily(work, account))) return;
  await lockBalance(work.tx, account);
  for (const { currency, available } of await sumBalance(work.tx, account)) {
    if (available > 0) await payOutAll(work, account, currency);
  }
}

/**
 * Everything that is available, so that each transaction is known by the payout that carried it, and together they come to nothing; but for
 * what is less than a bank takes, which stays on the balance.
 */
async function payOutAll(work: Work, account: string | null, currency: string): Promise<void> {
  const gathered = newId('po');
  const carried = await carryTransactions(work.tx, account, currency, gathered);
  const amount = carried - (carried % payoutStepOf(currency));
  if (amount > 0) await payOut(work, { account, currency, amount, gathered });
  else await releaseTransactions(work.tx, gathered);
}

/** Falls due two days after a payout. */
export async function payoutArrives(work: Work, id: string): Promise<void> {
  const payout = await lockOwn(work, 'payout', id);
  if (payout.body.status === 'pending') await arrive(work, payout);
}

export async function arrive(work: Work, payout: Stored<'payout'>): Promise<Stripe.Payout> {
  const trace_id = { status: 'supported', value: payout.id.slice(3, 18).toUpperCase() };
  const body: Stripe.Payout = { ...payout.body, status: 'paid', trace_id };
  await saveObject(work.tx, { ...payout, body });
  emitFor(work, payout.account, 'payout.paid', body, { status: payout.body.status });
  return body;
}

/** The bank sends the money back, even after it had arrived; or the payout is taken back before it leaves. */
export async function takeBack(
  work: Work,
  payout: Stored<'payout'>,
  how: 'failed' | 'canceled',
): Promise<Stripe.Payout> {
  const type = how === 'failed' ? 'payout_failure' : 'payout_cancel';
  const transaction = await postToBalance(work, {
    account: payout.account,
    type,
    reportingCategory: 'payout_reversal',
    source: payout.id,
    amount: payout.body.amount,
    fee: 0,
    currency: payout.body.currency,
    description: how === 'failed' ? `PAYOUT FAILURE (${payout.id})` : `PAYOUT CANCELED (${payout.id})`,
    pending: false,
  });
  const failure =
    how === 'failed'
      ? { failure_code: 'account_closed', failure_message: 'The bank account has been closed.' }
      : { failure_code: null, failure_message: null };
  const body: Stripe.Payout = {
    ...payout.body,
    ...failure,
    status: how,
    failure_balance_transaction: transaction.id,
  };
  await saveObject(work.tx, { ...payout, body });
  emitFor(work, payout.account, `payout.${how}`, body, { status: payout.body.status });
  return body;
}
