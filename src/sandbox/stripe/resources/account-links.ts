import type Stripe from 'stripe';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { ok, type Answer } from '../http/answer';
import { choice, text, webAddress } from '../http/params';
import { missingParameter, noSuchReference } from '../http/problem';
import { route, type Call } from '../http/route';
import { newId } from '../ids';
import type { AccountLinkHidden, ObjectTypes, Stored } from '../objects';
import { findObject } from '../queries/find-object';
import { insertObject } from '../queries/insert-object';
import { lockObject } from '../queries/lock-object';
import { saveObject } from '../queries/save-object';
import { notify, seconds, type Work } from '../work';
import { submitDetails } from './accounts/onboarding';
import { lockOwn } from './find';

/** How long a link works. It works once. */
const LIFETIME_MINUTES = 10;

const visit = z.strictObject({
  collection_options: z
    .strictObject({
      fields: choice('currently_due', 'eventually_due').optional(),
      future_requirements: choice('include', 'omit').optional(),
    })
    .optional(),
  refresh_url: webAddress(),
  return_url: webAddress().optional(),
});

const createParams = z.strictObject({
  account: text(255),
  use_case: z.strictObject({
    account_onboarding: visit.optional(),
    account_update: visit.optional(),
    type: choice('account_onboarding', 'account_update'),
  }),
});

export const accountLinkRoutes = [
  route({ method: 'POST', path: '/v2/core/account_links', params: createParams, act: create }),
];

async function create(call: Call, params: z.output<typeof createParams>): Promise<Answer> {
  const account = await findObject(call.tx, 'v2.core.account', params.account);
  if (account === undefined || account.body.closed === true) {
    throw noSuchReference('account', params.account, 'account');
  }
  const { type } = params.use_case;
  if (params.use_case[type] === undefined) throw missingParameter(`use_case[${type}]`);
  const id = newId('acctlink');
  const body: ObjectTypes['v2.core.account_link']['body'] = {
    id,
    object: 'v2.core.account_link',
    account: account.id,
    created: stampOf(call.now),
    expires_at: stampOf(call.now.add({ minutes: LIFETIME_MINUTES })),
    livemode: false,
    url: `${call.sandbox.publicUrl}/onboarding/${account.id}/${id}`,
    use_case: { type, [type]: params.use_case[type] } as Stripe.V2.Core.AccountLink.UseCase,
  };
  await insertObject(call.tx, 'v2.core.account_link', seconds(call.now), body, { used: false });
  const { id: _ours, ...answer } = body;
  return ok(answer);
}

const stampOf = (at: Temporal.Instant) => at.toString({ smallestUnit: 'millisecond' });

/** Where the holder goes: on with it, back because the link is spent or too old (`refresh_url`), or, having been there, back (`return_url`). */
export function addressesOf(link: Stored<'v2.core.account_link'>): { refresh: string; back: string } {
  const { type, ...cases } = link.body.use_case;
  const { refresh_url: refresh, return_url: back } = cases[type as 'account_onboarding']!;
  return { refresh, back: back ?? refresh };
}

export function stillWorks(link: Stored<'v2.core.account_link'>, now: Temporal.Instant): boolean {
  return !link.hidden.used && Temporal.Instant.compare(now, Temporal.Instant.from(link.body.expires_at)) < 0;
}

/** The holder has given what was asked for, or has left: both come back to `return_url`, and only the account says which it was. */
export async function useLink(work: Work, id: string, outcome: 'complete' | 'leave'): Promise<boolean> {
  const link = await lockObject(work.tx, 'v2.core.account_link', id);
  if (link === undefined || !stillWorks(link, work.now)) return false;
  const hidden: AccountLinkHidden = { used: true };
  await saveObject(work.tx, { ...link, hidden });
  const account = await lockOwn(work, 'v2.core.account', link.body.account);
  if (outcome === 'complete' && account.body.closed !== true) await submitDetails(work, account);
  notify(work, 'v2.core.account_link.returned', {
    data: {
      account_id: account.id,
      configurations: account.body.applied_configurations,
      use_case: link.body.use_case.type,
    },
  });
  return true;
}
