import type Stripe from 'stripe';
import { saveObject } from '../../queries/save-object';
import type { Work } from '../../work';
import { lockNamed, lockOwn } from '../find';
import { payNow } from './confirm';
import { failWithoutCharge } from './decline';
import { unexpectedState } from './unexpected-state';

export type AuthenticationOutcome = 'succeed' | 'fail';

/** What the guest does on the bank's page. Returns the payment intent that comes of it, declined or not. */
export async function authenticatePayment(
  work: Work,
  id: string,
  outcome: AuthenticationOutcome,
): Promise<Stripe.PaymentIntent> {
  const intent = await lockNamed(work, 'payment_intent', id);
  const { waiting } = intent.hidden;
  if (intent.body.status !== 'requires_action' || waiting === null) {
    throw unexpectedState(intent.body, 'authenticate', ['requires_action']);
  }
  const paymentMethod = await lockOwn(work, 'payment_method', waiting.paymentMethod);
  if (outcome === 'fail') {
    await failWithoutCharge(work, intent, paymentMethod, {
      type: 'invalid_request_error',
      code: 'payment_intent_authentication_failure',
      message:
        'The provided PaymentMethod has failed authentication. Provide a new PaymentMethod to try this PaymentIntent again.',
    });
  } else if (intent.body.confirmation_method === 'manual') {
    const body = { ...intent.body, status: 'requires_confirmation' as const, next_action: null };
    await saveObject(work.tx, { ...intent, body, hidden: { waiting: null, authenticated: true } });
  } else {
    await payNow(work, intent, paymentMethod, true);
  }
  return (await lockNamed(work, 'payment_intent', id)).body;
}
