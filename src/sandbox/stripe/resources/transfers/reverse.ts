import type Stripe from 'stripe';
import type { z } from 'zod';
import { endsWrong, formatAmount, hasValidLastDigit } from '../../currencies';
import { ok, type Answer } from '../../http/answer';
import { mergeMetadata } from '../../http/params';
import { insufficientBalance, noSuchObject, notAllowed } from '../../http/problem';
import type { Call } from '../../http/route';
import { newId } from '../../ids';
import { idOf, type Stored } from '../../objects';
import { insertObject } from '../../queries/insert-object';
import { saveObject } from '../../queries/save-object';
import { emit, emitFor, seconds, type Work } from '../../work';
import { lockedBalance } from '../balance';
import { postToBalance } from '../balance-transactions';
import { lockNamed, lockOwn } from '../find';
import { refundBody } from '../refunds/refund-body';
import type { reverseParams } from './params';

/** As many as a transfer shows of its reversals. */
const SHOWN = 10;

/** Takes a transfer back, in whole or in part, as far as the account still has the money. */
export async function reverseTransfer(call: Call, params: z.output<typeof reverseParams>): Promise<Answer> {
  const transfer = await lockNamed(call, 'transfer', call.in['transfer']!);
  const payment = await lockOwn(call, 'charge', transfer.body.destination_payment);
  const left = transfer.body.amount - transfer.body.amount_reversed;
  const amount = params.amount ?? left;
  assertReversible(transfer.body, amount, left);
  const availableOn = await assertCovered(call, payment, amount);
  const reversal = await move(call, transfer, payment, {
    amount,
    availableOn,
    metadata: mergeMetadata({}, params.metadata),
    description: params.description ?? null,
  });
  return ok(reversal);
}

function assertReversible(transfer: Stripe.Transfer, amount: number, left: number): void {
  const { currency } = transfer;
  if (left === 0) throw notAllowed(`Transfer ${transfer.id} is already fully reversed.`);
  if (amount > left) {
    throw notAllowed(
      `Reversal amount (${formatAmount(amount, currency)}) is greater than unreversed amount on transfer (${formatAmount(left, currency)})`,
      { param: 'amount' },
    );
  }
  if (!hasValidLastDigit(amount, currency)) {
    throw notAllowed(endsWrong(currency), { param: 'amount' });
  }
}

/** Money that still waits is taken back from what waits, other money from what is available. Returns when it counts, in seconds. */
async function assertCovered(call: Call, payment: Stored<'charge'>, amount: number): Promise<number> {
  const { currency } = payment.body;
  const into = await lockOwn(call, 'balance_transaction', payment.body.balance_transaction);
  const waits = into.body.status === 'pending';
  const balance = await lockedBalance(call, payment.account, currency);
  const there = waits ? balance.pending : balance.available;
  if (there < amount) {
    throw insufficientBalance(
      `The account's balance (${formatAmount(there, currency)}) does not cover a reversal of ${formatAmount(amount, currency)}.`,
      'amount',
    );
  }
  return waits ? into.body.available_on : seconds(call.now);
}

interface ReversalOrder {
  readonly amount: number;
  readonly availableOn: number;
  readonly metadata: Stripe.Metadata;
  readonly description: string | null;
}

async function move(
  work: Work,
  transfer: Stored<'transfer'>,
  payment: Stored<'charge'>,
  order: ReversalOrder,
): Promise<Stripe.TransferReversal> {
  const { amount, availableOn } = order;
  const posting = { fee: 0, currency: transfer.body.currency, pending: false, availableOn };
  const reversal: Stripe.TransferReversal = {
    id: newId('trr'),
    object: 'transfer_reversal',
    amount,
    balance_transaction: null,
    created: seconds(work.now),
    currency: transfer.body.currency,
    destination_payment_refund: null,
    metadata: order.metadata,
    source_refund: null,
    transfer: transfer.id,
  };
  const back = await postToBalance(work, {
    ...posting,
    type: 'transfer_refund',
    reportingCategory: 'transfer_reversal',
    source: reversal.id,
    amount,
    description: order.description ?? `REFUND FOR TRANSFER (${transfer.id})`,
  });
  reversal.balance_transaction = back.id;
  reversal.destination_payment_refund = await refundPayment(work, payment, reversal, posting);
  await insertObject(work.tx, 'transfer_reversal', reversal.created, reversal, {});
  await saveTransfer(work, transfer, reversal);
  return reversal;
}

