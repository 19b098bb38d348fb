import type { Tx } from '../../../adapters/postgres/sql';
import { hoursToNextLook, isLoss, stateAfter, type HostAccountState } from '../../../domain/host-account';
import type { Casita, ProviderAccount } from '../../../ports';
import { hastenPayouts } from '../../payout/queries/payouts';
import { insertAccountEvent } from '../queries/account-events';
import { lockHostAccount } from '../queries/host-account-row';
import { lockHostPerson } from '../queries/host-person';
import { isPastAccount } from '../queries/past-accounts';
import { saveAccountNews } from '../queries/save-account';
import { lossMail } from '../mails';

/**
 * Writes what was heard of a host's account. News of it have no order of their own, since it can lose what it had: a look that was begun
 * before the one whose answer is written is too late. Who can no longer be paid is told, once for each time.
 */
export async function applyAccount(
  app: Casita,
  tx: Tx,
  hostId: number,
  look: number,
  account: ProviderAccount,
): Promise<void> {
  const host = await lockHostPerson(tx, hostId);
  const before = await lockHostAccount(tx, hostId);
  if (!host || !before || before.state === 'closed' || look < before.heard) return;
  // Begun before its host began another: what was asked of the old one is answered late.
  if (await isPastAccount(tx, account.id)) return;
  if (before.stripe_account !== null && before.stripe_account !== account.id) {
    throw new Error(`host ${hostId} has another account than ${account.id}`);
  }
  const now = app.clock.now().toString();
  const state = stateAfter({ state: before.state, wasReady: before.was_ready }, account);
  const { id: stripeAccount, currency, requirements } = account;
  await saveAccountNews(tx, hostId, { stripeAccount, state, currency, requirements, heard: look, now });
  if (state === before.state) return;
  await insertAccountEvent(tx, hostId, {
    ...{ kind: 'moved', state, actor: 'provider', made_by: null, reason: null, at: now },
  });
  // What waited for the account is sent at the next look at what is owed.
  if (state === 'ready') await hastenPayouts(tx, hostId, now);
  if (isLoss(before.state, state) && host.userId !== null) {
    await app.jobs.add(tx, 'send-mail', { mail: 'to-account', userId: host.userId, ...lossMail(app.config, state) });
  }
}

/** When an account in this state is asked after next. */
export const nextLookAt = (app: Casita, state: HostAccountState): string =>
  app.clock
    .now()
    .add({ minutes: hoursToNextLook[state] * 60 })
    .toString();
