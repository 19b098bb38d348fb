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

/** Sells those nights of [checkIn, checkOut) to a booking that it does not own yet. */
export async function takeMissingNights(
  tx: Tx,
  propertyId: number,
  bookingId: number,
  checkIn: Night,
  checkOut: Night,
): Promise<void> {
  await tx.query(
    `insert into stay_night (property_id, night, booking_id)
     select $1, day::date, $2 from generate_series($3::date, $4::date - 1, interval '1 day') as day
     where not exists (select 1 from stay_night own where own.property_id = $1 and own.night = day::date and own.booking_id = $2)`,
    [propertyId, bookingId, checkIn, checkOut],
  );
}

/** Frees the nights that a booking owns outside of [checkIn, checkOut). */
export async function freeOtherNights(tx: Tx, bookingId: number, checkIn: Night, checkOut: Night): Promise<void> {
  await tx.query('delete from stay_night where booking_id = $1 and (night < $2 or night >= $3)', [
    bookingId,
    checkIn,
    checkOut,
  ]);
}

/** Frees every night that a booking owns. */
export async function freeNights(tx: Tx, bookingId: number): Promise<void> {
  await tx.query('delete from stay_night where booking_id = $1', [bookingId]);
}
