import type { Sql } from '../../../adapters/postgres/sql';
import type { ReviewAuthor, ReviewState } from '../../../domain/review-rules';

export interface ReviewRow {
  readonly id: number;
  readonly document_id: string;
  readonly side: ReviewAuthor;
  readonly state: ReviewState;
  readonly author_id: number | null;
  readonly author_name: string | null;
  readonly overall: number | null;
  readonly cleanliness: number | null;
  readonly accuracy: number | null;
  readonly check_in: number | null;
  readonly communication: number | null;
  readonly location: number | null;
  readonly value: number | null;
  readonly body: string;
  readonly private_note: string | null;
  readonly written_at: Date;
  readonly visible_at: Date | null;
  readonly reply: string | null;
  readonly replied_at: Date | null;
}

const columns = `r.id, r.document_id, r.side, r.state, r.author_id, r.author_name, r.overall, r.cleanliness, r.accuracy, r.check_in, r.communication,
  r.location, r.value, r.body, r.private_note, r.written_at, r.visible_at, r.reply, r.replied_at`;

/** Both reviews of one stay, as far as they are written. */
export async function reviewsOfBooking(sql: Sql, bookingId: number): Promise<ReviewRow[]> {
  return sql.query<ReviewRow>(`select ${columns} from reviews r where r.booking_id = $1 order by r.id`, [bookingId]);
}

export interface PlacedReview extends ReviewRow {
  readonly property_id: number;
  readonly booking_document_id: string | null;
  readonly host_id: number | null;
}

/** One review with where it belongs. */
export async function findReview(sql: Sql, documentId: string): Promise<PlacedReview | null> {
  const rows = await sql.query<PlacedReview>(
    `select ${columns}, r.property_id, b.document_id as booking_document_id, p.host_id
     from reviews r join properties p on p.id = r.property_id left join bookings b on b.id = r.booking_id where r.document_id = $1`,
    [documentId],
  );
  return rows[0] ?? null;
}
