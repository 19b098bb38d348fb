import type Stripe from 'stripe';
import { asksForAuthentication, type Decline } from '../../cards';
import { ok, type Answer } from '../../http/answer';
import { notAllowed } from '../../http/problem';
import { idOf, type Stored } from '../../objects';
import { saveObject } from '../../queries/save-object';
import { emit, type Work } from '../../work';
import { askCustomer } from '../next-action';
import { assertUsableFor } from '../payment-method-use';
import { declineAttempt, failWithoutCharge } from './decline';
import { completeAttempt } from './complete';
import { unexpectedState } from './unexpected-state';

export interface Confirmation {
  /** Named by the call; otherwise the one the payment intent already has. */
  readonly paymentMethod: Stored<'payment_method'> | undefined;
  readonly offSession: boolean;
  readonly errorOnRequiresAction: boolean;
  readonly returnUrl: string | undefined;
  /** Confirmed with the publishable key, by the guest's own browser. */
  readonly byCustomer: boolean;
}

const confirmable = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

const authenticationRequired: Decline = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

/** Tries to pay. The intent is locked; what comes out of it is written and told of here. */
export async function confirmIntent(
  work: Work,
  intent: Stored<'payment_intent'>,
  confirmation: Confirmation,
  lockCurrent: (id: string) => Promise<Stored<'payment_method'>>,
): Promise<Answer> {
  const { body } = intent;
  if (!confirmable.includes(body.status)) throw unexpectedState(body, 'confirm', confirmable);
  assertReturnUrl(body, confirmation);
  const current = idOf(body.payment_method);
  const paymentMethod = confirmation.paymentMethod ?? (current === null ? undefined : await lockCurrent(current));
  if (paymentMethod === undefined) {
    throw notAllowed("You cannot confirm this PaymentIntent because it's missing a payment method.", {
      code: 'payment_intent_unexpected_state',
      payment_intent: body,
    });
  }
  assertUsableFor(paymentMethod, idOf(body.customer));
  return attempt(work, intent, paymentMethod, confirmation);
}

async function attempt(
  work: Work,
  intent: Stored<'payment_intent'>,
  paymentMethod: Stored<'payment_method'>,
  confirmation: Confirmation,
): Promise<Answer> {
  const authenticated = intent.hidden.authenticated && idOf(intent.body.payment_method) === paymentMethod.id;
  if (!authenticated && wantsAuthentication(intent.body, paymentMethod, confirmation.offSession)) {
    if (confirmation.offSession) return declineAttempt(work, intent, paymentMethod, authenticationRequired, false);
    if (confirmation.errorOnRequiresAction) {
      return failWithoutCharge(work, intent, paymentMethod, {
        type: 'card_error',
        code: authenticationRequired.code,
        message: 'This payment required an authentication action to complete, but `error_on_requires_action` was set.',
      });
    }
    return ok(await waitForCustomer(work, intent, paymentMethod, confirmation));
  }
  return payNow(work, intent, paymentMethod, authenticated);
}

/** The bank's word, once nothing more is asked of the customer. */
export async function payNow(
  work: Work,
  intent: Stored<'payment_intent'>,
  paymentMethod: Stored<'payment_method'>,
  authenticated: boolean,
): Promise<Answer> {
  const { decline } = paymentMethod.hidden.behaviour;
  if (decline !== null) return declineAttempt(work, intent, paymentMethod, decline, authenticated);
  return ok(await completeAttempt(work, intent, paymentMethod, authenticated));
}

function wantsAuthentication(
  body: Stripe.PaymentIntent,
  paymentMethod: Stored<'payment_method'>,
  offSession: boolean,
): boolean {
  const challenged = body.payment_method_options?.card?.request_three_d_secure === 'challenge' && !offSession;
  const { behaviour, setUp } = paymentMethod.hidden;
  return challenged || asksForAuthentication(behaviour, { offSession, setUp });
}

async function waitForCustomer(
  work: Work,
  intent: Stored<'payment_intent'>,
  paymentMethod: Stored<'payment_method'>,
  confirmation: Confirmation,
): Promise<Stripe.PaymentIntent> {
  const { waiting, nextAction } = askCustomer(work, intent.id, paymentMethod.id, confirmation.returnUrl);
  const body: Stripe.PaymentIntent = {
    ...intent.body,
    payment_method: paymentMethod.id,
    status: 'requires_action',
    last_payment_error: null,
    next_action: nextAction,
  };
  await saveObject(work.tx, { ...intent, body, hidden: { waiting, authenticated: false } });
  emit(work, 'payment_intent.requires_action', body);
  return body;
}

/**
 * Methods that redirect need somewhere to come back to. A payment intent with automatic payment methods may be paid by one, so confirming it
 * from the server takes a `return_url`, unless redirects are ruled out or the customer is not there.
 */
function assertReturnUrl(body: Stripe.PaymentIntent, confirmation: Confirmation): void {
  const mayRedirect = body.automatic_payment_methods?.allow_redirects === 'always';
  if (!mayRedirect || confirmation.byCustomer || confirmation.offSession || confirmation.returnUrl !== undefined)
    return;
  throw notAllowed(
    'This PaymentIntent accepts payment methods that might redirect your customer off of your page: provide a `return_url`, or set `automatic_payment_methods[allow_redirects]` to `never` when creating it.',
    { param: 'return_url' },
  );
}
