import { createId } from '@paralleldrive/cuid2';
import type { Sql, Tx } from '../../../adapters/postgres/sql';

export type PhotoSide = 'guest' | 'host';

/** How many one party has added. The booking is locked, so that the count stays true. */
export async function countClaimPhotos(tx: Tx, claimId: number, side: PhotoSide): Promise<number> {
  const rows = await tx.query<{ count: number }>(
    'select count(*) as count from damage_claim_photo where claim_id = $1 and side = $2',
    [claimId, side],
  );
  return Number(rows[0]?.count ?? 0);
}

export async function insertClaimPhoto(
  tx: Tx,
  photo: { readonly claimId: number; readonly side: PhotoSide; readonly jpeg: Buffer; readonly at: string },
): Promise<void> {
  await tx.query('insert into damage_claim_photo (document_id, claim_id, side, jpeg, at) values ($1, $2, $3, $4, $5)', [
    createId(),
    photo.claimId,
    photo.side,
    photo.jpeg,
    photo.at,
  ]);
}

export interface ClaimPhoto {
  readonly claim_document_id: string;
  readonly booking_document_id: string;
  readonly n: number;
  readonly host_id: number;
  readonly side: PhotoSide;
  readonly jpeg: Buffer;
  readonly at: Date;
}

export async function claimPhoto(sql: Sql, documentId: string): Promise<ClaimPhoto | null> {
  const rows = await sql.query<ClaimPhoto>(
    `select c.document_id as claim_document_id, b.document_id as booking_document_id, c.n, c.host_id, x.side, x.jpeg, x.at
     from damage_claim_photo x join damage_claim c on c.id = x.claim_id join bookings b on b.id = c.booking_id where x.document_id = $1`,
    [documentId],
  );
  return rows[0] ?? null;
}
