import { createId } from '@paralleldrive/cuid2';
import type { Tx } from '../../../adapters/postgres/sql';

const related = 'api::photo-use.photo-use';

export async function countPhotos(tx: Tx, propertyId: number): Promise<number> {
  const rows = await tx.query<{ count: number }>('select count(*) as count from photo_uses where property_id = $1', [
    propertyId,
  ]);
  return rows[0]?.count ?? 0;
}

export interface NewPhoto {
  readonly propertyId: number;
  readonly fileId: number;
  readonly caption: string | null;
  readonly at: string;
}

/** As the last one. */
export async function appendPhoto(tx: Tx, photo: NewPhoto): Promise<void> {
  await tx.query(
    `with added as (
       insert into photo_uses (document_id, property_id, caption, position, created_at, updated_at, published_at)
       select $1, $2, $3, coalesce(max(position) + 1, 0), $4, $4, $4 from photo_uses where property_id = $2
       returning id
     )
     insert into files_related_mph (file_id, related_id, related_type, field, "order")
     select $5, id, '${related}', 'file', 1 from added`,
    [createId(), photo.propertyId, photo.caption, photo.at, photo.fileId],
  );
}

/** @returns the file of the picture, or null where the property has no such picture */
export async function deletePhoto(
  tx: Tx,
  propertyId: number,
  photoDocumentId: string,
): Promise<{ fileId: number | null } | null> {
  const gone = await tx.query<{ id: number }>(
    'delete from photo_uses where property_id = $1 and document_id = $2 returning id',
    [propertyId, photoDocumentId],
  );
  if (!gone[0]) return null;
  const files = await tx.query<{ file_id: number }>(
    `delete from files_related_mph where related_id = $1 and related_type = '${related}' returning file_id`,
    [gone[0].id],
  );
  return { fileId: files[0]?.file_id ?? null };
}

/** A file that some other entry shows must stay. */
export async function filesInUse(tx: Tx, fileIds: readonly number[]): Promise<Set<number>> {
  const rows = await tx.query<{ file_id: number }>(
    'select distinct file_id from files_related_mph where file_id = any($1::int[])',
    [fileIds],
  );
  return new Set(rows.map((row) => row.file_id));
}

/** @returns whether these are exactly the property's pictures; else nothing is changed */
export async function orderPhotos(
  tx: Tx,
  propertyId: number,
  photoDocumentIds: readonly string[],
  at: string,
): Promise<boolean> {
  const present = await tx.query<{ document_id: string }>('select document_id from photo_uses where property_id = $1', [
    propertyId,
  ]);
  const wanted = new Set(photoDocumentIds);
  if (wanted.size !== photoDocumentIds.length || present.length !== wanted.size) return false;
  if (!present.every((row) => wanted.has(row.document_id))) return false;
  await tx.query(
    `update photo_uses u set position = wanted.place - 1, updated_at = $3
     from unnest($2::text[]) with ordinality as wanted (document_id, place)
     where u.property_id = $1 and u.document_id = wanted.document_id`,
    [propertyId, photoDocumentIds, at],
  );
  return true;
}
