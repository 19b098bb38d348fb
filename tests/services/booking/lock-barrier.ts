import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Tx } from '../../../src/adapters/postgres/sql';

const LOOKS_MAX = 5_000;

/**
 * Holds the property's row while the actions come to it one after the other, then lets it go: PostgreSQL serves them in the order in
 * which they have come. An action that ends without asking for the row is not waited for.
 */
export async function inOrder<T>(
  db: Database,
  propertyId: number,
  actions: readonly (() => Promise<T>)[],
): Promise<PromiseSettledResult<T>[]> {
  const running: Promise<PromiseSettledResult<T>[]>[] = [];
  await db.transaction(async (tx) => {
    await tx.query('select id from properties where id = $1 for update', [propertyId]);
    let atWork = 0;
    for (const action of actions) {
      atWork += 1;
      running.push(
        Promise.allSettled([action()]).finally(() => {
          atWork -= 1;
        }),
      );
      // An action that has nothing to do ends without asking for the row.
      for (let look = 0; look < LOOKS_MAX && (await waiting(db)) < atWork; look += 1) await sleep(1);
    }
  });
  return (await Promise.all(running)).flat();
}

/** Statements of this database that wait for a lock. */
export async function waiting(db: Database): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*) as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return row?.count ?? 0;
}

/** Deadlocks that PostgreSQL has ended in this database so far. */
export async function deadlocks(db: Database): Promise<number> {
  await db.query('select pg_stat_force_next_flush()');
  const [row] = await db.query<{ deadlocks: number }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  );
  return row?.deadlocks ?? 0;
}

/** The same database, where nobody locks a row. */
export function withoutLocks(db: Database): Database {
  const unlocked = (tx: Tx): Tx => ({
    ...tx,
    query: (text, values) => tx.query(text.replace(/ for update.*$/s, ''), values),
  });
  return { ...db, transaction: (work) => db.transaction((tx) => work(unlocked(tx))) };
}
