import type { Sql } from '../../adapters/postgres/sql';

/** What homes are priced in now, each currency once. */
export async function storedCurrencies(sql: Sql, propertyIds: readonly number[]): Promise<string[]> {
  const rows = await sql.query<{ currency: string }>(
    'select distinct currency from properties where id = any ($1::int[]) and currency is not null',
    [propertyIds],
  );
  return rows.map((row) => row.currency);
}
