import type { Sql } from '../../../adapters/postgres/sql';
import type { PhotoRow } from '../../../search/photo-schema';

/** What guests may know of a home beyond its own fields. */
export interface PublicExtras {
  readonly approximatePoint: { readonly latitude: number; readonly longitude: number } | null;
  readonly rating: { readonly mean: number | null; readonly count: number };
  readonly photos: readonly PhotoRow[];
}

const mostPhotos = 200;

/** Pictures as the database's `home_photos` lists them, which is a call for each home: here they are part of the one statement. */
const photos = `coalesce((select json_agg(json_build_object('url', photo.url, 'smallUrl', coalesce(photo.formats -> 'small' ->> 'url',
    photo.formats -> 'thumbnail' ->> 'url', photo.url), 'width', photo.width, 'height', photo.height, 'caption', photo.caption)
    order by photo.position, photo.id) from (
  select photo.id, photo.position, photo.caption, file.url, file.formats, file.width, file.height from photo_uses photo
  join files_related_mph link on link.related_id = photo.id and link.related_type = 'api::photo-use.photo-use' and link.field = 'file'
  join files file on file.id = link.file_id
  where photo.property_id = s.property_id order by photo.position, photo.id limit ${mostPhotos}
) photo), '[]')`;

/** By document id. */
export async function publicExtras(sql: Sql, documentIds: readonly string[]): Promise<Map<string, PublicExtras>> {
  const rows = await sql.query<PublicExtras & { document_id: string }>(
    `select s.document_id,
       case when s.approximate_latitude is not null
         then json_build_object('latitude', s.approximate_latitude, 'longitude', s.approximate_longitude) end as "approximatePoint",
       json_build_object('mean', s.rating_mean, 'count', s.rating_count) as rating,
       ${photos} as photos
     from search_property s where s.document_id = any($1::text[])`,
    [documentIds],
  );
  return new Map(rows.map(({ document_id, ...extras }) => [document_id, extras]));
}
