import type { Tx } from '../../../adapters/postgres/sql';

/**
 * Takes the property's row: the first lock of every transaction that touches its nights, bookings, payments or reviews.
 * With one order there is no deadlock, and whoever waits sees what the one before has done.
 */
export async function lockProperty(tx: Tx, propertyId: number): Promise<boolean> {
  const rows = await tx.query('select id from properties where id = $1 for update', [propertyId]);
  return rows.length === 1;
}
