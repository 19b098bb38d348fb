import type Stripe from 'stripe';
import { mergeMetadata } from '../../http/params';
import { newId, randomText } from '../../ids';
import type { CreateParams, UpdateParams } from './params';

export function newSetupBody(params: CreateParams, at: number): Stripe.SetupIntent {
  const id = newId('seti');
  const automatic = params.automatic_payment_methods ?? { enabled: params.allowed_payment_method_types === undefined };
  const empty: Stripe.SetupIntent = {
    id,
    object: 'setup_intent',
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    application: null,
    automatic_payment_methods: automatic.enabled
      ? { enabled: true, allow_redirects: automatic.allow_redirects ?? 'always' }
      : null,
    cancellation_reason: null,
    client_secret: `${id}_secret_${randomText(25)}`,
    created: at,
    customer: params.customer ?? null,
    customer_account: null,
    description: null,
    excluded_payment_method_types: params.excluded_payment_method_types ?? null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    managed_payments: null,
    mandate: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card'],
    single_use_mandate: null,
    status: 'requires_payment_method',
    usage: params.usage ?? 'off_session',
  };
  return withSetupChanges(empty, params);
}

export function withSetupChanges(before: Stripe.SetupIntent, params: Partial<UpdateParams>): Stripe.SetupIntent {
  const secure = params.payment_method_options?.card?.request_three_d_secure;
  return {
    ...before,
    ...(params.customer === undefined ? {} : { customer: params.customer }),
    ...(params.description === undefined ? {} : { description: params.description }),
    metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
    payment_method_options: {
      ...before.payment_method_options,
      card: {
        ...before.payment_method_options!.card!,
        ...(secure === undefined ? {} : { request_three_d_secure: secure }),
      },
    },
  };
}
