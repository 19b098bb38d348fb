import type { Sql } from '../../../adapters/postgres/sql';

/** @returns how many were kept for long enough */
export async function forgetKeptProfiles(sql: Sql, now: string, limit: number): Promise<number> {
  const rows = await sql.query(
    `delete from host_tax_profile where host_id in (
       select host_id from host_tax_profile where keep_until is not null and keep_until <= $1 order by keep_until limit $2) returning host_id`,
    [now, limit],
  );
  return rows.length;
}

export async function nextKeptUntil(sql: Sql): Promise<Date | null> {
  const rows = await sql.query<{ next: Date | null }>(
    'select min(keep_until) as next from host_tax_profile where keep_until is not null',
  );
  return rows[0]?.next ?? null;
}
