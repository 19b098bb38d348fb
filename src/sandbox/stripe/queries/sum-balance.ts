import type { Sql } from '../../../adapters/postgres/sql';

export interface CurrencyBalance {
  readonly currency: string;
  readonly available: number;
  readonly pending: number;
}

/** The balance of the platform (null) or of a connected account by currency, in minor units. */
export function sumBalance(sql: Sql, account: string | null): Promise<CurrencyBalance[]> {
  return sql.query(
    `SELECT body->>'currency' AS currency,
       coalesce(sum((body->>'net')::bigint) FILTER (WHERE body->>'status' = 'available'), 0)::bigint AS available,
       coalesce(sum((body->>'net')::bigint) FILTER (WHERE body->>'status' = 'pending'), 0)::bigint AS pending
     FROM stripe_sandbox.object
     WHERE type = 'balance_transaction' AND ${account === null ? 'account IS NULL' : 'account = $1'}
     GROUP BY 1 ORDER BY 1`,
    account === null ? [] : [account],
  );
}
