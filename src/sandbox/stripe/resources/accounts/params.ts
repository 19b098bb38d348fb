import { z } from 'zod';
import { address as postalAddress, choice, currency, flag, integer, list, text, webAddress } from '../../http/params';
import { v2Page } from '../../http/v2-listing';
import { v2Metadata } from '../v2-metadata';

/** The sections that an answer leaves out until they are asked for. The other configurations of an account are not the sandbox's. */
const include = list(
  choice('configuration.recipient', 'defaults', 'future_requirements', 'identity', 'requirements'),
  10,
).default([]);

const address = postalAddress().extend({ town: text().optional() });

const accepted = z.strictObject({ date: text(50).optional(), ip: text(50).optional(), user_agent: text().optional() });

const idNumbers = list(z.strictObject({ type: text(50), value: text(100) }), 10).optional();

const identity = z.strictObject({
  attestations: z
    .strictObject({ terms_of_service: z.strictObject({ account: accepted.optional() }).optional() })
    .optional(),
  business_details: z
    .strictObject({
      address: address.optional(),
      id_numbers: idNumbers,
      phone: text(50).optional(),
      registered_name: text().optional(),
      structure: text(50).optional(),
    })
    .optional(),
  country: text(2).optional(),
  entity_type: choice('individual', 'company', 'non_profit', 'government_entity').optional(),
  individual: z
    .strictObject({
      address: address.optional(),
      date_of_birth: z
        .strictObject({ day: integer(1, 31), month: integer(1, 12), year: integer(1900, 2100) })
        .optional(),
      email: text(512).optional(),
      given_name: text().optional(),
      id_numbers: idNumbers,
      phone: text(50).optional(),
      surname: text().optional(),
    })
    .optional(),
});

const defaults = z.strictObject({
  currency: currency().optional(),
  locales: list(text(20), 10).optional(),
  profile: z
    .strictObject({
      business_url: webAddress().optional(),
      doing_business_as: text().optional(),
      product_description: text().optional(),
    })
    .optional(),
  responsibilities: z
    .strictObject({
      fees_collector: choice('application', 'stripe'),
      losses_collector: choice('application', 'stripe'),
    })
    .optional(),
});

const capabilities = z.strictObject({
  stripe_balance: z.strictObject({ stripe_transfers: z.strictObject({ requested: flag() }).optional() }).optional(),
});

const described = {
  contact_email: text(512).optional(),
  contact_phone: text(50).optional(),
  dashboard: choice('express', 'full', 'none').optional(),
  defaults: defaults.optional(),
  display_name: text().optional(),
  identity: identity.optional(),
  include,
  metadata: v2Metadata().optional(),
};

export const createParams = z.strictObject({
  ...described,
  configuration: z
    .strictObject({ recipient: z.strictObject({ capabilities: capabilities.optional() }).optional() })
    .optional(),
});

export const updateParams = z.strictObject({
  ...described,
  configuration: z
    .strictObject({
      recipient: z.strictObject({ applied: flag().optional(), capabilities: capabilities.optional() }).optional(),
    })
    .optional(),
});

const configurations = list(choice('customer', 'merchant', 'recipient'), 3).optional();

export const retrieveParams = z.strictObject({ include });

export const closeParams = z.strictObject({ applied_configurations: configurations });

export const listParams = z.strictObject({
  ...v2Page,
  applied_configurations: configurations,
  closed: flag().default(false),
});

export type CreateParams = z.output<typeof createParams>;
export type UpdateParams = z.output<typeof updateParams>;
export type Include = z.output<typeof include>;
export type IdentityParams = z.output<typeof identity>;
export type DefaultsParams = z.output<typeof defaults>;
