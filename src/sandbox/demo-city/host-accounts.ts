import { startOnboarding } from '../../api/host-account/use-cases/start-onboarding';
import { lookAtAccount } from '../../api/host-account/use-cases/settle-account';
import { hostAccount } from '../../api/host-account/queries/host-account-row';
import type { Casita } from '../../ports';
import { city } from './geography';

/** Everywhere one of so many has not set up how they are paid, and one more has begun to. */
const ONE_OF = 12;
/** How many go through it at once. */
const AT_ONCE = 4;

/**
 * Most hosts have an account with the payment provider on which everything was given, so that they are paid. The demo's own host has; one
 * that an earlier run has made is found again.
 * @param complete gives everything on an account, as its holder would on the provider's page
 */
export async function payHosts(
  app: Casita,
  hostIds: readonly number[],
  complete: (stripeAccount: string) => Promise<void>,
): Promise<void> {
  const waiting = [...hostIds.entries()].filter(([index]) => index % ONE_OF !== ONE_OF - 1);
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, hostId] = next;
      const isComplete = index % ONE_OF !== ONE_OF - 2;
      await onboard(app, hostId, isComplete ? complete : null);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function onboard(
  app: Casita,
  hostId: number,
  complete: ((stripeAccount: string) => Promise<void>) | null,
): Promise<void> {
  if ((await hostAccount(app.db, hostId))?.state === 'ready') return;
  const wish = { hostId, country: city.country, returnUrl: null, refreshUrl: null };
  const started = await startOnboarding(app, wish);
  if (!started.ok) throw new Error(`no account for host ${hostId}: ${started.message}`);
  const { stripe_account: stripeAccount } = started.value.account;
  if (complete === null || stripeAccount === null) return;
  await complete(stripeAccount);
  await lookAtAccount(app, hostId);
}
