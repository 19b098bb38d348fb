import type { Sql, Tx } from '../../../adapters/postgres/sql';
import { bookingColumns, type BookingRow } from './booking-row';

/** One booking, locked until the transaction ends. Lock its property first. */
export async function lockBooking(tx: Tx, documentId: string): Promise<BookingRow | null> {
  const rows = await tx.query<BookingRow>(
    `select ${bookingColumns} from bookings b where b.document_id = $1 for update`,
    [documentId],
  );
  return rows[0] ?? null;
}

export async function lockBookingById(tx: Tx, id: number): Promise<BookingRow | null> {
  const rows = await tx.query<BookingRow>(`select ${bookingColumns} from bookings b where b.id = $1 for update`, [id]);
  return rows[0] ?? null;
}

export async function bookingById(sql: Sql, id: number): Promise<BookingRow | null> {
  const rows = await sql.query<BookingRow>(`select ${bookingColumns} from bookings b where b.id = $1`, [id]);
  return rows[0] ?? null;
}

export async function bookingByDocumentId(sql: Sql, documentId: string): Promise<BookingRow | null> {
  const rows = await sql.query<BookingRow>(`select ${bookingColumns} from bookings b where b.document_id = $1`, [
    documentId,
  ]);
  return rows[0] ?? null;
}
