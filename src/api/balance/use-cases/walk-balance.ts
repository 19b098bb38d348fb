import type { BalanceMovement, Casita } from '../../../ports';
import { endWalk } from '../queries/walk';
import { insertMovements } from '../queries/movements';

/**
 * Two movements of one second, or one that was long in the making, come to light out of their order: each walk begins a while before
 * the newest that the last one saw.
 */
const OVERLAP_MS = 300_000;
const CHUNK = 200;

/** Brings the mirror of our balance up to date, from `position` on. @returns how many movements are new */
export async function walkBalance(app: Casita, position: Date | null): Promise<number> {
  const since = position && new Date(position.getTime() - OVERLAP_MS);
  const now = app.clock.now().toString();
  let [added, newest, chunk]: [number, Date | null, BalanceMovement[]] = [0, null, []];
  for await (const movement of app.balances.movementsSince(since)) {
    newest ??= movement.createdAt;
    if (chunk.push(movement) < CHUNK) continue;
    added += await insertMovements(app.db, chunk, now);
    chunk = [];
  }
  added += await insertMovements(app.db, chunk, now);
  // Only a walk that came to its end moves the place: what a broken one did not see is still ahead of the next.
  if (newest) await endWalk(app.db, 'balance', newest);
  return added;
}
