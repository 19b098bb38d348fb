import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { AccountActor, Casita } from '../../../ports';
import { endAllSessions, endSession } from '../queries/sessions';

/** Signs out: this session, or all of the account's. Its access tokens are dead at once. */
export async function signOut(
  app: Casita,
  actor: AccountActor,
  scope: 'session' | 'all',
): Promise<Outcome<{ ok: true }>> {
  if (scope === 'all' || actor.sessionId === null) await endAllSessions(app.db, actor.userId);
  else await endSession(app.db, actor.userId, actor.sessionId);
  return accept({ ok: true });
}

/** Another's session and a missing one are answered alike. */
export async function endOtherSession(
  app: Casita,
  actor: AccountActor,
  sessionId: string,
): Promise<Outcome<{ ok: true }>> {
  if (await endSession(app.db, actor.userId, sessionId)) return accept({ ok: true });
  return refuse('not_found', 'No such session', [{ code: 'not_found', field: 'sessionId' }]);
}
