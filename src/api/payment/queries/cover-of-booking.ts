import type { Sql } from '../../../adapters/postgres/sql';
import type { Cover } from '../../../domain/ledger-refunds';

/**
 * What host and marketplace gave a booking's guest out of their own, less what they got back of it. What was taken for its givers and is not
 * the marketplace's again is the host's.
 */
export async function coverOfBooking(sql: Sql, bookingId: number): Promise<Cover> {
  const rows = await sql.query<{ marketplace: number; given: number; returned: number }>(
    `select coalesce(sum(e.amount) filter (where e.account = 'goodwill'), 0)::bigint as marketplace,
       coalesce(sum(e.amount) filter (where e.amount > 0 and t.kind <> 'refund_cover_returned' and e.account <> 'refund_clearing'), 0)::bigint as given,
       coalesce(sum(e.amount) filter (where t.kind = 'refund_cover_returned' and e.account = 'guest_funds:' || t.booking_id), 0)::bigint
         + (select coalesce(sum(from_payable + from_receivable + from_borne + platform_fee + tax), 0)::bigint
            from release_return where booking_id = $1 and posting like 'booking-%') as returned
     from ledger_transaction t join ledger_entry e on e.transaction_id = t.id
     where t.booking_id = $1 and t.kind in ('refunded_by_marketplace', 'refunded_by_host', 'refund_cover_returned')`,
    [bookingId],
  );
  const { marketplace, given, returned } = rows[0] ?? { marketplace: 0, given: 0, returned: 0 };
  return { host: given - returned - marketplace, marketplace };
}
