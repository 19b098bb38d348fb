import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Tx } from '../../../src/adapters/postgres/sql';
import { until } from '../../api/support/two-apps';

/** A test that failed half-way must not leave a lock behind. */
const longestMs = 8_000;

/** A transaction that has done its part, and rests before its commit. */
export interface Begun<T> {
  readonly made: T;
  commit(): Promise<void>;
}

export async function begun<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<Begun<T>> {
  const done = Promise.withResolvers<T>();
  const goOn = Promise.withResolvers<void>();
  const ended = db.transaction(async (tx) => {
    done.resolve(await work(tx));
    await Promise.race([goOn.promise, sleep(longestMs, null, { ref: false })]);
  });
  ended.catch(done.reject);
  const made = await done.promise;
  return {
    made,
    async commit() {
      goOn.resolve();
      await ended;
    },
  };
}

/** How many connections to the database wait for a lock. */
export async function waitingForLocks(db: Database): Promise<number> {
  const [row] = await db.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return row?.n ?? 0;
}

/** `work` has come to its end, or so many connections wait for locks. */
export async function endsOrWaits(db: Database, work: Promise<unknown>, waiters = 1): Promise<void> {
  let isOver = false;
  const end = () => (isOver = true);
  work.then(end, end);
  await until(async () => isOver || (await waitingForLocks(db)) >= waiters);
}
