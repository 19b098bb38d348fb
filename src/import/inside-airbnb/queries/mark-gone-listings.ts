import type { Tx } from '../../../adapters/postgres/sql';
import { importReasons } from '../../../api/property/listing-record';

/**
 * Homes of the set that the file no longer has go off the market, with all that is theirs (reviews, bookings, calendar) kept.
 * What is not on the market by its host's own will stays as it is.
 * @param unreadable source ids of broken rows: those homes are there, only not readable
 * @returns the properties that have gone
 */
export async function markGoneListings(
  tx: Tx,
  source: string,
  importSet: number,
  unreadable: readonly string[],
  now: string,
): Promise<number[]> {
  const gone = await tx.query<{ property_id: number }>(
    `update imported_listing i set gone = true from properties p
     where i.source = $1 and i.import_set = $2 and not i.gone and p.id = i.property_id and not p.source_id = any ($3)
       and not exists (select from staged_listing s where s.property_id = i.property_id)
     returning i.property_id`,
    [source, importSet, unreadable],
  );
  const ids = gone.map((row) => row.property_id);
  await tx.query(
    `update properties set state = 'unpublished', state_reason = $2, updated_at = $4::timestamp
     where id = any ($1) and (state = 'published' or state_reason = $3)`,
    [ids, importReasons.gone, importReasons.noPrice, now],
  );
  return ids;
}
