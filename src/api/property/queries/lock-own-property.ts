import type { Tx } from '../../../adapters/postgres/sql';

/** Takes the row of a host's own property, as the first lock of the transaction. Another's and a missing one are the same: null. */
export async function lockOwnProperty(tx: Tx, documentId: string, hostId: number): Promise<number | null> {
  const rows = await tx.query<{ id: number }>(
    'select id from properties where document_id = $1 and host_id = $2 for update',
    [documentId, hostId],
  );
  return rows[0]?.id ?? null;
}
