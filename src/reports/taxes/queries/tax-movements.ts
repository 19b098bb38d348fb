import type { Sql } from '../../../adapters/postgres/sql';

/** What moved in tax_payable, by when it was posted. Minor units; credits, so what is owed, are positive. */
export interface TaxMovement {
  readonly currency: string;
  readonly posted: number;
  /** Of that, what belongs to no booking: payments to tax offices, corrections. */
  readonly unattributed: number;
}

/** @param from @param until instants, `until` exclusive */
export async function taxMovements(
  sql: Sql,
  from: string,
  until: string,
  currency: string | null,
): Promise<TaxMovement[]> {
  return sql.query<TaxMovement>(
    `select e.currency, -sum(e.amount)::bigint as posted, coalesce(-sum(e.amount) filter (where t.booking_id is null), 0)::bigint as unattributed
     from ledger_transaction t join ledger_entry e on e.transaction_id = t.id
     where t.at >= $1 and t.at < $2 and e.account = 'tax_payable' and ($3::text is null or e.currency = $3)
     group by e.currency order by e.currency`,
    [from, until, currency],
  );
}
