import type Stripe from 'stripe';
import type { Decline } from '../../cards';
import { newId, randomText } from '../../ids';
import { idOf, type Stored } from '../../objects';

/** How long an authorisation holds before the money goes back to the cardholder. */
export const AUTHORISATION_DAYS = 7;

export type ChargeResult =
  | { readonly kind: 'captured' }
  | { readonly kind: 'authorised'; readonly captureBefore: number }
  | { readonly kind: 'declined'; readonly decline: Decline };

/** The charge of one attempt to pay a payment intent. */
export function chargeBody(
  intent: Stripe.PaymentIntent,
  paymentMethod: Stored<'payment_method'>,
  result: ChargeResult,
  attempt: { readonly at: number; readonly authenticated: boolean },
): Stripe.Charge {
  const declined = result.kind === 'declined';
  return {
    id: newId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: result.kind === 'captured' ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: paymentMethod.body.billing_details as Stripe.Charge.BillingDetails,
    calculated_statement_descriptor: 'CASITA SANDBOX',
    captured: result.kind === 'captured',
    created: attempt.at,
    currency: intent.currency,
    customer: idOf(intent.customer),
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: declined ? result.decline.code : null,
    failure_message: declined ? result.decline.message : null,
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: outcomeOf(result),
    paid: !declined,
    payment_intent: intent.id,
    payment_method: paymentMethod.id,
    payment_method_details: { card: cardDetails(intent, paymentMethod, result, attempt), type: 'card' },
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    refunds: null,
    review: null,
    shipping: intent.shipping as Stripe.Charge.Shipping | null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: declined ? 'failed' : 'succeeded',
    transfer_data: null,
    transfer_group: intent.transfer_group,
  };
}

function outcomeOf(result: ChargeResult): Stripe.Charge.Outcome {
  if (result.kind === 'declined') {
    return {
      advice_code: 'try_again_later',
      network_advice_code: null,
      network_decline_code: '01',
      network_status: 'declined_by_network',
      reason: result.decline.declineCode,
      risk_level: 'normal',
      risk_score: 20,
      seller_message: 'The bank did not accept the payment.',
      type: 'issuer_declined',
    };
  }
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: 'approved_by_network',
    reason: null,
    risk_level: 'normal',
    risk_score: 20,
    seller_message: 'Payment complete.',
    type: 'authorized',
  };
}

function cardDetails(
  intent: Stripe.PaymentIntent,
  paymentMethod: Stored<'payment_method'>,
  result: ChargeResult,
  attempt: { readonly authenticated: boolean },
): Stripe.Charge.PaymentMethodDetails.Card {
  const card = paymentMethod.body.card!;
  return {
    amount_authorized: result.kind === 'declined' ? null : intent.amount,
    authorization_code: result.kind === 'declined' ? null : randomText(6).toUpperCase(),
    brand: card.brand,
    ...(result.kind === 'authorised' ? { capture_before: result.captureBefore } : {}),
    checks: {
      address_line1_check: null,
      address_postal_code_check: null,
      cvc_check: card.checks?.cvc_check ? 'pass' : null,
    },
    country: card.country,
    electronic_commerce_indicator: attempt.authenticated ? '05' : null,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    extended_authorization: { status: 'disabled' },
    fingerprint: card.fingerprint ?? null,
    funding: card.funding,
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    last4: card.last4,
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: result.kind === 'declined' ? null : randomText(15).toUpperCase(),
    overcapture: { maximum_amount_capturable: intent.amount, status: 'unavailable' },
    regulated_status: 'unregulated',
    three_d_secure: attempt.authenticated ? authenticated : null,
    transaction_link_id: null,
    wallet: null,
  };
}

const authenticated: Stripe.Charge.PaymentMethodDetails.Card.ThreeDSecure = {
  authentication_flow: 'challenge',
  electronic_commerce_indicator: '05',
  exemption_indicator: null,
  result: 'authenticated',
  result_reason: null,
  transaction_id: null,
  version: '2.2.0',
};
