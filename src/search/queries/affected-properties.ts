import type { Sql, Tx } from '../../adapters/postgres/sql';

/** What was written. */
export type Source = 'property' | 'calendar range' | 'host profile' | 'amenity' | 'review';

const propertiesBySource: Record<Source, string> = {
  property: 'select id from properties where document_id = any($1::text[])',
  'calendar range':
    'select property_id as id from calendar_ranges where property_id is not null and document_id = any($1::text[])',
  'host profile':
    'select p.id from properties p join host_profiles host on host.id = p.host_id where host.document_id = any($1::text[])',
  amenity:
    'select link.property_id as id from properties_amenities_lnk link join amenities a on a.id = link.amenity_id where a.document_id = any($1::text[])',
  review: 'select property_id as id from reviews where property_id is not null and document_id = any($1::text[])',
};

/** Row ids of the properties whose search rows hold something of these entries. */
export async function affectedProperties(sql: Sql, source: Source, documentIds: readonly string[]): Promise<number[]> {
  if (documentIds.length === 0) return [];
  return (await sql.query<{ id: number }>(propertiesBySource[source], [documentIds])).map((row) => row.id);
}

/** In order of id, so that two writers never wait for each other in a circle. */
export async function lockProperties(tx: Tx, propertyIds: readonly number[]): Promise<void> {
  if (propertyIds.length === 0) return;
  await tx.query('select id from properties where id = any($1::integer[]) order by id for update', [propertyIds]);
}
