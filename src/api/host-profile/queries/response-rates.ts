import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { KnownRate } from '../../../domain/response-rate';

/** Whose answers are counted, in the order of their ids: who was asked since then, and who has a figure that was counted before. */
export async function hostsToCount(sql: Sql, since: string, afterHost: number, limit: number): Promise<number[]> {
  const rows = await sql.query<{ host_id: number }>(
    `select host_id from (
       (select distinct host_id from bookings
        where request_expires_at is not null and request_expires_at >= $1 and host_id > $2 order by host_id limit $3)
       union
       (select host_id from host_response_rate where host_id > $2 order by host_id limit $3)
     ) host order by host_id limit $3`,
    [since, afterHost, limit],
  );
  return rows.map((row) => row.host_id);
}

export interface RateOfHost extends KnownRate {
  readonly hostId: number;
}

/** Without the hosts whose figure is changing at the moment. */
export async function knownRates(sql: Sql, hostIds: readonly number[]): Promise<RateOfHost[]> {
  return sql.query<RateOfHost>(
    `select host.id as "hostId", host.response_rate_percent as shown, rate.counted_percent as counted, rate.imported_percent as imported
     from host_profiles host left join host_response_rate rate on rate.host_id = host.id
     where host.id = any($1::integer[]) and rate.homes_until is null order by host.id`,
    [hostIds],
  );
}

/** What was counted, or that the figure shown is about to change, from the first home on. */
export async function writeRates(
  tx: Tx,
  rates: readonly (RateOfHost & { readonly changes: boolean })[],
): Promise<void> {
  await tx.query(
    `insert into host_response_rate as stored (host_id, counted_percent, imported_percent, next_percent, homes_until)
     select host_id, counted, imported, case when changes then shown end, case when changes then 0 end
     from unnest($1::integer[], $2::smallint[], $3::smallint[], $4::smallint[], $5::boolean[]) as now (host_id, counted, imported, shown, changes)
     on conflict (host_id) do update set counted_percent = excluded.counted_percent, imported_percent = excluded.imported_percent,
       next_percent = excluded.next_percent, homes_until = excluded.homes_until
     where (stored.counted_percent, stored.imported_percent, stored.homes_until) is distinct from
       (excluded.counted_percent, excluded.imported_percent, excluded.homes_until)`,
    [
      rates.map(({ hostId }) => hostId),
      rates.map(({ counted }) => counted),
      rates.map(({ imported }) => imported),
      rates.map(({ shown }) => shown),
      rates.map(({ changes }) => changes),
    ],
  );
}

export async function forgetRates(tx: Tx, hostIds: readonly number[]): Promise<void> {
  await tx.query('delete from host_response_rate where host_id = any($1::integer[])', [hostIds]);
}
