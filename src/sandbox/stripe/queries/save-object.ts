import type { Tx } from '../../../adapters/postgres/sql';
import type { ObjectType, Stored } from '../objects';

/** Writes back an object that this transaction has locked. */
export async function saveObject<Type extends ObjectType>(tx: Tx, object: Stored<Type>): Promise<void> {
  await tx.query(`UPDATE stripe_sandbox.object SET body = $2, hidden = $3 WHERE id = $1`, [
    object.id,
    JSON.stringify(object.body),
    JSON.stringify(object.hidden),
  ]);
}
