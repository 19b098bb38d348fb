import type { Sql } from '../../../adapters/postgres/sql';
import type { Stored } from '../objects';

/** The latest first. The charge is locked: nobody opens another. */
export async function disputesOfCharge(sql: Sql, charge: string): Promise<Stored<'dispute'>['body'][]> {
  const rows = await sql.query<Pick<Stored<'dispute'>, 'body'>>(
    `SELECT body FROM stripe_sandbox.object WHERE type = 'dispute' AND body ->> 'charge' = $1 ORDER BY seq DESC`,
    [charge],
  );
  return rows.map((row) => row.body);
}
