import { insertedRow, type Tx } from '../../../adapters/postgres/sql';
import type { Night } from '../../../domain/night';
import type { CancellationPolicy } from '../../../domain/cancellation-policy';
import type { SoldQuote } from './booking-row';

export interface NewBooking {
  readonly documentId: string;
  readonly reference: string;
  readonly propertyId: number;
  readonly hostId: number;
  readonly guestId: number;
  readonly guestName: string;
  readonly checkIn: Night;
  readonly checkOut: Night;
  readonly nights: number;
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
  readonly now: string;
}

export async function insertBooking(tx: Tx, booking: NewBooking): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    `insert into bookings (document_id, reference, property_id, host_id, guest_id, guest_name, state, check_in, check_out, nights,
       adults, children, infants, pets, currency, total, host_payout, instant, message, quote, cancellation_policy,
       check_in_at, check_out_at, hold_expires_at, created_at, updated_at, published_at)
     values ($1, $2, $3, $4, $5, $6, 'held', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $24, $24)
     returning id`,
    [
      booking.documentId,
      booking.reference,
      booking.propertyId,
      booking.hostId,
      booking.guestId,
      booking.guestName,
      booking.checkIn,
      booking.checkOut,
      booking.nights,
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
    ],
  );
  return insertedRow(rows, 'bookings').id;
}
