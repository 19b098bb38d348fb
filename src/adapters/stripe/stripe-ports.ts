import type Stripe from 'stripe';
import type { Casita } from '../../ports';
import { stripeBalances } from './stripe-balances';
import { stripeDisputes } from './stripe-disputes';
import { stripeHostAccounts } from './stripe-host-accounts';
import { stripePayments } from './stripe-payments';
import { stripeSavedCards } from './stripe-saved-cards';
import { stripeTransfers } from './stripe-transfers';

/** All that is asked of Stripe over one client. What reads its events needs secrets of its own. */
export type StripePorts = Pick<
  Casita,
  'payments' | 'transfers' | 'savedCards' | 'hostAccounts' | 'disputes' | 'balances'
>;

export const stripePorts = (stripe: Stripe): StripePorts => ({
  payments: stripePayments(stripe),
  transfers: stripeTransfers(stripe),
  savedCards: stripeSavedCards(stripe),
  hostAccounts: stripeHostAccounts(stripe),
  disputes: stripeDisputes(stripe),
  balances: stripeBalances(stripe),
});
