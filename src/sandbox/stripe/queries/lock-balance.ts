import type { Tx } from '../../../adapters/postgres/sql';

/** Only one at a time takes money from a balance after looking at what is there. The platform's is null's. */
export async function lockBalance(tx: Tx, account: string | null): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 20261028))`, [
    `stripe_sandbox balance ${account ?? 'platform'}`,
  ]);
}
