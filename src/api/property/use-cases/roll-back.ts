import type { Database, Tx } from '../../../adapters/postgres/sql';
import type { Outcome, Refusal } from '../../../domain/refusal';

/** Runs `work` in a transaction; a refusal undoes what was written before it was known. */
export async function refuseAndRollBack<T>(db: Database, work: (tx: Tx) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await db.transaction(async (tx) => {
      const outcome = await work(tx);
      if (!outcome.ok) throw new RolledBack(outcome);
      return outcome;
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.refusal;
    throw error;
  }
}

/** Leaves a transaction; never leaves this file. */
class RolledBack extends Error {
  constructor(readonly refusal: Refusal) {
    super('rolled back');
  }
}
