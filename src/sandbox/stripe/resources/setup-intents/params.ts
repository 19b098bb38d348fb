import { z } from 'zod';
import { choice, created, emptyable, flag, list, metadata, page, text, webAddress } from '../../http/params';
import { paymentMethodData } from '../payment-method-data';

const paymentMethodOptions = z.strictObject({
  card: z.strictObject({ request_three_d_secure: choice('automatic', 'any', 'challenge').optional() }).optional(),
});

const paying = {
  payment_method: text().optional(),
  payment_method_data: paymentMethodData.optional(),
  payment_method_options: paymentMethodOptions.optional(),
};

const confirming = {
  mandate_data: emptyable(z.looseObject({})).optional(),
  return_url: webAddress().optional(),
  use_stripe_sdk: flag().optional(),
};

export const createParams = z.strictObject({
  ...paying,
  ...confirming,
  allowed_payment_method_types: list(text(50)).optional(),
  automatic_payment_methods: z
    .strictObject({ enabled: flag(), allow_redirects: choice('always', 'never').optional() })
    .optional(),
  confirm: flag().optional(),
  customer: text().optional(),
  description: emptyable(text(1000)).optional(),
  excluded_payment_method_types: list(text(50)).optional(),
  metadata: metadata().optional(),
  usage: choice('off_session', 'on_session').optional(),
});

export const updateParams = z.strictObject({
  ...paying,
  customer: text().optional(),
  description: emptyable(text(1000)).optional(),
  metadata: metadata().optional(),
});

export const confirmParams = z.strictObject({ ...paying, ...confirming, client_secret: text().optional() });

export const cancelParams = z.strictObject({
  cancellation_reason: choice('abandoned', 'requested_by_customer', 'duplicate').optional(),
});

export const retrieveParams = z.strictObject({ client_secret: text().optional() });

export const listParams = z.strictObject({ ...page, created, customer: text().optional() });

export type CreateParams = z.output<typeof createParams>;
export type UpdateParams = z.output<typeof updateParams>;
export type ConfirmParams = z.output<typeof confirmParams>;
