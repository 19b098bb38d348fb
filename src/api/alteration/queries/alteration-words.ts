import type { Sql } from '../../../adapters/postgres/sql';

/** What a mail about an alteration names, and the accounts of both parties. */
export interface AlterationWords {
  readonly home: string;
  readonly guestUserId: number | null;
  readonly hostUserId: number | null;
}

export async function alterationWords(sql: Sql, bookingId: number): Promise<AlterationWords> {
  const rows = await sql.query<AlterationWords>(
    `select coalesce(p.name, '') as home, b.guest_id as "guestUserId", h.user_id as "hostUserId"
     from bookings b join properties p on p.id = b.property_id left join host_profiles h on h.id = b.host_id where b.id = $1`,
    [bookingId],
  );
  const row = rows[0];
  if (!row) throw new Error(`booking ${bookingId} has no home`);
  return row;
}
