import type { Sql } from '../../../adapters/postgres/sql';
import { refuse } from '../../../domain/refusal';
import { paymentOfBooking } from '../../payment/queries/load-payment';
import type { BookingRow } from '../queries/booking-row';

/**
 * Whether the booking's own payment has been taken. In the moments after an approval it is only reserved: until the provider has
 * answered, nothing is done that would rest on money which may yet not come.
 */
export async function isPaid(sql: Sql, booking: BookingRow): Promise<boolean> {
  if (booking.total === 0) return true;
  return (await paymentOfBooking(sql, booking.id))?.state === 'captured';
}

export const moneyUnderWay = () =>
  refuse('conflict', 'The payment is still being taken: try again in a moment', [
    { code: 'payment_open', field: 'state' },
  ]);
