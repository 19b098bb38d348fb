import type { Tx } from '../../../adapters/postgres/sql';
import type { ListingContent } from '../../../domain/listing';

/** The row alone: components and amenities follow (save-listing-parts.ts). */
export async function insertProperty(
  tx: Tx,
  documentId: string,
  hostId: number,
  listing: ListingContent,
  at: string,
): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    `insert into properties (document_id, host_id, state, name, summary, neighbourhood, neighbourhood_overview, property_type, room_type,
       licence, currency, time_zone, created_at, updated_at, published_at)
     values ($1, $2, 'draft', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $12) returning id`,
    [documentId, hostId, ...ownColumns(listing), at],
  );
  return (rows[0] as { id: number }).id;
}

export async function updateProperty(tx: Tx, propertyId: number, listing: ListingContent, at: string): Promise<void> {
  await tx.query(
    `update properties set name = $2, summary = $3, neighbourhood = $4, neighbourhood_overview = $5, property_type = $6, room_type = $7,
       licence = $8, currency = $9, time_zone = $10, updated_at = $11
     where id = $1`,
    [propertyId, ...ownColumns(listing), at],
  );
}

const ownColumns = (listing: ListingContent): unknown[] => [
  listing.name,
  listing.summary,
  listing.neighbourhood,
  listing.neighbourhoodOverview,
  listing.propertyType,
  listing.roomType,
  listing.licence,
  listing.currency,
  listing.timeZone,
];
