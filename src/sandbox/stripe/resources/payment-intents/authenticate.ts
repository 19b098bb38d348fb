import { z } from 'zod';
import { ok, type Answer } from '../../http/answer';
import { choice } from '../../http/params';
import type { Call } from '../../http/route';
import { saveObject } from '../../queries/save-object';
import { lockNamed, lockOwn } from '../find';
import { payNow } from './confirm';
import { failWithoutCharge } from './decline';
import { unexpectedState } from './unexpected-state';

export const authenticateParams = z.strictObject({ outcome: choice('succeed', 'fail') });

/** What the guest does on the bank's page. Answers with the payment intent that comes of it, declined or not. */
export async function authenticate(call: Call, params: z.output<typeof authenticateParams>): Promise<Answer> {
  const intent = await lockNamed(call, 'payment_intent', call.in['id']!);
  const { waiting } = intent.hidden;
  if (intent.body.status !== 'requires_action' || waiting === null) {
    throw unexpectedState(intent.body, 'authenticate', ['requires_action']);
  }
  const paymentMethod = await lockOwn(call, 'payment_method', waiting.paymentMethod);
  if (params.outcome === 'fail') {
    await failWithoutCharge(call, intent, paymentMethod, {
      type: 'invalid_request_error',
      code: 'payment_intent_authentication_failure',
      message:
        'The provided PaymentMethod has failed authentication. Provide a new PaymentMethod to try this PaymentIntent again.',
    });
  } else if (intent.body.confirmation_method === 'manual') {
    const body = { ...intent.body, status: 'requires_confirmation' as const, next_action: null };
    await saveObject(call.tx, { ...intent, body, hidden: { waiting: null, authenticated: true } });
  } else {
    await payNow(call, intent, paymentMethod, true);
  }
  return ok((await lockNamed(call, 'payment_intent', intent.id)).body);
}
