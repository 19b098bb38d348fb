import type Stripe from 'stripe';
import { idOf, type Stored } from '../../objects';
import { insertObject } from '../../queries/insert-object';
import { saveObject } from '../../queries/save-object';
import { scheduleWork } from '../../queries/schedule-work';
import { emit, seconds, type Work } from '../../work';
import { AUTHORISATION_DAYS, chargeBody } from '../charges/charge-body';
import { scheduleDispute, settle } from '../charges/settle';
import { keepForCustomer } from '../payment-method-use';
import { capturesByHand } from './intent-body';

/** The bank said yes: the money is taken, or held where it is to be captured by hand. */
export async function completeAttempt(
  work: Work,
  intent: Stored<'payment_intent'>,
  paymentMethod: Stored<'payment_method'>,
  authenticated: boolean,
): Promise<Stripe.PaymentIntent> {
  await rememberPaymentMethod(work, intent.body, paymentMethod, authenticated);
  return capturesByHand(intent.body)
    ? authorise(work, intent, paymentMethod, authenticated)
    : take(work, intent, paymentMethod, authenticated);
}

async function take(
  work: Work,
  intent: Stored<'payment_intent'>,
  paymentMethod: Stored<'payment_method'>,
  authenticated: boolean,
): Promise<Stripe.PaymentIntent> {
  const attempt = { at: seconds(work.now), authenticated };
  const body = chargeBody(intent.body, paymentMethod, { kind: 'captured' }, attempt);
  const hidden = { behaviour: paymentMethod.hidden.behaviour };
  let charge = await insertObject(work.tx, 'charge', body.created, body, hidden);
  if (intent.body.capture_method === 'automatic') {
    charge = await settle(work, charge);
    await saveObject(work.tx, charge);
  } else {
    await scheduleWork(work.tx, 'charge_settles', charge.id, work.now);
  }
  await scheduleDispute(work, charge);
  emit(work, 'charge.succeeded', charge.body);
  const paid = await saveIntent(work, intent, paymentMethod.id, {
    status: 'succeeded',
    latest_charge: charge.id,
    amount_received: charge.body.amount_captured,
  });
  emit(work, 'payment_intent.succeeded', paid);
  return paid;
}

async function authorise(
  work: Work,
  intent: Stored<'payment_intent'>,
  paymentMethod: Stored<'payment_method'>,
  authenticated: boolean,
): Promise<Stripe.PaymentIntent> {
  const expiresAt = work.now.add({ hours: 24 * AUTHORISATION_DAYS });
  const result = { kind: 'authorised', captureBefore: seconds(expiresAt) } as const;
  const charge = chargeBody(intent.body, paymentMethod, result, { at: seconds(work.now), authenticated });
  await insertObject(work.tx, 'charge', charge.created, charge, { behaviour: paymentMethod.hidden.behaviour });
  await scheduleWork(work.tx, 'authorisation_expires', intent.id, expiresAt);
  emit(work, 'charge.succeeded', charge);
  const held = await saveIntent(work, intent, paymentMethod.id, {
    status: 'requires_capture',
    latest_charge: charge.id,
    amount_capturable: intent.body.amount,
  });
  emit(work, 'payment_intent.amount_capturable_updated', held);
  return held;
}

async function saveIntent(
  work: Work,
  intent: Stored<'payment_intent'>,
  paymentMethod: string,
  outcome: Partial<Stripe.PaymentIntent>,
): Promise<Stripe.PaymentIntent> {
  const body: Stripe.PaymentIntent = {
    ...intent.body,
    payment_method: paymentMethod,
    next_action: null,
    last_payment_error: null,
    ...outcome,
  };
  await saveObject(work.tx, { ...intent, body, hidden: { waiting: null, authenticated: false } });
  return body;
}

/** Kept for the customer when the payment says so; used up when nobody keeps it. */
async function rememberPaymentMethod(
  work: Work,
  intent: Stripe.PaymentIntent,
  paymentMethod: Stored<'payment_method'>,
  authenticated: boolean,
): Promise<void> {
  const customer = idOf(intent.customer);
  const futureUse = intent.payment_method_options?.card?.setup_future_usage ?? intent.setup_future_usage;
  if (customer !== null && (futureUse === 'off_session' || futureUse === 'on_session')) {
    const setUp = paymentMethod.hidden.setUp || (authenticated && futureUse === 'off_session');
    await keepForCustomer(work, { ...paymentMethod, hidden: { ...paymentMethod.hidden, setUp } }, customer);
  } else if (idOf(paymentMethod.body.customer) === null) {
    await saveObject(work.tx, { ...paymentMethod, hidden: { ...paymentMethod.hidden, spent: true } });
  }
}
