/** Uses of the one coupon as the rules say them: ten per cent off, for two bookings, and one of each guest. */
import type { Model } from './model';
import type { ModelBooking } from './shapes';

export const coupon = { code: 'TEN', percent: 10, max_uses: 2, max_uses_per_guest: 1 };

/** Codes of what keeps a guest from using it once more. */
export function refusesCoupon(model: Model, guest: number): ReadonlySet<string> {
  const used = model.bookings.filter(({ couponUse }) => couponUse === 'used');
  const codes = new Set<string>();
  if (used.length >= coupon.max_uses) codes.add('coupon_used_up');
  if (used.some((booking) => booking.guest === guest)) codes.add('coupon_used_up_by_guest');
  return codes;
}

export const priceOf = (nights: number, price: number, hasCoupon: boolean): number =>
  (nights * price * (hasCoupon ? 100 - coupon.percent : 100)) / 100;

/** No stay was sold, or it was taken from the guest. */
export function giveUseBack(booking: ModelBooking): void {
  if (booking.couponUse === 'used') booking.couponUse = 'given back';
}

/** Money that came late has its use back, where one is left. */
export const mayTakeUseAgain = (model: Model, { couponUse, guest }: ModelBooking): boolean =>
  couponUse === null || refusesCoupon(model, guest).size === 0;

export function takeUseAgain(booking: ModelBooking): void {
  if (booking.couponUse !== null) booking.couponUse = 'used';
}
