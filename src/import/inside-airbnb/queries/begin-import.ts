import type { Tx } from '../../../adapters/postgres/sql';

/** One import at a time in the whole installation: the others wait here. The lock ends with the transaction, or the process. */
export async function beginImport(tx: Tx, onWait: () => void): Promise<void> {
  const [free] = await tx.query<{ locked: boolean }>('select pg_try_advisory_xact_lock($1) as locked', [importLock]);
  if (free?.locked) return;
  onWait();
  // Another import may take minutes; the time limits of the pool are for single rows.
  await tx.query('set local lock_timeout = 0');
  await tx.query('select pg_advisory_xact_lock($1)', [importLock]);
  await tx.query(`set local lock_timeout = '60s'`);
}

/** Any number will do, as long as nobody else uses it. */
const importLock = 7_312_002;
