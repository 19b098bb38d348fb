import type Stripe from 'stripe';
import type { Work } from '../work';

type NextAction = Stripe.PaymentIntent.NextAction & Stripe.SetupIntent.NextAction;

/** With a return URL the customer is sent to the bank's page; without one Stripe.js shows it. */
export function nextAction(work: Work, id: string, returnUrl: string | undefined): NextAction {
  const url = `${work.sandbox.hostedPagesUrl}/3d_secure/${id}`;
  if (returnUrl !== undefined) {
    return { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url } };
  }
  return { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url } };
}
