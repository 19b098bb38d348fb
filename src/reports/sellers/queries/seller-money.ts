import type { Sql } from '../../../adapters/postgres/sql';

/** What the ledger has of one home in one quarter. Minor units. */
export interface SellerMoneyRow {
  readonly host_id: number;
  readonly property_id: number;
  readonly currency: string;
  readonly quarter: 1 | 2 | 3 | 4;
  /** Credited to the host, net of fees and taxes. */
  readonly consideration: number;
  readonly fees: number;
  readonly taxes: number;
  /** Stays that were credited for the first time. */
  readonly contracts: number;
}

/** What a stay brings, and what refunds take of it; transfers, penalties, netting and claims are about something else. */
const ofStays = `('released', 'refunded_after_release', 'refunded_after_transfer', 'refunded_by_host', 'refunded_by_marketplace')`;

/** @param from @param until instants, `until` exclusive */
export async function sellerMoney(
  sql: Sql,
  hostIds: readonly number[],
  from: string,
  until: string,
): Promise<SellerMoneyRow[]> {
  return sql.query<SellerMoneyRow>(
    `with moved as (
       select b.id, b.host_id, b.property_id, t.at, e.account, e.amount, e.currency,
         t.kind = 'released' and t.at = (select min(f.at) from ledger_transaction f where f.booking_id = b.id and f.kind = 'released') as is_first
       from bookings b join ledger_transaction t on t.booking_id = b.id left join ledger_transaction undone on undone.id = t.reverses
       join ledger_entry e on e.transaction_id = t.id
       where b.host_id = any($1::integer[]) and t.at >= $2 and t.at < $3 and coalesce(undone.kind, t.kind) in ${ofStays}
         and e.account in ('host_payable:' || b.host_id, 'host_receivable:' || b.host_id, 'platform_fee', 'tax_payable'))
     select host_id, property_id, currency, extract(quarter from at at time zone 'UTC')::integer as quarter,
       coalesce(-sum(amount) filter (where account like 'host%'), 0)::bigint as consideration,
       coalesce(-sum(amount) filter (where account = 'platform_fee'), 0)::bigint as fees,
       coalesce(-sum(amount) filter (where account = 'tax_payable'), 0)::bigint as taxes,
       (count(distinct id) filter (where is_first))::integer as contracts
     from moved group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    [hostIds, from, until],
  );
}
