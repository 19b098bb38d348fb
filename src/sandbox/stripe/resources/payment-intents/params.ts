import { z } from 'zod';
import { MAXIMUM_CHARGE } from '../../currencies';
import {
  choice,
  created,
  currency,
  emptyable,
  flag,
  integer,
  list,
  metadata,
  page,
  shipping,
  text,
  webAddress,
} from '../../http/params';
import { paymentMethodData } from '../payment-method-data';

const captureMethod = choice('automatic', 'automatic_async', 'manual');

/** Kept and shown again; only `challenge` and a card's own capture method and future use change what happens. */
const paymentMethodOptions = z.strictObject({
  card: z
    .strictObject({
      capture_method: emptyable(choice('manual')).optional(),
      request_three_d_secure: choice('automatic', 'any', 'challenge').optional(),
      setup_future_usage: emptyable(choice('none', 'on_session', 'off_session')).optional(),
      statement_descriptor_suffix_kana: emptyable(text()).optional(),
      statement_descriptor_suffix_kanji: emptyable(text()).optional(),
    })
    .optional(),
});

const described = {
  description: emptyable(text(1000)).optional(),
  metadata: metadata().optional(),
  payment_method: text().optional(),
  payment_method_data: paymentMethodData.optional(),
  payment_method_options: paymentMethodOptions.optional(),
  receipt_email: emptyable(text(512)).optional(),
  setup_future_usage: emptyable(choice('on_session', 'off_session')).optional(),
  shipping: emptyable(shipping()).optional(),
};

const online = z.strictObject({
  ip_address: text().optional(),
  user_agent: text().optional(),
});

const confirming = {
  error_on_requires_action: flag().optional(),
  mandate_data: emptyable(
    z.strictObject({
      customer_acceptance: z.strictObject({
        type: choice('online', 'offline'),
        accepted_at: integer(0, 1e12).optional(),
        online: online.optional(),
        offline: z.unknown().optional(),
      }),
    }),
  ).optional(),
  off_session: z.union([choice('one_off', 'recurring').transform(() => true), flag()]).optional(),
  return_url: webAddress().optional(),
  use_stripe_sdk: flag().optional(),
};

export const createParams = z.strictObject({
  ...described,
  ...confirming,
  amount: integer(1, MAXIMUM_CHARGE),
  currency: currency(),
  allowed_payment_method_types: list(text(50)).optional(),
  automatic_payment_methods: z
    .strictObject({ enabled: flag(), allow_redirects: choice('always', 'never').optional() })
    .optional(),
  capture_method: captureMethod.optional(),
  confirm: flag().optional(),
  confirmation_method: choice('automatic', 'manual').optional(),
  customer: text().optional(),
  excluded_payment_method_types: list(text(50)).optional(),
  statement_descriptor: text(22).optional(),
  statement_descriptor_suffix: text(22).optional(),
  transfer_group: text(255).optional(),
});

export const updateParams = z.strictObject({
  ...described,
  amount: integer(1, MAXIMUM_CHARGE).optional(),
  capture_method: captureMethod.optional(),
  currency: currency().optional(),
  customer: text().optional(),
  statement_descriptor: text(22).optional(),
  statement_descriptor_suffix: text(22).optional(),
  transfer_group: text(255).optional(),
});

export const confirmParams = z.strictObject({
  payment_method: text().optional(),
  payment_method_data: paymentMethodData.optional(),
  payment_method_options: paymentMethodOptions.optional(),
  receipt_email: emptyable(text(512)).optional(),
  setup_future_usage: emptyable(choice('on_session', 'off_session')).optional(),
  shipping: emptyable(shipping()).optional(),
  capture_method: captureMethod.optional(),
  ...confirming,
  client_secret: text().optional(),
});

export const captureParams = z.strictObject({
  amount_to_capture: integer(1, MAXIMUM_CHARGE).optional(),
  final_capture: flag().optional(),
  metadata: metadata().optional(),
  statement_descriptor: text(22).optional(),
  statement_descriptor_suffix: text(22).optional(),
});

export const cancelParams = z.strictObject({
  cancellation_reason: choice('duplicate', 'fraudulent', 'requested_by_customer', 'abandoned').optional(),
});

export const retrieveParams = z.strictObject({ client_secret: text().optional() });

export const listParams = z.strictObject({ ...page, created, customer: text().optional() });

export type CreateParams = z.output<typeof createParams>;
export type UpdateParams = z.output<typeof updateParams>;
export type ConfirmParams = z.output<typeof confirmParams>;
