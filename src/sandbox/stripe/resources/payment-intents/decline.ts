import type Stripe from 'stripe';
import type { Decline } from '../../cards';
import type { Answer } from '../../http/answer';
import type { Stored } from '../../objects';
import { insertObject } from '../../queries/insert-object';
import { saveObject } from '../../queries/save-object';
import { emit, seconds, type Work } from '../../work';
import { chargeBody } from '../charges/charge-body';

/** The bank said no: a failed charge stays behind, and the intent waits for another payment method. */
export async function declineAttempt(
  work: Work,
  intent: Stored<'payment_intent'>,
  paymentMethod: Stored<'payment_method'>,
  decline: Decline,
  authenticated: boolean,
): Promise<Answer> {
  const attempt = { at: seconds(work.now), authenticated };
  const charge = chargeBody(intent.body, paymentMethod, { kind: 'declined', decline }, attempt);
  await insertObject(work.tx, 'charge', charge.created, charge, { behaviour: paymentMethod.hidden.behaviour });
  emit(work, 'charge.failed', charge);
  return failWithoutCharge(work, { ...intent, body: { ...intent.body, latest_charge: charge.id } }, paymentMethod, {
    type: 'card_error',
    code: decline.code,
    decline_code: decline.declineCode,
    message: decline.message,
    charge: charge.id,
    advice_code: 'try_again_later',
    network_decline_code: '01',
  });
}

export interface PaymentFailure {
  readonly type: 'card_error' | 'invalid_request_error';
  readonly code: string;
  readonly message: string;
  readonly decline_code?: string;
  readonly charge?: string;
  readonly advice_code?: string;
  readonly network_decline_code?: string;
}

/** Sends the intent back to wait for a payment method, and says why in the answer and in `last_payment_error`. */
export async function failWithoutCharge(
  work: Work,
  intent: Stored<'payment_intent'>,
  paymentMethod: Stored<'payment_method'>,
  failure: PaymentFailure,
): Promise<Answer> {
  const error = {
    ...failure,
    doc_url: `https://docs.stripe.com/error-codes/${failure.code.replaceAll('_', '-')}`,
    payment_method: paymentMethod.body,
  };
  const body: Stripe.PaymentIntent = {
    ...intent.body,
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_payment_error: error as Stripe.PaymentIntent.LastPaymentError,
  };
  await saveObject(work.tx, { ...intent, body, hidden: { waiting: null, authenticated: false } });
  emit(work, 'payment_intent.payment_failed', body);
  return { status: failure.type === 'card_error' ? 402 : 400, body: { error: { ...error, payment_intent: body } } };
}
