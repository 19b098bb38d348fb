import type { Sql } from '../../../adapters/postgres/sql';

/** Which property a booking is of (that never changes), so that its row can be locked before the booking is read. */
export async function propertyOfBooking(sql: Sql, documentId: string): Promise<number | null> {
  const rows = await sql.query<{ property_id: number }>('select property_id from bookings where document_id = $1', [
    documentId,
  ]);
  return rows[0]?.property_id ?? null;
}
