import { refuse, accept, type Outcome } from '../../../domain/refusal';
import type { AccountActor, Casita } from '../../../ports';
import type { PanelUser } from '../panel-user';
import { hostOfPanelUser } from '../queries/host-of-panel-user';

/** The panel's host as the account that they are: the use case asks whose booking it is. */
export async function hostActor(app: Casita, user: PanelUser): Promise<Outcome<AccountActor & { hostId: number }>> {
  const host = await hostOfPanelUser(app.db, user.id);
  if (host?.userId === undefined || host.userId === null) {
    return refuse('forbidden', 'Only the host of this home can do that', [{ code: 'not_a_host' }]);
  }
  return accept({ kind: 'account', userId: host.userId, hostId: host.id, sessionId: null });
}
