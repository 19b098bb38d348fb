import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita, StaffActor } from '../../../ports';
import { explain, lockDifference } from '../queries/differences';

/** Staff say why a difference of a close is right as it is. What they said stays, with their name; nobody says it twice. */
export async function explainDifference(
  app: Casita,
  { actor, id, reason }: { readonly actor: StaffActor; readonly id: number; readonly reason: string },
): Promise<Outcome<{ readonly id: number }>> {
  return app.db.transaction(async (tx) => {
    const difference = await lockDifference(tx, id);
    if (!difference) return refuse('not_found', 'No such difference', [{ code: 'not_found', field: 'id' }]);
    if (difference.explained_at) {
      return refuse('conflict', 'This difference is explained already', [{ code: 'already_explained' }]);
    }
    await explain(tx, id, actor.adminId, reason, app.clock.now().toString());
    return accept({ id });
  });
}
