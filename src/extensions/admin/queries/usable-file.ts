import type { Sql } from '../../../adapters/postgres/sql';

/**
 * A file that a host may put on their homes or profile: one that they uploaded in the panel, or that already
 * shows one of their homes or themselves (imported pictures have no uploader).
 */
export async function usableFile(
  sql: Sql,
  adminId: number,
  hostId: number,
  target: { id?: unknown; documentId?: unknown },
): Promise<number | null> {
  const byDocument = typeof target.documentId === 'string';
  const rows = await sql.query<{ id: number }>(
    `select file.id from files file
      where file.${byDocument ? 'document_id' : 'id'} = $3
        and (file.created_by_id = $1
          or exists (select 1 from files_related_mph shown
                       join photo_uses photo on photo.id = shown.related_id
                       join properties home on home.id = photo.property_id
                      where shown.file_id = file.id and shown.related_type = 'api::photo-use.photo-use' and home.host_id = $2)
          or exists (select 1 from files_related_mph shown
                      where shown.file_id = file.id and shown.related_type = 'api::host-profile.host-profile' and shown.related_id = $2))`,
    [adminId, hostId, byDocument ? target.documentId : Number(target.id)],
  );
  return rows[0]?.id ?? null;
}
