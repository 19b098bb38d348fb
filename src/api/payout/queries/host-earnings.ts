import type { Sql } from '../../../adapters/postgres/sql';

/** What a host earns in one currency, in minor units. */
export interface CurrencyEarnings {
  readonly currency: string;
  /** Of stays that are paid for, not released yet. */
  readonly upcoming: number;
  /** Released so far, less what refunds took back of it. */
  readonly released: number;
  /** Released, and still to be sent. */
  readonly onTheWay: number;
  /** Sent, less what came back. */
  readonly paid: number;
  /** What the host owes, to be taken out of later payouts. */
  readonly receivable: number;
}

export const hostEarnings = (sql: Sql, hostId: number): Promise<CurrencyEarnings[]> =>
  sql.query<CurrencyEarnings>(
    `select currency, sum(upcoming)::bigint as upcoming, sum(released)::bigint as released, sum(on_the_way)::bigint as "onTheWay",
       sum(paid)::bigint as paid, sum(receivable)::bigint as receivable from (
       select currency, host_amount as upcoming, 0 as released, 0 as on_the_way, 0 as paid, 0 as receivable from booking_release_due where host_id = $1
       union all select currency, 0, host_payout, 0, 0, 0 from booking_release where host_id = $1
       union all select currency, 0, -(from_payable + from_receivable + from_borne), 0, 0, 0 from release_return where host_id = $1
       union all select currency, 0, 0, amount - transferred, transferred, 0 from payout where host_id = $1
       union all select currency, 0, 0, 0, -amount, 0 from transfer_reversal where host_id = $1 and state = 'succeeded'
       union all select currency, 0, 0, 0, 0, amount - settled from host_receivable where host_id = $1 and settled < amount
     ) each group by currency order by currency`,
    [hostId],
  );

export interface MonthEarnings {
  /** YYYY-MM, in UTC. */
  readonly month: string;
  readonly currency: string;
  readonly released: number;
  readonly paid: number;
}

/** The latest months in which there was something, with what was released and sent in each. */
export const hostMonths = (sql: Sql, hostId: number, limit: number): Promise<MonthEarnings[]> =>
  sql.query<MonthEarnings>(
    `select to_char(at at time zone 'UTC', 'YYYY-MM') as month, currency, sum(released)::bigint as released, sum(paid)::bigint as paid from (
       select released_at as at, currency, host_payout as released, 0 as paid from booking_release where host_id = $1
       union all select at, currency, -(from_payable + from_receivable + from_borne), 0 from release_return where host_id = $1
       union all select created_at, currency, 0, amount from transfer where host_id = $1 and state = 'succeeded'
       union all select created_at, currency, 0, -amount from transfer_reversal where host_id = $1 and state = 'succeeded'
     ) each group by 1, 2 order by 1 desc, 2 limit $2`,
    [hostId, limit],
  );
