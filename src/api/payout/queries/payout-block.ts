import type { Tx } from '../../../adapters/postgres/sql';

/** Lock the booking first. */
export async function blockOf(tx: Tx, bookingId: number): Promise<string | null> {
  const rows = await tx.query<{ reason: string }>('select reason from payout_block where booking_id = $1', [bookingId]);
  return rows[0]?.reason ?? null;
}

export async function insertBlock(tx: Tx, bookingId: number, reason: string, at: string): Promise<void> {
  await tx.query('insert into payout_block (booking_id, reason, at) values ($1, $2, $3) on conflict do nothing', [
    bookingId,
    reason,
    at,
  ]);
}

export async function deleteBlock(tx: Tx, bookingId: number): Promise<void> {
  await tx.query('delete from payout_block where booking_id = $1', [bookingId]);
}
