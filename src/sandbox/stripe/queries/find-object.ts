import type { Sql } from '../../../adapters/postgres/sql';
import type { ObjectType, Stored } from '../objects';

export async function findObject<Type extends ObjectType>(
  sql: Sql,
  type: Type,
  id: string,
): Promise<Stored<Type> | undefined> {
  const rows = await sql.query<Stored<Type>>(
    `SELECT id, type, seq, created, account, body, hidden FROM stripe_sandbox.object WHERE id = $1 AND type = $2`,
    [id, type],
  );
  return rows[0];
}
