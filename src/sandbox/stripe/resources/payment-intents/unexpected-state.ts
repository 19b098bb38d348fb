import type Stripe from 'stripe';
import { notAllowed, type StripeProblem } from '../../http/problem';

/** The payment intent is not where the call needs it to be; the answer carries it, as Stripe's does. */
export function unexpectedState(intent: Stripe.PaymentIntent, deed: string, allowed: readonly string[]): StripeProblem {
  const wanted =
    allowed.length === 0 ? '' : ` Only a payment intent with one of these statuses may be: ${allowed.join(', ')}.`;
  return notAllowed(`You cannot ${deed} this PaymentIntent because it has a status of ${intent.status}.${wanted}`, {
    code: 'payment_intent_unexpected_state',
    payment_intent: intent,
  });
}
