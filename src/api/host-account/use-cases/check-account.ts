import { hostLane } from '../../../outbox/owe-call';
import { hasOpenCalls } from '../../../outbox/queries/calls';
import type { Casita } from '../../../ports';
import { lockHostAccount } from '../queries/host-account-row';
import { lockHostPerson } from '../queries/host-person';
import { oweAccountCall } from './owe-account-calls';
import { lookAtAccount } from './settle-account';

/** Looks at an account whose turn it is; one that is to be closed and still is not, is asked to be closed again. */
export async function checkHostAccount(app: Casita, hostId: number): Promise<void> {
  await lookAtAccount(app, hostId);
  await app.db.transaction(async (tx) => {
    const host = await lockHostPerson(tx, hostId);
    const account = await lockHostAccount(tx, hostId);
    if (!host || !account || account.closing_since === null || account.state === 'closed') return;
    if (await hasOpenCalls(tx, hostLane(hostId))) return;
    await oweAccountCall(app, tx, 'close_account', { id: hostId, documentId: host.documentId });
  });
}
