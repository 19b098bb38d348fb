import type { Tx } from '../../../adapters/postgres/sql';
import type { ListingContent } from '../../../domain/listing';
import { listingComponents, type ListingComponent } from '../listing-columns';

/** Writes the property's components as the listing says; one that it lacks is left alone. The caller holds the property's row. */
export async function saveComponents(tx: Tx, propertyId: number, listing: ListingContent): Promise<void> {
  for (const component of listingComponents) {
    const value = listing[component.field];
    if (value !== null) await saveComponent(tx, propertyId, component, value);
  }
}

async function saveComponent(tx: Tx, propertyId: number, component: ListingComponent, value: object): Promise<void> {
  const { field, type, table, columns } = component;
  const row = JSON.stringify(columnValues(component, value));
  const updated = await tx.query(
    `update ${table} c set (${columns.join(', ')}) = (select ${columns.join(', ')} from jsonb_populate_record(null::${table}, $1::jsonb))
     from properties_cmps j
     where j.cmp_id = c.id and j.entity_id = $2 and j.field = $3 and j.component_type = $4 returning c.id`,
    [row, propertyId, field, type],
  );
  if (updated.length > 0) return;
  await tx.query(
    `with added as (
       insert into ${table} (${columns.join(', ')}) select ${columns.join(', ')} from jsonb_populate_record(null::${table}, $1::jsonb)
       returning id
     )
     insert into properties_cmps (entity_id, cmp_id, component_type, field) select $2, id, $4, $3 from added`,
    [row, propertyId, field, type],
  );
}

/** Names of columns in place of names of fields; the columns of all fields, so that a null empties one. */
function columnValues({ fields }: ListingComponent, value: object): Record<string, unknown> {
  const given = value as Record<string, unknown>;
  return Object.fromEntries(Object.entries(fields).map(([field, column]) => [column, given[field] ?? null]));
}

/** Exactly these, in this order. @returns codes that are no amenity */
export async function saveAmenities(tx: Tx, propertyId: number, codes: readonly string[]): Promise<string[]> {
  const unknown = await tx.query<{ code: string }>(
    'select code from unnest($1::text[]) code where not exists (select 1 from amenities a where a.code = code.code)',
    [codes],
  );
  if (unknown.length > 0) return unknown.map((row) => row.code);
  await tx.query('delete from properties_amenities_lnk where property_id = $1', [propertyId]);
  await tx.query(
    `insert into properties_amenities_lnk (property_id, amenity_id, amenity_ord)
     select $1, a.id, min(wanted.place) from unnest($2::text[]) with ordinality as wanted (code, place)
     join amenities a on a.code = wanted.code group by a.id`,
    [propertyId, codes],
  );
  return [];
}
