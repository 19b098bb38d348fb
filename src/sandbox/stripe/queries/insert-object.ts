import type { Tx } from '../../../adapters/postgres/sql';
import type { ObjectType, ObjectTypes, Stored } from '../objects';

export async function insertObject<Type extends ObjectType>(
  tx: Tx,
  type: Type,
  created: number,
  body: ObjectTypes[Type]['body'],
  hidden: ObjectTypes[Type]['hidden'],
  account: string | null = null,
): Promise<Stored<Type>> {
  const rows = await tx.query<{ seq: number }>(
    `INSERT INTO stripe_sandbox.object (id, type, created, body, hidden, account)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING seq`,
    [body.id, type, created, JSON.stringify(body), JSON.stringify(hidden), account],
  );
  return { id: body.id, type, seq: rows[0]!.seq, created, account, body, hidden };
}
