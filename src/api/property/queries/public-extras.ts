import type { Sql } from '../../../adapters/postgres/sql';
import type { PhotoRow } from '../../../search/photo-schema';

/** What guests may know of a home beyond its own fields. */
export interface PublicExtras {
  readonly approximatePoint: { readonly latitude: number; readonly longitude: number } | null;
  readonly rating: { readonly mean: number | null; readonly count: number };
  readonly photos: readonly PhotoRow[];
}

const mostPhotos = 200;

/** By document id. */
export async function publicExtras(sql: Sql, documentIds: readonly string[]): Promise<Map<string, PublicExtras>> {
  const rows = await sql.query<PublicExtras & { document_id: string }>(
    `select s.document_id,
       case when s.approximate_latitude is not null
         then jsonb_build_object('latitude', s.approximate_latitude, 'longitude', s.approximate_longitude) end as "approximatePoint",
       jsonb_build_object('mean', s.rating_mean, 'count', s.rating_count) as rating,
       home_photos(s.property_id, ${mostPhotos}) as photos
     from search_property s where s.document_id = any($1::text[])`,
    [documentIds],
  );
  return new Map(rows.map(({ document_id, ...extras }) => [document_id, extras]));
}