/** The other side: a refund of the payment that the transfer made. */
async function refundPayment(
  work: Work,
  payment: Stored<'charge'>,
  reversal: Stripe.TransferReversal,
  posting: { fee: number; currency: string; pending: boolean; availableOn: number },
): Promise<string> {
  const refund: Stripe.Refund = {
    ...refundBody(payment.body, reversal.amount, reversal.created, { status: 'succeeded' }),
    id: newId('pyr'),
    transfer_reversal: reversal.id,
  };
  delete refund.destination_details;
  const out = await postToBalance(work, {
    ...posting,
    account: payment.account,
    type: 'payment_refund',
    reportingCategory: 'refund',
    source: refund.id,
    amount: -reversal.amount,
    description: `REFUND FOR PAYMENT (${payment.id})`,
  });
  refund.balance_transaction = out.id;
  await insertObject(
    work.tx,
    'refund',
    refund.created,
    refund,
    { then: 'stays', ofUncaptured: false },
    payment.account,
  );
  const amount_refunded = payment.body.amount_refunded + reversal.amount;
  const body = { ...payment.body, amount_refunded, refunded: amount_refunded === payment.body.amount };
  await saveObject(work.tx, { ...payment, body });
  emitFor(work, payment.account, 'charge.refunded', body, {
    amount_refunded: payment.body.amount_refunded,
    refunded: payment.body.refunded,
  });
  return refund.id;
}

async function saveTransfer(
  work: Work,
  transfer: Stored<'transfer'>,
  reversal: Stripe.TransferReversal,
): Promise<void> {
  const before = transfer.body;
  const amount_reversed = before.amount_reversed + reversal.amount;
  const all = [reversal, ...before.reversals.data];
  const body: Stripe.Transfer = {
    ...before,
    amount_reversed,
    reversed: amount_reversed === before.amount,
    reversals: {
      ...before.reversals,
      data: all.slice(0, SHOWN),
      has_more: before.reversals.has_more || all.length > SHOWN,
    },
  };
  await saveObject(work.tx, { ...transfer, body });
  emit(work, 'transfer.reversed', body, { amount_reversed: before.amount_reversed, reversed: before.reversed });
}

/** Metadata is the one thing about a reversal that changes; the transfer shows it too. */
export async function updateReversal(
  call: Call,
  params: { readonly metadata?: Record<string, string> | null | undefined },
): Promise<Answer> {
  const transfer = await lockNamed(call, 'transfer', call.in['transfer']!);
  const reversal = await lockNamed(call, 'transfer_reversal', call.in['id']!);
  assertOf(reversal, transfer.id);
  const body = { ...reversal.body, metadata: mergeMetadata(reversal.body.metadata ?? {}, params.metadata) };
  await saveObject(call.tx, { ...reversal, body });
  const data = transfer.body.reversals.data.map((each) => (each.id === body.id ? body : each));
  await saveObject(call.tx, {
    ...transfer,
    body: { ...transfer.body, reversals: { ...transfer.body.reversals, data } },
  });
  return ok(body);
}

/** A reversal is found under its own transfer only. */
export function assertOf(reversal: Stored<'transfer_reversal'>, transfer: string): void {
  if (idOf(reversal.body.transfer) !== transfer) throw noSuchObject('transfer_reversal', reversal.id);
}
