import type { Sql } from '../../../adapters/postgres/sql';
import type { Place } from '../../../marketplace-config';

/** Where the property is, as far as taxes go by it. */
export async function placeOfProperty(sql: Sql, propertyId: number): Promise<Place> {
  const rows = await sql.query<Place>(
    `select a.country, a.region, a.city from properties_cmps x join components_property_address a on a.id = x.cmp_id
     where x.entity_id = $1 and x.component_type = 'property.address' limit 1`,
    [propertyId],
  );
  return rows[0] ?? { country: null, region: null, city: null };
}
