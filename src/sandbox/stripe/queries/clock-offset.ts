import type { Sql } from '../../../adapters/postgres/sql';

/** How far the clock of a sandbox that runs alone is ahead of the machine's, in milliseconds. */
export async function readClockOffset(sql: Sql): Promise<number> {
  const rows = await sql.query<{ offset_ms: number }>('SELECT offset_ms FROM stripe_sandbox.clock');
  return rows[0]?.offset_ms ?? 0;
}

export async function raiseClockOffset(sql: Sql, offsetMs: number): Promise<void> {
  await sql.query('UPDATE stripe_sandbox.clock SET offset_ms = greatest(offset_ms, $1)', [Math.round(offsetMs)]);
}
