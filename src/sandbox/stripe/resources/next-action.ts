import type Stripe from 'stripe';
import { randomText } from '../ids';
import type { Waiting } from '../objects';
import type { Work } from '../work';

type NextAction = Stripe.PaymentIntent.NextAction & Stripe.SetupIntent.NextAction;

/** Sets an intent waiting for its customer: with a return URL the customer is sent to the bank's page, without one Stripe.js shows it. */
export function askCustomer(
  work: Work,
  intentId: string,
  paymentMethod: string,
  returnUrl: string | undefined,
): { readonly waiting: Waiting; readonly nextAction: NextAction } {
  const waiting = { paymentMethod, token: randomText(32), returnUrl: returnUrl ?? null };
  const url = `${work.sandbox.publicUrl}/3d_secure/${intentId}?token=${waiting.token}`;
  const nextAction: NextAction =
    returnUrl === undefined
      ? { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url } }
      : { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url } };
  return { waiting, nextAction };
}
