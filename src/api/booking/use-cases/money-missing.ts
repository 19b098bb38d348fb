import type { Sql } from '../../../adapters/postgres/sql';
import { refuse, type Refusal } from '../../../domain/refusal';
import { openBalance } from '../../payment/queries/balances';
import { paymentOfBooking } from '../../payment/queries/load-payment';
import type { BookingRow } from '../queries/booking-row';

/**
 * Why nothing may rest on the booking's money yet; null: all of it is there. In the moments after an approval it is only reserved, and a
 * balance may be paid much later: until then it may yet not come.
 */
export async function moneyMissing(sql: Sql, booking: BookingRow): Promise<Refusal | null> {
  if (booking.total === 0) return null;
  if ((await paymentOfBooking(sql, booking.id))?.state !== 'captured') return moneyUnderWay();
  const amount = await openBalance(sql, booking.id);
  return amount === 0 ? null : balanceUnpaid({ amount, currency: booking.currency });
}

export const moneyUnderWay = () =>
  refuse('conflict', 'The payment is still being taken: try again in a moment', [
    { code: 'payment_open', field: 'state' },
  ]);

export const balanceUnpaid = (value: { readonly amount: number; readonly currency: string }) =>
  refuse('conflict', 'A part of the price is still to be paid', [{ code: 'balance_unpaid', field: 'payment', value }]);
