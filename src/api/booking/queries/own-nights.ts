import type { Tx } from '../../../adapters/postgres/sql';
import type { Night } from '../../../domain/night';

/** Sells the nights [checkIn, checkOut) to a booking. The primary key refuses a night that is sold (SQLSTATE 23505). */
export async function takeNights(
  tx: Tx,
  propertyId: number,
  bookingId: number,
  checkIn: Night,
  checkOut: Night,
): Promise<void> {
  await tx.query(
    `insert into stay_night (property_id, night, booking_id)
     select $1, day::date, $2 from generate_series($3::date, $4::date - 1, interval '1 day') as day`,
    [propertyId, bookingId, checkIn, checkOut],
  );
}

/** Frees every night that a booking owns. */
export async function freeNights(tx: Tx, bookingId: number): Promise<void> {
  await tx.query('delete from stay_night where booking_id = $1', [bookingId]);
}
