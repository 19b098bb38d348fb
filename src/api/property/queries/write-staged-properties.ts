import type { Tx } from '../../../adapters/postgres/sql';
import { propertyColumns } from '../listing-columns';

/** Adds the homes that are new and brings the others up to date. State and price are settled later. */
export async function writeStagedProperties(tx: Tx, now: string): Promise<void> {
  await tx.query(
    `insert into properties (document_id, source, source_id, name, state, created_at, updated_at, published_at)
     select document_id, source, source_id, coalesce(property ->> 'name', property ->> 'property_type'), 'draft', $1, $1, $1
     from staged_listing where property_id is null order by source, source_id`,
    [now],
  );
  await tx.query(
    `update staged_listing s set property_id = p.id, added = true
     from properties p where s.property_id is null and p.source = s.source and p.source_id = s.source_id`,
  );
  const columns = Object.values(propertyColumns.columns);
  await tx.query(
    `update properties p
     set host_id = h.id, updated_at = $1::timestamp,
       (${columns.join(', ')}) = (select ${columns.map((column) => `r.${column}`).join(', ')} from jsonb_populate_record(p, s.property) r)
     from staged_listing s join host_profiles h on h.source = s.source and h.source_id = s.host_source_id
     where p.id = s.property_id`,
    [now],
  );
}
