import type { Tx } from '../../../adapters/postgres/sql';

/** What was said of a guest to their bank, words and papers. Amounts and who decided what stay; a dispute that is open keeps its guest from going. */
export async function eraseDisputes(tx: Tx, guestId: number, at: string): Promise<void> {
  const own = 'select d.id from dispute d join bookings b on b.id = d.booking_id where b.guest_id = $1';
  await tx.query(`update dispute_evidence set evidence = '{}' where dispute_id in (${own})`, [guestId]);
  await tx.query(
    `update dispute_file set content = null, removed_at = coalesce(removed_at, $2) where dispute_id in (${own})`,
    [guestId, at],
  );
}
