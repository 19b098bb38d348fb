import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita, StaffActor } from '../../../ports';
import { invitationMail } from '../mails';
import { insertAccountEvent } from '../queries/account-events';
import { hostByDocument } from '../queries/host-by-document';
import { lockHostAccount } from '../queries/host-account-row';
import { lockHostPerson } from '../queries/host-person';

/** Staff ask a host to set up, or to go on with, how they are paid: by mail, with the way to their own page. */
export async function inviteHost(
  app: Casita,
  command: { readonly actor: StaffActor; readonly hostDocumentId: string; readonly reason: string | null },
): Promise<Outcome<number>> {
  const hostId = await hostByDocument(app.db, command.hostDocumentId);
  if (hostId === null) return refuse('not_found', 'No such host profile');
  return app.db.transaction(async (tx) => {
    const host = await lockHostPerson(tx, hostId);
    if (!host || host.userId === null) {
      return refuse('conflict', 'Nobody signs in as this host', [{ code: 'no_account' }]);
    }
    const account = await lockHostAccount(tx, hostId);
    if (account?.state === 'closed' || (account?.closing_since ?? null) !== null) {
      return refuse('conflict', 'The account with the payment provider is closed', [{ code: 'account_closed' }]);
    }
    await insertAccountEvent(tx, hostId, {
      ...{ kind: 'link', state: null, actor: 'staff', made_by: command.actor.adminId, reason: command.reason },
      at: app.clock.now().toString(),
    });
    await app.jobs.add(tx, 'send-mail', { mail: 'to-account', userId: host.userId, ...invitationMail(app.config) });
    return accept(hostId);
  });
}
