import { createId } from '@paralleldrive/cuid2';
import type { Tx } from '../../../adapters/postgres/sql';
import { listingPatches } from '../listing-columns';
import type { ListingFacts } from '../listing-record';

/**
 * Listings on their way in wait in temporary tables, which nobody else sees and no lock guards; from there a few statements
 * write all of them. The tables vanish with the transaction.
 */
export async function openStage(tx: Tx): Promise<void> {
  await tx.query(stageTables);
  await tx.query('truncate staged_listing, staged_range, staged_photo, staged_review');
}

/** A listing that is staged already (same source and id) is not staged again. */
export async function stageListings(tx: Tx, listings: readonly ListingFacts[]): Promise<void> {
  await tx.query(
    `insert into staged_listing
     select l.*, null, null, null, null, false
     from jsonb_to_recordset($1::jsonb) as l (${stagedColumns})
     on conflict do nothing`,
    [JSON.stringify(listings.map(stagedListing))],
  );
  await stageRanges(tx, listings);
  await stagePhotos(tx, listings);
}

const stagedColumns = `source text, source_id text, document_id text, host_source_id text, host_document_id text, host jsonb,
  property jsonb, address jsonb, point jsonb, capacity jsonb, prices jsonb, discounts jsonb, booking_rules jsonb, house_rules jsonb, amenities jsonb,
  wanted_state text, has_ranges boolean, has_photos boolean, has_reviews boolean`;

const stageTables = `
create temporary table if not exists staged_listing (
  ${stagedColumns},
  property_id integer, added boolean, previous_state text, previous_reason text, currency_changed boolean not null,
  primary key (source, source_id)
) on commit drop;
create temporary table if not exists staged_range (
  source text, source_id text, document_id text, first_night date, last_night date, closed boolean, price bigint,
  min_nights integer, min_nights_through integer, max_nights integer, reason text
) on commit drop;
create temporary table if not exists staged_photo (
  source text, source_id text, document_id text, position integer, file_id integer, caption text
) on commit drop;
create temporary table if not exists staged_review (
  source text, source_id text, listing_source_id text, document_id text, author_name text, body text, written_at timestamp,
  overall integer, cleanliness integer, accuracy integer, check_in integer, communication integer, location integer, value integer,
  primary key (source, source_id)
) on commit drop;`;

function stagedListing(listing: ListingFacts & { readonly reviews?: unknown }): Record<string, unknown> {
  return {
    source: listing.source,
    source_id: listing.sourceId,
    document_id: createId(),
    host_source_id: listing.host.sourceId,
    host_document_id: createId(),
    ...listingPatches(listing),
    amenities: listing.amenities?.map((amenity) => ({ ...amenity, document_id: createId() })),
    wanted_state: listing.state,
    has_ranges: listing.ranges !== undefined,
    has_photos: listing.photos !== undefined,
    has_reviews: listing.reviews !== undefined,
  };
}

async function stageRanges(tx: Tx, listings: readonly ListingFacts[]): Promise<void> {
  const rows = listings.flatMap(({ source, sourceId, ranges = [] }) =>
    ranges.map((range) => ({
      source,
      source_id: sourceId,
      document_id: createId(),
      first_night: range.firstNight,
      last_night: range.lastNight,
      closed: range.closed,
      price: range.price,
      min_nights: range.minNights,
      min_nights_through: range.minNightsThrough ?? null,
      max_nights: range.maxNights,
      reason: range.reason,
    })),
  );
  await tx.query('insert into staged_range select * from jsonb_populate_recordset(null::staged_range, $1::jsonb)', [
    JSON.stringify(rows),
  ]);
}

async function stagePhotos(tx: Tx, listings: readonly ListingFacts[]): Promise<void> {
  const rows = listings.flatMap(({ source, sourceId, photos = [] }) =>
    photos.map((photo, position) => ({
      source,
      source_id: sourceId,
      document_id: createId(),
      position,
      file_id: photo.fileId,
      caption: photo.caption,
    })),
  );
  if (rows.length === 0) return;
  await tx.query('insert into staged_photo select * from jsonb_populate_recordset(null::staged_photo, $1::jsonb)', [
    JSON.stringify(rows),
  ]);
}
