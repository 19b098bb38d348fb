import type Stripe from 'stripe';
import type { CreateSetup, ProviderSetup, SavedCard, SavedCards } from '../../ports';
import { assertObject, finalOnly, firstCarrying } from './stripe-answers';

/** The provider's clock may be behind ours. */
const SKEW_SECONDS = 300;

/** Guests as Stripe's customers, and their cards. */
export function stripeSavedCards(stripe: Stripe): SavedCards {
  return {
    async createCustomer(metadata, idempotencyKey) {
      const customer = await finalOnly(stripe.customers.create({ metadata }, { idempotencyKey }));
      assertObject(customer, 'customer', 'cus_');
      return customer.id;
    },
    async findCustomer(metadata, since) {
      const created = { gte: Math.floor(since.getTime() / 1_000) - SKEW_SECONDS };
      return (await firstCarrying(stripe.customers.list({ created, limit: 100 }), metadata))?.id ?? null;
    },
    async deleteCustomer(id, idempotencyKey) {
      await finalOnly(stripe.customers.del(id, {}, { idempotencyKey }));
    },
    async list(customer) {
      const cards: SavedCard[] = [];
      const methods = stripe.customers.listPaymentMethods(customer, { type: 'card', limit: 100 });
      for await (const method of methods) cards.push(...cardOf(method));
      return cards;
    },
    async createSetup(input, idempotencyKey) {
      return setupOf(await finalOnly(stripe.setupIntents.create(setupParams(input), { idempotencyKey })));
    },
    async retrieveSetup(id) {
      return setupOf(await stripe.setupIntents.retrieve(id));
    },
    async cancelSetup(id, idempotencyKey) {
      return setupOf(await finalOnly(stripe.setupIntents.cancel(id, {}, { idempotencyKey })));
    },
    async findSetup(metadata, since) {
      const created = { gte: Math.floor(since.getTime() / 1_000) - SKEW_SECONDS };
      const found = await firstCarrying(stripe.setupIntents.list({ created, limit: 100 }), metadata);
      return found && setupOf(found);
    },
    async remove(paymentMethod, idempotencyKey) {
      await finalOnly(stripe.paymentMethods.detach(paymentMethod, {}, { idempotencyKey }));
    },
  };
}

const setupParams = ({ customer, method, description, metadata }: CreateSetup): Stripe.SetupIntentCreateParams => ({
  customer,
  description,
  metadata,
  usage: 'off_session',
  automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
  ...(method === null ? {} : { payment_method: method }),
});

function setupOf(setup: Stripe.SetupIntent): ProviderSetup {
  assertObject(setup, 'setup_intent', 'seti_');
  const method = setup.payment_method;
  return {
    id: setup.id,
    clientSecret: setup.client_secret,
    status: setup.status as ProviderSetup['status'],
    method: typeof method === 'string' ? method : (method?.id ?? null),
    lastError: setup.last_setup_error?.message ?? null,
  };
}

function cardOf(method: Stripe.PaymentMethod): SavedCard[] {
  assertObject(method, 'payment_method', 'pm_');
  const { card } = method;
  if (!card) return [];
  const { brand, last4, exp_month: expiryMonth, exp_year: expiryYear } = card;
  return [{ id: method.id, brand, last4, expiryMonth, expiryYear }];
}
