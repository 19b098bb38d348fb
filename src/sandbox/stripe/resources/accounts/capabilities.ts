import type Stripe from 'stripe';
import type { AccountBody, AccountHidden, Stored } from '../../objects';

type Recipient = Stripe.V2.Core.Account.Configuration.Recipient;
type StripeTransfers = NonNullable<
  NonNullable<NonNullable<Recipient['capabilities']>['stripe_balance']>['stripe_transfers']
>;

/** What an account may do, by how far its holder has come. */
const byStanding: Readonly<Record<AccountHidden['standing'], StripeTransfers>> = {
  new: { status: 'restricted', status_details: [{ code: 'requirements_past_due', resolution: 'provide_info' }] },
  submitted: {
    status: 'pending',
    status_details: [{ code: 'requirements_pending_verification', resolution: 'no_resolution' }],
  },
  verified: { status: 'active', status_details: [] },
  restricted: { status: 'restricted', status_details: [{ code: 'requirements_past_due', resolution: 'provide_info' }] },
  rejected: { status: 'rejected', status_details: [{ code: 'rejected_other', resolution: 'contact_stripe' }] },
};

/** Payouts come with transfers: nobody asks for them alone. */
export function recipientOf(applied: boolean, hidden: AccountHidden): Recipient {
  if (!applied || !hidden.wantsTransfers) return { applied, capabilities: {} };
  const stripe_transfers = structuredClone(byStanding[hidden.standing]);
  return {
    applied,
    capabilities: { stripe_balance: { stripe_transfers, payouts: structuredClone(stripe_transfers) } },
  };
}

export function transfersStatus(body: AccountBody): StripeTransfers['status'] | null {
  return body.configuration.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status ?? null;
}

export function canReceiveTransfers(account: Stored<'v2.core.account'>): boolean {
  return account.body.closed !== true && transfersStatus(account.body) === 'active';
}

export function canBePaidOut(account: Stored<'v2.core.account'> | undefined): boolean {
  const status = account?.body.configuration.recipient?.capabilities?.stripe_balance?.payouts?.status;
  return account?.body.closed !== true && status === 'active' && account?.hidden.bankAccount !== null;
}
