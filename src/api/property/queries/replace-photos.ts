import type { Tx } from '../../../adapters/postgres/sql';

/** The pictures of each staged home that brings some become exactly those; the files in the media library are left alone. */
export async function replacePhotos(tx: Tx, now: string): Promise<void> {
  await tx.query(
    `with gone as (
       delete from photo_uses u using staged_listing s where s.has_photos and u.property_id = s.property_id returning u.id
     )
     delete from files_related_mph f using gone where f.related_id = gone.id and f.related_type = 'api::photo-use.photo-use'`,
  );
  await tx.query(
    `with added as (
       insert into photo_uses (document_id, property_id, caption, position, created_at, updated_at, published_at)
       select n.document_id, s.property_id, n.caption, n.position, $1, $1, $1
       from staged_photo n join staged_listing s on s.source = n.source and s.source_id = n.source_id
       returning id, document_id
     )
     insert into files_related_mph (file_id, related_id, related_type, field, "order")
     select n.file_id, added.id, 'api::photo-use.photo-use', 'file', 1
     from added join staged_photo n on n.document_id = added.document_id`,
    [now],
  );
}
