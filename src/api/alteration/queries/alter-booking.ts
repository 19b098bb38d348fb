import type { Tx } from '../../../adapters/postgres/sql';
import type { AlterationRow } from './alteration-row';

/** Writes the altered stay over the booking's: dates, guests, price, and what was sold. The policy stays as it was copied. */
export async function alterBooking(
  tx: Tx,
  alteration: AlterationRow,
  instants: { readonly checkInAt: string; readonly checkOutAt: string },
  now: string,
): Promise<void> {
  await tx.query(
    `update bookings b set check_in = a.check_in, check_out = a.check_out, nights = a.check_out - a.check_in, adults = a.adults,
       children = a.children, infants = a.infants, pets = a.pets, total = a.total, host_payout = (a.quote->>'hostPayout')::bigint, quote = a.quote,
       check_in_at = $2, check_out_at = $3, updated_at = $4
     from booking_alteration a where a.id = $1 and b.id = a.booking_id`,
    [alteration.id, instants.checkInAt, instants.checkOutAt, now],
  );
}
