import type { Tx } from '../../../adapters/postgres/sql';
import { accept, refuse, type Outcome, type Refusal } from '../../../domain/refusal';
import type { Casita, StaffActor } from '../../../ports';
import { awaitLane } from '../../../outbox/await-calls';
import { hostLane } from '../../../outbox/owe-call';
import { insertAccountEvent } from '../queries/account-events';
import { hostByDocument } from '../queries/host-by-document';
import { hostAccount, lockHostAccount } from '../queries/host-account-row';
import { lockHostPerson } from '../queries/host-person';
import { lookSoon, markClosing } from '../queries/save-account';
import { oweAccountCall } from './owe-account-calls';

/** Who wants it closed. A host's own wish is the erasure of all that is theirs. */
export type Closer =
  { readonly kind: 'host' } | { readonly kind: 'staff'; readonly actor: StaffActor; readonly reason: string };

/**
 * Closes a host's account with the payment provider, for good: it is given no more money from now on. The provider refuses as long as there is
 * money on it, and is asked again from time to time (jobs/check-host-accounts.ts). No account, or one that is to be closed already: nothing is owed.
 */
export async function oweClosing(app: Casita, tx: Tx, hostId: number, by: Closer): Promise<Outcome<null>> {
  const host = await lockHostPerson(tx, hostId);
  const account = host && (await lockHostAccount(tx, hostId));
  if (!host || !account || account.state === 'closed' || account.closing_since !== null) return accept(null);
  if (account.state === 'creating') {
    return refuse('conflict', 'The account with the payment provider is being made: try again in a minute', [
      { code: 'account_being_made' },
    ]);
  }
  const now = app.clock.now().toString();
  const staff = by.kind === 'staff' ? by : null;
  await insertAccountEvent(tx, hostId, {
    ...{ kind: 'close', state: null, actor: by.kind, made_by: staff?.actor.adminId ?? null },
    ...{ reason: staff?.reason ?? null, at: now },
  });
  await markClosing(tx, hostId, now);
  await lookSoon(tx, hostId, app.clock.now().add({ hours: 24 }).toString());
  await oweAccountCall(app, tx, 'close_account', { id: hostId, documentId: host.documentId });
  return accept(null);
}

const closedAlready = (): Refusal =>
  refuse('conflict', 'The account is closed, or is to be closed, already', [{ code: 'account_closed' }]);

/** By a member of staff, who says why. */
export async function closeHostAccount(
  app: Casita,
  command: { readonly actor: StaffActor; readonly hostDocumentId: string; readonly reason: string },
): Promise<Outcome<number>> {
  const hostId = await hostByDocument(app.db, command.hostDocumentId);
  if (hostId === null) return refuse('not_found', 'No such host profile');
  const owed = await app.db.transaction(async (tx) => {
    const account = await hostAccount(tx, hostId);
    if (!account) return refuse('conflict', 'This host has no account', [{ code: 'no_account' }]);
    if (account.state === 'closed' || account.closing_since !== null) return closedAlready();
    return oweClosing(app, tx, hostId, { kind: 'staff', ...command });
  });
  if (!owed.ok) return owed;
  await awaitLane(app, hostLane(hostId));
  return accept(hostId);
}
