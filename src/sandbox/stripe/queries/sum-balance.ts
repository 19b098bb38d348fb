import type { Sql } from '../../../adapters/postgres/sql';

/** The platform's balance by currency, in minor units. */
export function sumBalance(sql: Sql): Promise<{ currency: string; available: number; pending: number }[]> {
  return sql.query(
    `SELECT body->>'currency' AS currency,
       coalesce(sum((body->>'net')::bigint) FILTER (WHERE body->>'status' = 'available'), 0)::bigint AS available,
       coalesce(sum((body->>'net')::bigint) FILTER (WHERE body->>'status' = 'pending'), 0)::bigint AS pending
     FROM stripe_sandbox.object WHERE type = 'balance_transaction'
     GROUP BY 1 ORDER BY 1`,
  );
}
