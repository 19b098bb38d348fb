import type { Sql } from '../../../adapters/postgres/sql';
import type { Cover } from '../../../domain/ledger-refunds';

/** What host and marketplace gave a booking's guest out of their own, less what they got back of it. */
export async function coverOfBooking(sql: Sql, bookingId: number): Promise<Cover> {
  const rows = await sql.query<Cover>(
    `select coalesce(sum(e.amount) filter (where e.account = 'goodwill'), 0)::bigint as marketplace,
       coalesce(sum(e.amount) filter (where e.account like 'host\\_receivable:%' or e.account like 'host\\_payable:%'), 0)::bigint as host
     from ledger_transaction t join ledger_entry e on e.transaction_id = t.id
     where t.booking_id = $1 and t.kind in ('refunded_by_marketplace', 'refunded_by_host', 'refund_cover_returned')`,
    [bookingId],
  );
  return rows[0] ?? { host: 0, marketplace: 0 };
}

/** What is still held for a booking's guest: not refunded, and not released to anybody. */
export async function guestFundsOf(sql: Sql, bookingId: number): Promise<number> {
  const rows = await sql.query<{ held: number }>(
    'select -coalesce(sum(amount), 0)::bigint as held from ledger_entry where account = $1',
    [`guest_funds:${bookingId}`],
  );
  return rows[0]?.held ?? 0;
}
