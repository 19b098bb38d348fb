import type { Database, Sql } from '../adapters/postgres/sql';
import { homesByPlace } from './homes-by-place';
import { lockProperties } from './queries/affected-properties';
import { measurePriceLevels } from './queries/price-levels';
import { refreshSearchRows, staleSearchRows } from './refresh-search-rows';

/** The read model as a whole: made anew, or compared with the truth. Both go through the homes in batches and stop nobody. */
const batchSize = 1_000;

async function* batches(sql: Sql): AsyncGenerator<readonly number[]> {
  for (let after = 0; ;) {
    const rows = await sql.query<{ id: number }>('select id from properties where id > $1 order by id limit $2', [
      after,
      batchSize,
    ]);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map((row) => row.id);
    after = last.id;
  }
}

export type Progress = (homesDone: number) => void;

/**
 * In order of place (`homesByPlace`). As long as somebody may still see what was before, PostgreSQL keeps it, and a page has room for a row or
 * two: the others go to new pages, one beside the other. So that is seen until the end; the room comes back with the next vacuum.
 * @returns how many rows were written
 */
export async function rebuildSearch(db: Database, progress: Progress): Promise<number> {
  await db.transaction((tx) => measurePriceLevels(tx));
  return db.transaction(async (before) => {
    await before.query('set transaction isolation level repeatable read, read only');
    let done = 0;
    for (const ids of await homesByPlace(before, batchSize)) {
      await db.transaction((tx) => refreshSearchRows(tx, ids));
      progress((done += ids.length));
      // No connection is idle for long.
      await before.query('select 1');
    }
    return done;
  });
}

/** @returns how many homes were compared, and the row ids of those whose search row is not what the truth says */
export async function verifySearch(db: Database, progress: Progress): Promise<{ compared: number; stale: number[] }> {
  let compared = 0;
  const stale: number[] = [];
  for await (const ids of batches(db)) {
    stale.push(...(await staleOf(db, ids)));
    progress((compared += ids.length));
  }
  return { compared, stale };
}

/** What differs is looked at again under its lock: a write may have come between the two reads. */
async function staleOf(db: Database, ids: readonly number[]): Promise<number[]> {
  const suspects = await staleSearchRows(db, ids);
  if (suspects.length === 0) return [];
  return db.transaction(async (tx) => {
    await lockProperties(tx, suspects);
    return staleSearchRows(tx, suspects);
  });
}
