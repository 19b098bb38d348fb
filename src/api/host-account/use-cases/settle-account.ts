import type { Casita } from '../../../ports';
import { hostAccount, hostOfAccount } from '../queries/host-account-row';
import { beginLook } from '../queries/save-account';
import { applyAccount, nextLookAt } from './apply-account';

/** Fetches a host's account and brings ours to where it is. */
export async function lookAtAccount(app: Casita, hostId: number): Promise<void> {
  const known = await hostAccount(app.db, hostId);
  const begun = known && (await beginLook(app.db, hostId, nextLookAt(app, known.state)));
  if (!begun) return;
  const account = await app.hostAccounts.retrieve(begun.stripeAccount);
  await app.db.transaction((tx) => applyAccount(app, tx, hostId, begun.look, account));
}

/** By its name at the provider's. Accounts that are not of this installation are left alone. */
export async function settleAccount(app: Casita, stripeAccount: string): Promise<void> {
  const hostId = await hostOfAccount(app.db, stripeAccount);
  if (hostId !== null) await lookAtAccount(app, hostId);
}
