import type { Tx } from '../adapters/postgres/sql';
import type { Casita } from '../ports';
import { moveDailyWalk, takeDailyWalk, type DailyWalkName } from './queries/daily-walk';

export interface WalkStep {
  /** How many rows were looked at. */
  readonly seen: number;
  /** The last of them; null where none is left. */
  readonly last: number | null;
}

/**
 * Goes once a day (UTC) through the rows of a table, in the order of their ids, so many a transaction; one process at a time, and one that dies
 * has done nothing of its step. @returns how many rows this step looked at; 0 where the day's are done
 */
export async function walkDaily(
  app: Casita,
  name: DailyWalkName,
  step: (tx: Tx, afterId: number) => Promise<WalkStep>,
): Promise<number> {
  const today = app.clock.now().toZonedDateTimeISO('UTC').toPlainDate().toString();
  return app.db.transaction(async (tx) => {
    const walk = await takeDailyWalk(tx, name);
    if (!walk || (walk.afterId === null && walk.day === today)) return 0;
    const { seen, last } = await step(tx, walk.afterId ?? 0);
    // A walk that took longer than its day comes to its end first: or the last rows would never have their turn.
    await moveDailyWalk(tx, name, { day: walk.afterId === null ? today : walk.day, afterId: last });
    return seen;
  });
}
