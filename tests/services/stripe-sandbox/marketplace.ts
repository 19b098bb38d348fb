import type Stripe from 'stripe';
import { openWorld, WEBHOOK_SECRET, type World } from './support';
import { CONNECT_SECRET, openThinInbox, type ThinInbox } from './thin-inbox';

export interface Marketplace extends World {
  /** What the Connect webhook heard. */
  readonly connect: ThinInbox;
}

/** The sandbox with a Connect webhook beside the platform's own. */
export async function openMarketplace(): Promise<Marketplace> {
  let port = 0;
  const connect = await openThinInbox(() => port);
  const inbox = { url: 'http://127.0.0.1:9/unused', secret: WEBHOOK_SECRET, enabledEvents: ['none'] };
  const world = await openWorld({
    webhookEndpoints: [inbox, { url: connect.url, secret: CONNECT_SECRET, payload: 'thin', connect: true }],
  });
  port = world.port;
  return {
    ...world,
    connect,
    close: async () => {
      await world.close();
      await connect.close();
    },
  };
}

export const asHost: Stripe.V2.Core.AccountCreateParams = {
  contact_email: 'host@example.com',
  display_name: 'Casa Lumen',
  dashboard: 'express',
  identity: { country: 'PT', entity_type: 'individual' },
  defaults: { responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
  configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
};

/** A host that can be paid. */
export async function hostAccount(world: World): Promise<string> {
  const { id } = await world.stripe.v2.core.accounts.create(asHost);
  await world.control(`/accounts/${id}/onboarding`, { outcome: 'complete' });
  return id;
}

/** A captured payment, its fee known. `available`: at once. */
export async function paidCharge(
  world: World,
  amount: number,
  { available = false, currency = 'eur' }: { available?: boolean; currency?: string } = {},
): Promise<string> {
  const intent = await world.stripe.paymentIntents.create({
    amount,
    currency,
    confirm: true,
    capture_method: 'automatic',
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    payment_method: available ? 'pm_card_bypassPending' : 'pm_card_visa',
  });
  return intent.latest_charge as string;
}

/** Available and pending, of the platform or of an account. */
export async function balanceOf(
  world: World,
  stripeAccount?: string,
  currency = 'eur',
): Promise<{ available: number; pending: number }> {
  const balance = await world.stripe.balance.retrieve({}, stripeAccount === undefined ? {} : { stripeAccount });
  const of = (part: Stripe.Balance.Available[]) => part.find((each) => each.currency === currency)?.amount ?? 0;
  return { available: of(balance.available), pending: of(balance.pending) };
}
