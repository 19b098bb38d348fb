import type { Sql } from '../../../adapters/postgres/sql';

/** What the homes of a page lead to, by row ids. */
export interface PageRelations {
  readonly id: number;
  readonly hostId: number | null;
  /** In the order that the host gave them. */
  readonly amenityIds: readonly number[];
}

export const pageRelations = (sql: Sql, ids: readonly number[]): Promise<PageRelations[]> =>
  sql.query<PageRelations>(
    `select home.id, home.host_id as "hostId",
       array(select link.amenity_id from properties_amenities_lnk link where link.property_id = home.id
         order by link.amenity_ord, link.id) as "amenityIds"
     from properties home where home.id = any($1::integer[])`,
    [ids],
  );
