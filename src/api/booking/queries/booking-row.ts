import type { BookingState } from '../../../domain/booking-moves';
import type { CancellationPolicy } from '../../../domain/cancellation-policy';
import type { Coupon } from '../../../domain/coupon';
import type { GuestCounts } from '../../../domain/guests';
import type { Night } from '../../../domain/night';
import type { PriceLine, NightPrice } from '../../../domain/price';
import type { TaxRule } from '../../../domain/tax';
import type { Place } from '../../../marketplace-config';

/** A booking as use cases read it. Amounts in minor units of `currency`. */
export interface BookingRow {
  readonly id: number;
  readonly document_id: string;
  readonly reference: string;
  readonly property_id: number;
  readonly host_id: number;
  readonly guest_id: number | null;
  readonly state: BookingState;
  readonly check_in: Night;
  readonly check_out: Night;
  readonly nights: number;
  readonly adults: number;
  readonly children: number;
  readonly infants: number;
  readonly pets: number;
  readonly currency: string;
  readonly total: number;
  readonly instant: boolean;
  readonly quote: SoldQuote;
  readonly cancellation_policy: CancellationPolicy;
  readonly check_in_at: Date;
  readonly check_out_at: Date;
  readonly hold_expires_at: Date | null;
  readonly request_expires_at: Date | null;
  readonly confirmed_at: Date | null;
  /** What its cancellation gives back in all, once it is cancelled. */
  readonly refund_owed: number | null;
}

/** What was sold, copied from the quote: later edits of the listing never touch it. */
export interface SoldQuote {
  readonly quoteId: string;
  readonly lines: readonly PriceLine[];
  readonly nights: readonly NightPrice[];
  readonly hostPayout: number;
  readonly hostFee: number;
  readonly taxTotal: number;
  /** As it was when the price was made; absent on bookings from before there were coupons. */
  readonly coupon?: Coupon | null;
  /** What taxes went by; absent on bookings from before it was kept. */
  readonly taxes?: SoldTaxes;
  readonly timeZone: string;
  readonly checkInTime: string;
  readonly checkOutTime: string;
}

/** Where the home was and which rules held when the stay was sold: what a tax is owed by, whatever host and operator change since. */
export interface SoldTaxes {
  readonly version: 1;
  readonly place: Place;
  readonly rules: readonly TaxRule[];
  readonly childAges: readonly number[];
}

export const soldTaxes = (
  place: Place,
  rules: readonly TaxRule[],
  { childAges = [] }: Pick<GuestCounts, 'childAges'>,
): SoldTaxes => ({ version: 1, place, rules, childAges });

export const bookingColumns = `
  b.id, b.document_id, b.reference, b.property_id, b.host_id, b.guest_id, b.state, b.check_in, b.check_out, b.nights,
  b.adults, b.children, b.infants, b.pets, b.currency, b.total, b.instant, b.quote, b.cancellation_policy,
  b.check_in_at, b.check_out_at, b.hold_expires_at, b.request_expires_at, b.confirmed_at, b.refund_owed`;
