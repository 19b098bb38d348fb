import type Stripe from 'stripe';
import type { HostAccounts, ProviderAccount } from '../../ports';
import { assertObject, finalOnly } from './stripe-answers';

/** The sections that an answer leaves out until they are asked for. */
const INCLUDE = ['configuration.recipient', 'defaults', 'requirements'] as const;
const PAGE = 100;

type Account = Stripe.V2.Core.Account;

/** Hosts as recipients of transfers (Accounts v2): Stripe asks them who they are, we answer for fees and losses. */
export function stripeHostAccounts(stripe: Stripe): HostAccounts {
  const { accounts, accountLinks } = stripe.v2.core;
  return {
    async create(input, idempotencyKey) {
      return accountOf(await finalOnly(accounts.create(createParams(input), { idempotencyKey })));
    },
    async retrieve(id) {
      return accountOf(await finalOnly(accounts.retrieve(id, { include: [...INCLUDE] })));
    },
    /** Accounts cannot be asked for by metadata or age: all open ones are looked through. */
    async find(metadata) {
      const open = accounts.list({ applied_configurations: ['recipient'], closed: false, limit: PAGE });
      for await (const account of open) {
        if (Object.entries(metadata).every(([name, value]) => account.metadata?.[name] === value)) {
          return this.retrieve(account.id);
        }
      }
      return null;
    },
    async link({ account, returnUrl, refreshUrl }) {
      const visit = { refresh_url: refreshUrl, return_url: returnUrl };
      const link = await finalOnly(
        accountLinks.create({ account, use_case: { type: 'account_onboarding', account_onboarding: visit } }),
      );
      if (link.object !== 'v2.core.account_link' || link.account !== account) {
        throw new Error('Stripe answered with something that is not a link for this account');
      }
      return { url: link.url, expiresAt: new Date(link.expires_at) };
    },
    async close(id, idempotencyKey) {
      await finalOnly(accounts.close(id, { applied_configurations: ['recipient'] }, { idempotencyKey }));
      return this.retrieve(id);
    },
  };
}

function createParams(input: Parameters<HostAccounts['create']>[0]): Stripe.V2.Core.AccountCreateParams {
  return {
    contact_email: input.contactEmail,
    dashboard: 'express',
    identity: { country: input.country },
    defaults: { responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
    configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
    metadata: input.metadata,
    include: [...INCLUDE],
  };
}

function accountOf(account: Account): ProviderAccount {
  assertObject(account, 'v2.core.account', 'acct_');
  const transfers = account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers;
  return {
    id: account.id,
    closed: account.closed === true,
    transfers: transfers?.status ?? null,
    currency: account.defaults?.currency?.toUpperCase() ?? null,
    requirements: (account.requirements?.entries ?? []).map((entry) => ({
      field: entry.description,
      deadline: entry.minimum_deadline.status,
      errors: entry.errors.map(({ code }) => code),
    })),
  };
}
