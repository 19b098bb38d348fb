import type Stripe from 'stripe';
import type { SavedCard, SavedCards } from '../../ports';
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
    async remove(paymentMethod, idempotencyKey) {
      await finalOnly(stripe.paymentMethods.detach(paymentMethod, {}, { idempotencyKey }));
    },
  };
}

function cardOf(method: Stripe.PaymentMethod): SavedCard[] {
  assertObject(method, 'payment_method', 'pm_');
  const { card } = method;
  if (!card) return [];
  const { brand, last4, exp_month: expiryMonth, exp_year: expiryYear } = card;
  return [{ id: method.id, brand, last4, expiryMonth, expiryYear }];
}
