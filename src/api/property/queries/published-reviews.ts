import type { Sql } from '../../../adapters/postgres/sql';
import type { PagePosition } from '../../../search/cursor';

/** What anyone may read of a review: no column beyond these leaves the database. */
export interface ReviewRow {
  readonly id: number;
  readonly document_id: string;
  readonly author_name: string | null;
  readonly overall: number | null;
  readonly cleanliness: number | null;
  readonly accuracy: number | null;
  readonly check_in: number | null;
  readonly communication: number | null;
  readonly location: number | null;
  readonly value: number | null;
  readonly body: string;
  readonly reply: string | null;
  readonly replied_at: Date | null;
  readonly published: Date;
  readonly key: string;
}

/** Guests' published reviews of a property, newest first, from after `position` on. */
export async function publishedReviews(
  sql: Sql,
  propertyId: number,
  position: PagePosition | null,
  limit: number,
): Promise<ReviewRow[]> {
  return sql.query<ReviewRow>(
    `select * from (
       select id, document_id, author_name, overall, cleanliness, accuracy, check_in, communication, location, value, body, reply, replied_at,
         coalesce(visible_at, written_at, created_at) as published, coalesce(visible_at, written_at, created_at)::text as key
       from reviews where property_id = $1 and state = 'published' and side = 'guest'
     ) review
     where $2::timestamp is null or (published, id) < ($2::timestamp, $3::integer)
     order by published desc, id desc limit $4`,
    [propertyId, position?.key ?? null, position?.id ?? 0, limit],
  );
}

/** As on the home's card. */
export async function shownRating(sql: Sql, propertyId: number): Promise<{ mean: number | null; count: number }> {
  const [row] = await sql.query<{ mean: number | null; count: number }>(
    'select rating_mean::double precision as mean, rating_count as count from search_property where property_id = $1',
    [propertyId],
  );
  return row ?? { mean: null, count: 0 };
}
