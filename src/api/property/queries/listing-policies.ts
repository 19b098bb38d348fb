import type { Sql } from '../../../adapters/postgres/sql';

/** The cancellation policies that listings have, each with how many have it. */
export async function listingPolicies(sql: Sql): Promise<{ code: string; homes: number }[]> {
  return sql.query(
    `select cancellation_policy as code, count(*)::int as homes from components_property_booking_rules
     where cancellation_policy is not null group by cancellation_policy order by cancellation_policy`,
  );
}
