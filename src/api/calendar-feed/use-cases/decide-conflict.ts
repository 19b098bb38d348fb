import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { Casita } from '../../../ports';
import {
  conflictByDocument,
  hostConflicts,
  lockConflict,
  settleConflict,
  type ConflictRow,
  type ConflictState,
} from '../queries/conflicts';

export const conflictDecisions = ['resolve', 'dismiss'] as const;
export type ConflictDecision = (typeof conflictDecisions)[number];

const stateAfter: Readonly<Record<ConflictDecision, ConflictState>> = { resolve: 'resolved', dismiss: 'dismissed' };

const CONFLICTS_MAX = 500;

export const listConflicts = (app: Casita, hostId: number, state: ConflictState | null): Promise<ConflictRow[]> =>
  hostConflicts(app.db, hostId, state, CONFLICTS_MAX);

/**
 * Somebody has looked at a conflict: it is dealt with, or it is none. It stays so while event and booking stand.
 * @param hostId whose it must be; null for staff
 */
export async function decideConflict(
  app: Casita,
  hostId: number | null,
  documentId: string,
  decision: { readonly decision: ConflictDecision; readonly note: string | null },
): Promise<Outcome<ConflictRow>> {
  const at = app.clock.now().toString();
  return app.db.transaction(async (tx): Promise<Outcome<ConflictRow>> => {
    const conflict = await lockConflict(tx, documentId, hostId);
    if (!conflict) return refuse('not_found', 'No such conflict', [{ code: 'not_found', field: 'id' }]);
    if (conflict.state === 'ended') {
      return refuse('conflict', 'The conflict is over', [{ code: 'conflict_ended', field: 'state', value: 'ended' }]);
    }
    await settleConflict(tx, conflict.id, { state: stateAfter[decision.decision], note: decision.note, at });
    const settled = await conflictByDocument(tx, documentId);
    if (!settled) throw new Error('a conflict vanished under its lock');
    return accept(settled);
  });
}
