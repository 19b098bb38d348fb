import type Stripe from 'stripe';
import type { z } from 'zod';
import { plain } from '../../cards';
import { endsWrong, formatAmount, hasValidLastDigit } from '../../currencies';
import { ok, type Answer } from '../../http/answer';
import { invalidParameter, missingParameter, noSuchReference, notAllowed } from '../../http/problem';
import { mergeMetadata } from '../../http/params';
import type { Call } from '../../http/route';
import { idOf, type Stored } from '../../objects';
import { findObject } from '../../queries/find-object';
import { insertObject } from '../../queries/insert-object';
import { lockObject } from '../../queries/lock-object';
import { saveObject } from '../../queries/save-object';
import { sumTransfers } from '../../queries/sum-transfers';
import { emit, emitFor, seconds, type Work } from '../../work';
import { canReceiveTransfers } from '../accounts/capabilities';
import { assertAvailable } from '../balance';
import { postToBalance } from '../balance-transactions';
import { settle } from '../charges/settle';
import { lockOwn } from '../find';
import type { createParams } from './params';
import { paymentBody, transferBody } from './transfer-body';

type CreateParams = z.output<typeof createParams>;

/**
 * Moves money of the platform to an account. With `source_transaction` it comes out of that charge, at most as much as it brought in, and waits
 * as long as the charge's own money does; without, it comes out of what is available.
 */
export async function createTransfer(call: Call, params: CreateParams): Promise<Answer> {
  const source = params.source_transaction === undefined ? null : await lockSource(call, params.source_transaction);
  await lockDestination(call, params.destination);
  const amount = params.amount ?? source?.body.amount_captured;
  if (amount === undefined) throw missingParameter('amount');
  if (!hasValidLastDigit(amount, params.currency)) {
    throw invalidParameter('amount', endsWrong(params.currency), 'parameter_invalid_integer');
  }
  const availableOn = source === null ? null : await takeFrom(call, source, amount, params.currency);
  if (source === null) await assertAvailable(call, null, params.currency, amount);
  const order = {
    amount,
    currency: params.currency,
    destination: params.destination,
    description: params.description ?? null,
    metadata: mergeMetadata({}, params.metadata),
    sourceTransaction: source?.id ?? null,
    transferGroup: params.transfer_group ?? (source === null ? null : await groupOf(call, source)),
  };
  return ok(await move(call, transferBody(order, seconds(call.now)), availableOn));
}

/** The charge, its payment intent locked before it. */
async function lockSource(call: Call, id: string): Promise<Stored<'charge'>> {
  const found = await findObject(call.tx, 'charge', id);
  if (found === undefined || found.account !== null) throw noSuchReference('charge', id, 'source_transaction');
  await lockOwn(call, 'payment_intent', found.body.payment_intent);
  return lockOwn(call, 'charge', id);
}

async function lockDestination(call: Call, id: string): Promise<void> {
  const account = await lockObject(call.tx, 'v2.core.account', id);
  if (account === undefined) throw noSuchReference('destination', id, 'destination');
  if (!canReceiveTransfers(account)) {
    throw notAllowed(
      'Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments',
      { code: 'insufficient_capabilities_for_transfer', param: 'destination' },
    );
  }
}

/** Checks what a charge has left, and returns when its own money is available, in seconds. */
async function takeFrom(call: Call, source: Stored<'charge'>, amount: number, currency: string): Promise<number> {
  const { body } = source;
  if (!body.captured || body.status !== 'succeeded') {
    throw notAllowed(`The charge ${body.id} has not been captured: nothing can be transferred from it.`, {
      param: 'source_transaction',
    });
  }
  if (body.currency !== currency) {
    throw invalidParameter(
      'currency',
      `The currency of source_transaction's balance transaction (${body.currency}) must be the same as the transfer currency (${currency})`,
    );
  }
  const already = await sumTransfers(call.tx, body.id);
  if (already + amount > body.amount_captured) {
    throw notAllowed(
      `Transfers using this transaction as a source must not exceed the source amount of ${formatAmount(body.amount_captured, currency)}. (There are already transfers using this source, amounting to a total of ${formatAmount(already, currency)})`,
      { param: 'source_transaction' },
    );
  }
  const settled = await settledNow(call, source);
  const transaction = await lockOwn(call, 'balance_transaction', settled.body.balance_transaction);
  return transaction.body.available_on;
}

/** The fee of a charge that is transferred from within the moment after its payment comes with the transfer. */
async function settledNow(call: Call, source: Stored<'charge'>): Promise<Stored<'charge'>> {
  if (source.body.balance_transaction !== null) return source;
  const settled = await settle(call, source);
  await saveObject(call.tx, settled);
  emit(call, 'charge.updated', settled.body, { balance_transaction: null });
  return settled;
}

/** A charge and what is transferred from it belong together: where it has no group yet it gets one. */
async function groupOf(call: Call, source: Stored<'charge'>): Promise<string> {
  const charge = await lockOwn(call, 'charge', source.id);
  if (charge.body.transfer_group !== null) return charge.body.transfer_group;
  const transfer_group = `group_${idOf(charge.body.payment_intent) ?? charge.id}`;
  await saveObject(call.tx, { ...charge, body: { ...charge.body, transfer_group } });
  return transfer_group;
}

async function move(work: Work, transfer: Stripe.Transfer, availableOn: number | null): Promise<Stripe.Transfer> {
  const destination = transfer.destination as string;
  const waits = availableOn === null ? {} : { availableOn: Math.max(availableOn, transfer.created) };
  const posting = { fee: 0, currency: transfer.currency, pending: false, ...waits };
  const out = await postToBalance(work, {
    ...posting,
    type: 'transfer',
    reportingCategory: 'transfer',
    source: transfer.id,
    amount: -transfer.amount,
    description: transfer.description,
  });
  const body: Stripe.Transfer = { ...transfer, balance_transaction: out.id };
  await insertObject(work.tx, 'transfer', body.created, body, {});
  const payment = paymentBody(body);
  const into = await postToBalance(work, {
    ...posting,
    account: destination,
    type: 'payment',
    reportingCategory: 'charge',
    source: payment.id,
    amount: transfer.amount,
    description: null,
  });
  payment.balance_transaction = into.id;
  await insertObject(work.tx, 'charge', payment.created, payment, { behaviour: plain }, destination);
  emit(work, 'transfer.created', body);
  emitFor(work, destination, 'payment.created', payment);
  return body;
}
