import type { Tx } from '../../../adapters/postgres/sql';
import type { ObjectType, Stored } from '../objects';

/**
 * Locks an object until the transaction ends. Always in this order, so that two calls never wait for each other:
 * due work, payment or setup intent, charge, transfer (and the payment it made), refund or dispute, account, payout, payment method, customer,
 * balance, faults.
 */
export async function lockObject<Type extends ObjectType>(
  tx: Tx,
  type: Type,
  id: string,
): Promise<Stored<Type> | undefined> {
  const rows = await tx.query<Stored<Type>>(
    `SELECT id, type, seq, created, account, body, hidden FROM stripe_sandbox.object WHERE id = $1 AND type = $2 FOR UPDATE`,
    [id, type],
  );
  return rows[0];
}
