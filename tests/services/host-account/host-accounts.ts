import { startOnboarding, type StartOnboarding } from '../../../src/api/host-account/use-cases/start-onboarding';
import { hostAccount, type HostAccountRow } from '../../../src/api/host-account/queries/host-account-row';
import type { TestCasita } from '../support/casita';
import { makeHome, type TestHome } from '../support/world';

export type Outcome = 'submit' | 'complete' | 'restrict' | 'reject';

const atHome = { country: 'PT', returnUrl: null, refreshUrl: null } as const;

export const onboard = (world: TestCasita, home: TestHome, changes: Partial<StartOnboarding> = {}) =>
  startOnboarding(world.app, { ...atHome, hostId: home.hostId, ...changes });

export async function accountOf(world: TestCasita, home: TestHome): Promise<HostAccountRow> {
  const account = await hostAccount(world.app.db, home.hostId);
  if (!account) throw new Error('there is no account');
  return account;
}

/** What the holder, or Stripe, does with an account. */
export async function control(world: TestCasita, home: TestHome, outcome: Outcome): Promise<void> {
  const { stripe_account: id } = await accountOf(world, home);
  const response = await fetch(`${world.stripeUrl}/_controls/accounts/${id}/onboarding`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.secretKey}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ outcome }),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** A host with a home, and an account on which everything was given. */
export async function payableHost(world: TestCasita): Promise<TestHome> {
  const home = await makeHome(world.app);
  const started = await onboard(world, home);
  if (!started.ok) throw new Error(JSON.stringify(started));
  await control(world, home, 'complete');
  await world.settle();
  return home;
}

/** Accounts that Stripe has of a host, closed ones too. */
export async function accountsAtStripe(world: TestCasita, home: TestHome): Promise<number> {
  const rows = await world.app.db.query<{ n: number }>(
    `select count(*)::int as n from stripe_sandbox.object o join host_profiles h on h.document_id = o.body->'metadata'->>'host'
     where o.type = 'v2.core.account' and h.id = $1`,
    [home.hostId],
  );
  return rows[0]?.n ?? 0;
}
