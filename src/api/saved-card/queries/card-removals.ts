import type { Sql, Tx } from '../../../adapters/postgres/sql';

/** Writes down that a card is taken away. @returns null where that was said before */
export async function insertCardRemoval(
  tx: Tx,
  removal: { readonly userId: number; readonly paymentMethod: string; readonly at: string },
): Promise<number | null> {
  const rows = await tx.query<{ id: number }>(
    'insert into card_removal (user_id, payment_method, at) values ($1, $2, $3) on conflict (payment_method) do nothing returning id',
    [removal.userId, removal.paymentMethod, removal.at],
  );
  return rows[0]?.id ?? null;
}

export async function removedCard(sql: Sql, id: number): Promise<string | null> {
  const rows = await sql.query<{ payment_method: string }>('select payment_method from card_removal where id = $1', [
    id,
  ]);
  return rows[0]?.payment_method ?? null;
}

/** Which of these cards their owner has taken away, whether or not the provider knows yet. */
export async function removedAmong(sql: Sql, paymentMethods: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ payment_method: string }>(
    'select payment_method from card_removal where payment_method = any($1)',
    [paymentMethods],
  );
  return new Set(rows.map((row) => row.payment_method));
}

/** Bookings that are still to be paid with a card, by their references. */
export async function bookingsWaitingForCard(sql: Sql, userId: number, paymentMethod: string): Promise<string[]> {
  const rows = await sql.query<{ reference: string }>(
    `select distinct b.reference from bookings b join payments p on p.booking_id = b.id
     where b.guest_id = $1 and p.method = $2 and p.state in ('scheduled', 'creating', 'requires_payment', 'processing') order by b.reference`,
    [userId, paymentMethod],
  );
  return rows.map((row) => row.reference);
}
