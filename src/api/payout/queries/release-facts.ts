import type { Sql } from '../../../adapters/postgres/sql';
import type { BookingState } from '../../../domain/booking-moves';
import type { CancellationPolicy } from '../../../domain/cancellation-policy';
import type { Night } from '../../../domain/night';
import type { SoldQuote } from '../../booking/queries/booking-row';

/** All that decides what of a booking's money is whose. Amounts in minor units of `currency`. */
export interface ReleaseFacts {
  readonly id: number;
  readonly host_id: number;
  readonly state: BookingState;
  readonly currency: string;
  readonly check_in: Night;
  readonly nights: number;
  readonly quote: SoldQuote;
  readonly cancellation_policy: CancellationPolicy;
  readonly cancelled_by: 'guest' | 'host' | 'staff' | 'system' | null;
  readonly confirmed_at: Date | null;
  readonly ended_at: Date | null;
  /** What is still held for the guest: captured, not promised back and not released. */
  readonly funds: number;
  /** What was released less what refunds took back of it. */
  readonly released_host: number;
  readonly released_fee: number;
  readonly released_tax: number;
  /** How many releases there were. */
  readonly parts: number;
}

/** Lock the booking first: nothing of this changes without its lock. */
export async function releaseFacts(sql: Sql, bookingId: number): Promise<ReleaseFacts | null> {
  const rows = await sql.query<ReleaseFacts>(
    `select b.id, b.host_id, b.state, b.currency, b.check_in, b.nights, b.quote, b.cancellation_policy, b.cancelled_by, b.confirmed_at, b.ended_at,
       (select -coalesce(sum(amount), 0)::bigint from ledger_entry where account = 'guest_funds:' || b.id) as funds,
       coalesce(r.host, 0) - coalesce(x.host, 0) as released_host, coalesce(r.fee, 0) - coalesce(x.fee, 0) as released_fee,
       coalesce(r.tax, 0) - coalesce(x.tax, 0) as released_tax, r.parts
     from bookings b
     left join lateral (select sum(host_payout)::bigint as host, sum(platform_fee)::bigint as fee, sum(tax)::bigint as tax, count(*)::integer as parts
       from booking_release where booking_id = b.id) r on true
     left join lateral (select sum(from_payable + from_receivable + from_borne)::bigint as host, sum(platform_fee)::bigint as fee, sum(tax)::bigint as tax
       from release_return where booking_id = b.id) x on true
     where b.id = $1`,
    [bookingId],
  );
  return rows[0] ?? null;
}
