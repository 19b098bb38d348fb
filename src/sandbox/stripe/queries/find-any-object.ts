import type { Sql } from '../../../adapters/postgres/sql';
import type { ObjectType } from '../objects';

/** Finds an object by its id alone, as `expand` needs. */
export async function findAnyObject(
  sql: Sql,
  id: string,
): Promise<{ type: ObjectType; body: Record<string, unknown> } | undefined> {
  const rows = await sql.query<{ type: ObjectType; body: Record<string, unknown> }>(
    `SELECT type, body FROM stripe_sandbox.object WHERE id = $1`,
    [id],
  );
  return rows[0];
}
