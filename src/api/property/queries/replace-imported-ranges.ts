import type { Tx } from '../../../adapters/postgres/sql';

/**
 * The calendar as the source says it. Ranges of the host and of calendar feeds stay, and so do imported ones that are the
 * same as before: their ids, and with them their place in the order, do not change.
 */
export async function replaceImportedRanges(tx: Tx, now: string): Promise<void> {
  await tx.query(
    `delete from calendar_ranges r using staged_listing s
     where r.property_id = s.property_id and s.has_ranges and r.source = 'import'
       and not exists (select from staged_range n where n.source = s.source and n.source_id = s.source_id and ${same})`,
  );
  await tx.query(
    `insert into calendar_ranges (document_id, property_id, first_night, last_night, closed, price, min_nights, min_nights_through, max_nights, reason,
       source, created_at, updated_at, published_at)
     select n.document_id, s.property_id, n.first_night, n.last_night, n.closed, n.price, n.min_nights, n.min_nights_through, n.max_nights, n.reason,
       'import', $1, $1, $1
     from staged_range n join staged_listing s on s.source = n.source and s.source_id = n.source_id
     where not exists (select from calendar_ranges r where r.property_id = s.property_id and r.source = 'import' and ${same})
     order by s.property_id, n.first_night, n.closed`,
    [now],
  );
}

const same = `r.first_night = n.first_night and r.last_night = n.last_night and r.closed = n.closed
  and (r.price, r.min_nights, r.min_nights_through, r.max_nights)
    is not distinct from (n.price, n.min_nights, n.min_nights_through, n.max_nights)`;
