import { hostByDocument } from '../../../api/host-account/queries/host-by-document';
import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import type { PanelUser } from '../panel-user';
import { hostOfPanelUser } from '../queries/host-of-panel-user';

/** A host's own profile, whoever's for staff; another's is as good as missing. @returns its row id */
export async function visibleHost(app: Casita, user: PanelUser, profileId: string): Promise<Outcome<number>> {
  const hostId = await hostByDocument(app.db, profileId);
  const own = user.kind === 'staff' ? hostId : ((await hostOfPanelUser(app.db, user.id))?.id ?? null);
  return hostId !== null && own === hostId ? accept(hostId) : refuse('not_found', 'No such host profile');
}

/** Whose money somebody may see: of one host, or of everybody (null). */
export async function hostsInSight(app: Casita, user: PanelUser): Promise<Outcome<number | null>> {
  if (user.kind === 'staff') return accept(null);
  const host = user.kind === 'host' ? await hostOfPanelUser(app.db, user.id) : null;
  return host ? accept(host.id) : refuse('forbidden', 'Only for hosts and staff', [{ code: 'not_a_host' }]);
}
