import type Stripe from 'stripe';
import type { z } from 'zod';
import { ok, type Answer } from '../../http/answer';
import { endsWrong, hasValidLastDigit } from '../../currencies';
import { mergeMetadata } from '../../http/params';
import { notAllowed } from '../../http/problem';
import type { Call } from '../../http/route';
import type { Stored } from '../../objects';
import { saveObject } from '../../queries/save-object';
import { emit } from '../../work';
import { scheduleDispute, settle } from '../charges/settle';
import { lockNamed, lockOwn } from '../find';
import { giveBackUncaptured } from '../refunds/uncaptured';
import type { captureParams } from './params';
import { unexpectedState } from './unexpected-state';

/** Takes what was authorised, or part of it. There is one capture: what it leaves goes back to the card. */
export async function capture(call: Call, params: z.output<typeof captureParams>): Promise<Answer> {
  const intent = await lockNamed(call, 'payment_intent', call.in['id']!);
  if (intent.body.status !== 'requires_capture') throw unexpectedState(intent.body, 'capture', ['requires_capture']);
  const amount = params.amount_to_capture ?? intent.body.amount_capturable;
  assertCapturable(intent.body, amount, params.final_capture);
  const authorised = await lockOwn(call, 'charge', intent.body.latest_charge);
  await captureCharge(call, authorised, amount, params);
  const body: Stripe.PaymentIntent = {
    ...intent.body,
    status: 'succeeded',
    amount_capturable: 0,
    amount_received: amount,
    statement_descriptor: params.statement_descriptor ?? intent.body.statement_descriptor,
    statement_descriptor_suffix: params.statement_descriptor_suffix ?? intent.body.statement_descriptor_suffix,
    metadata: mergeMetadata(intent.body.metadata, params.metadata),
  };
  await saveObject(call.tx, { ...intent, body });
  emit(call, 'payment_intent.succeeded', body);
  return ok(body);
}

function assertCapturable(intent: Stripe.PaymentIntent, amount: number, finalCapture: boolean | undefined): void {
  if (amount > intent.amount_capturable) {
    throw notAllowed(
      `The amount to capture (${amount}) is greater than the amount that can be captured (${intent.amount_capturable}).`,
      { code: 'amount_too_large', param: 'amount_to_capture' },
    );
  }
  if (!hasValidLastDigit(amount, intent.currency)) {
    throw notAllowed(endsWrong(intent.currency), { param: 'amount_to_capture' });
  }
  if (finalCapture === false) {
    throw notAllowed('This payment intent does not allow more than one capture.', { param: 'final_capture' });
  }
}

async function captureCharge(
  call: Call,
  authorised: Stored<'charge'>,
  amount: number,
  params: z.output<typeof captureParams>,
): Promise<void> {
  const before = authorised.body;
  const left = before.amount - amount;
  const { capture_before: _ended, ...card } = before.payment_method_details!.card!;
  const settled = await settle(call, {
    ...authorised,
    body: {
      ...before,
      captured: true,
      amount_captured: amount,
      amount_refunded: left,
      statement_descriptor: params.statement_descriptor ?? before.statement_descriptor,
      statement_descriptor_suffix: params.statement_descriptor_suffix ?? before.statement_descriptor_suffix,
      payment_method_details: { ...before.payment_method_details!, card },
    },
  });
  await saveObject(call.tx, settled);
  await scheduleDispute(call, settled);
  if (left > 0) await giveBackUncaptured(call, settled, left);
  emit(call, 'charge.captured', settled.body, {
    amount_captured: 0,
    amount_refunded: 0,
    balance_transaction: null,
    captured: false,
  });
}
