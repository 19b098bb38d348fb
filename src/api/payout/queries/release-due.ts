import type { Sql, Tx } from '../../../adapters/postgres/sql';

export interface ReleaseDue {
  readonly bookingId: number;
  readonly hostId: number;
  readonly currency: string;
  readonly dueAt: string;
  /** What the host will have of all that is still to be released, as things stand. */
  readonly hostAmount: number;
}

export async function setReleaseDue(tx: Tx, due: ReleaseDue): Promise<void> {
  await tx.query(
    `insert into booking_release_due (booking_id, host_id, currency, due_at, host_amount) values ($1, $2, $3, $4, $5)
     on conflict (booking_id) do update set due_at = excluded.due_at, host_amount = excluded.host_amount`,
    [due.bookingId, due.hostId, due.currency, due.dueAt, due.hostAmount],
  );
}

export async function clearReleaseDue(tx: Tx, bookingId: number): Promise<void> {
  await tx.query('delete from booking_release_due where booking_id = $1', [bookingId]);
}

/** Locked with its booking: whether it is still due, whoever read the list before. */
export async function releaseDueAt(tx: Tx, bookingId: number): Promise<Date | null> {
  const rows = await tx.query<{ due_at: Date }>('select due_at from booking_release_due where booking_id = $1', [
    bookingId,
  ]);
  return rows[0]?.due_at ?? null;
}

export const firstReleaseDue = 'select min(due_at) as due from booking_release_due';

export async function dueReleases(sql: Sql, now: string, limit: number): Promise<number[]> {
  const rows = await sql.query<{ booking_id: number }>(
    'select booking_id from booking_release_due where due_at <= $1 order by due_at limit $2',
    [now, limit],
  );
  return rows.map((row) => row.booking_id);
}

export async function putOffRelease(sql: Sql, bookingId: number, until: string): Promise<void> {
  await sql.query('update booking_release_due set due_at = $2 where booking_id = $1', [bookingId, until]);
}
