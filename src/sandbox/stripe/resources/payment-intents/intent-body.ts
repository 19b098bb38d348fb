import type Stripe from 'stripe';
import { endsWrong, formatAmount, hasValidLastDigit, minimumChargeOf } from '../../currencies';
import { invalidParameter } from '../../http/problem';
import { mergeMetadata } from '../../http/params';
import { newId, randomText } from '../../ids';
import { wholeShipping } from '../address';
import type { CreateParams, UpdateParams } from './params';

export function assertChargeable(amount: number, currency: string): void {
  const minimum = minimumChargeOf(currency);
  if (amount < minimum) {
    throw invalidParameter('amount', `Amount must be at least ${formatAmount(minimum, currency)}`, 'amount_too_small');
  }
  if (!hasValidLastDigit(amount, currency)) {
    throw invalidParameter('amount', endsWrong(currency), 'parameter_invalid_integer');
  }
}

export function newIntentBody(params: CreateParams, at: number): Stripe.PaymentIntent {
  const id = newId('pi');
  const empty: Stripe.PaymentIntent = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    amount: params.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: automaticMethods(params),
    canceled_at: null,
    cancellation_reason: null,
    capture_method: params.capture_method ?? 'automatic_async',
    client_secret: `${id}_secret_${randomText(25)}`,
    confirmation_method: params.confirmation_method ?? 'automatic',
    created: at,
    currency: params.currency,
    customer: params.customer ?? null,
    customer_account: null,
    description: null,
    excluded_payment_method_types: params.excluded_payment_method_types ?? null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  };
  return withChanges(empty, params);
}

/** On unless switched off; a list of allowed types leaves nothing to switch. */
function automaticMethods(params: CreateParams): Stripe.PaymentIntent.AutomaticPaymentMethods | null {
  const given = params.automatic_payment_methods;
  if (given !== undefined) {
    return given.enabled ? { enabled: true, allow_redirects: given.allow_redirects ?? 'always' } : null;
  }
  return params.allowed_payment_method_types === undefined ? { enabled: true, allow_redirects: 'always' } : null;
}

/** The fields that create, update and confirm may all set. */
export function withChanges(before: Stripe.PaymentIntent, params: Partial<UpdateParams>): Stripe.PaymentIntent {
  const plain = {
    amount: params.amount,
    capture_method: params.capture_method,
    currency: params.currency,
    customer: params.customer,
    description: params.description,
    receipt_email: params.receipt_email,
    setup_future_usage: params.setup_future_usage,
    statement_descriptor: params.statement_descriptor,
    statement_descriptor_suffix: params.statement_descriptor_suffix,
    transfer_group: params.transfer_group,
  };
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
  const card = params.payment_method_options?.card;
  return {
    ...before,
    ...given,
    ...(params.shipping === undefined
      ? {}
      : { shipping: params.shipping === null ? null : wholeShipping(params.shipping) }),
    payment_method_options: {
      ...before.payment_method_options,
      card: {
        ...before.payment_method_options?.card,
        ...(card as Partial<Stripe.PaymentIntent.PaymentMethodOptions.Card> | undefined),
      } as Stripe.PaymentIntent.PaymentMethodOptions.Card,
    },
    metadata: mergeMetadata(before.metadata, params.metadata),
  };
}

/** A card's own option overrules the payment's. */
export function capturesByHand(intent: Stripe.PaymentIntent): boolean {
  return (intent.payment_method_options?.card?.capture_method ?? intent.capture_method) === 'manual';
}
