import { z } from 'zod';
import { currency, instant } from '../../contract/fields';
import { hostAccountStates } from '../../domain/host-account';
import type { HostAccountRow } from './queries/host-account-row';

const requirement = z
  .object({
    field: z.string().meta({ description: "The provider's name of what is missing" }),
    deadline: z.string().meta({ description: '`past_due`, `currently_due` or `eventually_due`' }),
    errors: z.array(z.string()).meta({ description: 'What was wrong with what was given' }),
  })
  .meta({ id: 'AccountRequirement' });

export const accountView = z
  .object({
    state: z.enum(['none', ...hostAccountStates]).meta({
      id: 'HostAccountState',
      description:
        'none: not asked for yet; creating: the provider has not answered; onboarding: not ready for the first time; ready: can be paid; restricted: could be, or never will be, paid as it is; closed: for good',
    }),
    ready: z.boolean().meta({ description: 'Whether payouts are sent to it now' }),
    since: instant.nullable().meta({ description: 'When it came to this state' }),
    country: z.string().nullable().meta({ description: 'ISO 3166-1 alpha-2' }),
    currency: currency.nullable(),
    requirements: z.array(requirement),
    closing: z.boolean().meta({ description: 'It is to be closed' }),
  })
  .meta({ id: 'HostAccount' });

export type AccountView = z.input<typeof accountView>;

export function viewOf(account: HostAccountRow | null): AccountView {
  if (!account) {
    return {
      ...{ state: 'none', ready: false, since: null, country: null, currency: null },
      ...{ requirements: [], closing: false },
    };
  }
  const closing = account.closing_since !== null;
  return {
    state: account.state,
    ready: account.state === 'ready' && !closing,
    since: account.state_since.toISOString(),
    country: account.country,
    currency: account.currency,
    requirements: account.requirements.map(({ errors, ...rest }) => ({ ...rest, errors: [...errors] })),
    closing: closing && account.state !== 'closed',
  };
}
