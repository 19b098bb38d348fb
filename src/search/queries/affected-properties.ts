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

/** What many homes hold something of. */
const sharedTable = { 'host profile': 'host_profiles', amenity: 'amenities' } as const;

export const isShared = (source: Source): source is keyof typeof sharedTable => source in sharedTable;

/** For `lockHomesAnd`. */
export async function lockShared(tx: Tx, source: keyof typeof sharedTable, documentId: string): Promise<void> {
  await tx.query(`select id from ${sharedTable[source]} where document_id = $1 order by id for update`, [documentId]);
}

/** In order of id, so that two writers never wait for each other in a circle. */
export async function lockProperties(tx: Tx, propertyIds: readonly number[]): Promise<void> {
  if (propertyIds.length === 0) return;
  await tx.query('select id from properties where id = any($1::integer[]) order by id for update', [propertyIds]);
}

/**
 * Locks all homes that hold something of a host or an amenity, and then its row: from then on no other home comes to hold it, since foreign keys ask for
 * that row. Where one came between the two, all is let go of and locked anew, that one in its place: else who has it could wait for the row, and
 * who has the row for it.
 * @param homesOf the homes as they are at that moment
 * @param lockRow `for update`: foreign keys do not wait for anything weaker
 */
export async function lockHomesAnd(
  tx: Tx,
  homesOf: () => Promise<number[]>,
  lockRow: () => Promise<unknown>,
): Promise<number[]> {
  for (;;) {
    await tx.query('savepoint homes_and_row');
    const homes = await homesOf();
    await lockProperties(tx, homes);
    await lockRow();
    const locked = new Set(homes);
    const isAll = (await homesOf()).every((id) => locked.has(id));
    await tx.query(isAll ? 'release savepoint homes_and_row' : 'rollback to savepoint homes_and_row');
    if (isAll) return homes;
  }
}
