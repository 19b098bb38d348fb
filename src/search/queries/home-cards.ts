import type { Sql } from '../../adapters/postgres/sql';

export interface PhotoRow {
  readonly url: string;
  readonly smallUrl: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly caption: string | null;
}

/** What a card shows of a home. */
export interface CardRow {
  readonly property_id: number;
  readonly document_id: string;
  readonly name: string;
  readonly neighbourhood: string | null;
  readonly city: string | null;
  readonly region: string | null;
  readonly country: string | null;
  readonly property_type: string | null;
  readonly room_type: string | null;
  readonly approximate_latitude: number;
  readonly approximate_longitude: number;
  readonly max_guests: number;
  readonly bedrooms: number | null;
  readonly beds: number | null;
  readonly bathrooms: number | null;
  readonly amenities: readonly string[];
  readonly currency: string;
  readonly base_price: number;
  readonly rating_mean: number | null;
  readonly rating_count: number;
  readonly instant_book: boolean;
  readonly host_document_id: string | null;
  readonly host_name: string | null;
  readonly host_superhost: boolean;
  readonly photos: readonly PhotoRow[];
}

/** SQL for a JSON list of a property's first pictures, in order. They are read as they are now: the media library has ways of its own to change them. */
export const photosOf = (propertyId: string, most: number): string => `
coalesce((
  select jsonb_agg(to_jsonb(photo) - 'position' - 'id' order by photo.position, photo.id) from (
    select photo.id, photo.position, photo.caption, file.url, file.width, file.height,
      coalesce(file.formats -> 'small' ->> 'url', file.formats -> 'thumbnail' ->> 'url', file.url) as "smallUrl"
    from photo_uses photo
    join files_related_mph link on link.related_id = photo.id and link.related_type = 'api::photo-use.photo-use' and link.field = 'file'
    join files file on file.id = link.file_id
    where photo.property_id = ${propertyId} order by photo.position, photo.id limit ${most}
  ) photo
), '[]')`;

const photosOnCard = 5;

export async function homeCards(sql: Sql, propertyIds: readonly number[]): Promise<Map<number, CardRow>> {
  const rows = await sql.query<CardRow>(
    `select s.property_id, s.document_id, s.name, s.neighbourhood, s.city, s.region, s.country, s.property_type, s.room_type,
       s.approximate_latitude, s.approximate_longitude, s.max_guests, s.bedrooms, s.beds, s.bathrooms::double precision as bathrooms,
       s.amenities, s.currency, s.base_price, s.rating_mean::double precision as rating_mean, s.rating_count, s.instant_book,
       s.host_document_id, s.host_name, s.host_superhost, ${photosOf('s.property_id', photosOnCard)} as photos
     from search_property s where s.property_id = any($1::integer[])`,
    [propertyIds],
  );
  return new Map(rows.map((row) => [row.property_id, row]));
}
