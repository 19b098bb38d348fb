import type { Tx } from '../../../adapters/postgres/sql';
import { listingComponents } from '../listing-columns';

/** What guests have left at a property: with any of it the property stays. */
export async function propertyHistory(tx: Tx, propertyId: number): Promise<{ bookings: boolean; reviews: boolean }> {
  const rows = await tx.query<{ bookings: boolean; reviews: boolean }>(
    `select exists (select 1 from bookings where property_id = $1) as bookings,
       exists (select 1 from reviews where property_id = $1) as reviews`,
    [propertyId],
  );
  return rows[0] as { bookings: boolean; reviews: boolean };
}

/** The property with all that is only its own. @returns its pictures' files, which the caller removes once this is committed */
export async function deleteProperty(tx: Tx, propertyId: number): Promise<number[]> {
  const files = await tx.query<{ file_id: number }>(
    `delete from files_related_mph f using photo_uses u
     where f.related_id = u.id and f.related_type = 'api::photo-use.photo-use' and u.property_id = $1 returning f.file_id`,
    [propertyId],
  );
  await tx.query('delete from photo_uses where property_id = $1', [propertyId]);
  await tx.query('delete from calendar_conflicts where property_id = $1', [propertyId]);
  await tx.query('delete from calendar_feeds where property_id = $1', [propertyId]);
  await tx.query('delete from calendar_ranges where property_id = $1', [propertyId]);
  for (const { table, field, type } of listingComponents) {
    await tx.query(
      `delete from ${table} c using properties_cmps j
       where j.cmp_id = c.id and j.entity_id = $1 and j.field = $2 and j.component_type = $3`,
      [propertyId, field, type],
    );
  }
  // Join rows of components and amenities go by their foreign keys.
  await tx.query('delete from properties where id = $1', [propertyId]);
  return files.map((row) => row.file_id);
}
