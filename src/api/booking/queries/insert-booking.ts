import { createId } from '@paralleldrive/cuid2';
import { insertedRow, type Tx } from '../../../adapters/postgres/sql';
import type { Night } from '../../../domain/night';
import type { CancellationPolicy } from '../../../domain/cancellation-policy';
import type { Door } from '../../../ports';
import { shownName } from './account-name';
import type { SoldQuote } from './booking-row';

export interface NewBooking {
  readonly reference: string;
  readonly propertyId: number;
  readonly hostId: number;
  readonly guestId: number;
  readonly checkIn: Night;
  readonly checkOut: Night;
  readonly adults: number;
  readonly children: number;
  readonly infants: number;
  readonly pets: number;
  readonly currency: string;
  readonly total: number;
  readonly hostPayout: number;
  readonly instant: boolean;
  readonly message: string;
  readonly quote: SoldQuote;
  readonly policy: CancellationPolicy;
  readonly checkInAt: string;
  readonly checkOutAt: string;
  readonly holdExpiresAt: string;
  readonly door: Door;
  readonly now: string;
}

/**
 * A hold with its nights and its event, in one statement. The primary key of `stay_night` refuses a night that is sold (SQLSTATE 23505):
 * then nothing of it is written.
 */
export async function insertBooking(tx: Tx, booking: NewBooking): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    `with booking as (
       insert into bookings (document_id, reference, property_id, host_id, guest_id, guest_name, state, check_in, check_out, nights,
         adults, children, infants, pets, currency, total, host_payout, instant, message, quote, cancellation_policy,
         check_in_at, check_out_at, hold_expires_at, created_at, updated_at, published_at)
       values ($1, $2, $3, $4, $5, coalesce((select ${shownName} from up_users u where u.id = $5), ''), 'held', $6, $7, $7::date - $6::date,
         $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $22, $22)
       returning id, property_id, check_in, nights, guest_id, created_at
     ), own_nights as (
       insert into stay_night (property_id, night, booking_id)
       select property_id, check_in + n, id from booking, generate_series(0, nights - 1) as n
     ), event as (
       insert into booking_events (document_id, booking_id, move, to_state, actor_kind, actor_id, door, at, created_at, updated_at, published_at)
       select $23, id, 'hold', 'held', 'guest', guest_id, $24, created_at, created_at, created_at, created_at from booking
     )
     select id from booking`,
    [
      createId(),
      booking.reference,
      booking.propertyId,
      booking.hostId,
      booking.guestId,
      booking.checkIn,
      booking.checkOut,
      booking.adults,
      booking.children,
      booking.infants,
      booking.pets,
      booking.currency,
      booking.total,
      booking.hostPayout,
      booking.instant,
      booking.message,
      JSON.stringify(booking.quote),
      JSON.stringify(booking.policy),
      booking.checkInAt,
      booking.checkOutAt,
      booking.holdExpiresAt,
      booking.now,
      createId(),
      booking.door,
    ],
  );
  return insertedRow(rows, 'bookings').id;
}
