import { Temporal } from 'temporal-polyfill';
import type { Sql } from '../adapters/postgres/sql';

/** The earliest of a timestamp column's values, from a query that selects it as `due`. */
export async function earliest(
  sql: Sql,
  query: string,
  values: readonly unknown[] = [],
): Promise<Temporal.Instant | null> {
  const rows = await sql.query<{ due: Date | null }>(query, values);
  const due = rows[0]?.due;
  return due ? Temporal.Instant.fromEpochMilliseconds(due.getTime()) : null;
}
