import type { Tx } from '../../adapters/postgres/sql';

/** With fewer homes a city has no level: one dear home would make the others look cheap. */
export const homesForLevel = 10;

const today = "(now() + clock.offset_ms * interval '1 ms')::date";

/** What the middle home of each city costs a night and guest, from what search knows; cities that have too few homes by now lose theirs. */
export async function measurePriceLevels(tx: Tx): Promise<void> {
  await tx.query('lock table price_level in share row exclusive mode');
  await tx.query('delete from price_level');
  await tx.query(
    `insert into price_level (country, region, city, currency, per_guest, homes, measured_on)
     select coalesce(s.country, ''), coalesce(s.region, ''), s.city, s.currency,
       percentile_disc(0.5) within group (order by s.base_price / s.max_guests), count(*), ${today}
     from search_property s cross join sandbox_clock clock
     where s.listed and s.city <> '' and s.max_guests > 0 group by 1, 2, 3, 4, clock.offset_ms having count(*) >= $1`,
    [homesForLevel],
  );
}

/** Once a day is enough. */
export async function refreshPriceLevels(tx: Tx): Promise<void> {
  const [row] = await tx.query<{ is_old: boolean }>(
    `select coalesce((select max(measured_on) from price_level) < ${today}, true) as is_old from sandbox_clock clock`,
  );
  if (row?.is_old) await measurePriceLevels(tx);
}
