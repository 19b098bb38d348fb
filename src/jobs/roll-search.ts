import { Temporal } from 'temporal-polyfill';
import { addDays, type Night } from '../domain/night';
import { baseDate } from '../search/queries/property-facts';
import { refreshPriceLevels } from '../search/queries/price-levels';
import { refreshSearchRows } from '../search/refresh-search-rows';
import { BATCH, type DueJob } from './due-job';

/** A row's nights begin at most this many days back; the read model knows two months more than anyone can book. */
const MAX_DAYS_BEHIND = 32;

/** Moves the nights that search knows on with the days. */
export const rollSearch: DueJob = {
  name: 'roll-search',
  async nextDueAt(app) {
    const [row] = await app.db.query<{ oldest: Night | null }>(
      'select min(closed_from) as oldest from search_property',
    );
    if (!row?.oldest) return null;
    // The base date is yesterday, so that a day more must have passed: due too early, the clock would stop there for ever.
    return Temporal.Instant.from(`${addDays(row.oldest, MAX_DAYS_BEHIND + 2)}T00:00:00Z`);
  },
  async run(app) {
    const rows = await app.db.query<{ property_id: number }>(
      `select property_id from search_property cross join sandbox_clock clock where closed_from < ${baseDate} - $1::integer
       order by closed_from, property_id limit $2`,
      [MAX_DAYS_BEHIND, BATCH],
    );
    if (rows.length === 0) return 0;
    await app.db.transaction((tx) => refreshPriceLevels(tx));
    await app.db.transaction((tx) => refreshSearchRows(tx, rows.map((row) => row.property_id))); // prettier-ignore
    return rows.length;
  },
};
