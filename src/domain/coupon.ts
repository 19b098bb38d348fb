/** A coupon comes on top of the one discount. It is taken from the discounted nightly prices and never exceeds them. */
import { percentOf, roundToStep } from './money';
import type { Reason } from './refusal';

export type CouponValue =
  | { readonly kind: 'percent'; readonly basisPoints: number }
  | { readonly kind: 'amount'; readonly amount: number; readonly currency: string };

export interface Coupon {
  readonly code: string;
  readonly label: string;
  readonly value: CouponValue;
  /** Who bears it. The marketplace's coupons leave the host's payout as it is. */
  readonly fundedBy: 'marketplace' | 'host';
  /** Absent: any length. */
  readonly minNights?: number | null;
}

interface CouponSituation {
  readonly currency: string;
  readonly nights: number;
}

/** Why a coupon cannot be used on this stay; none means that it can. Whether it exists and is still valid is for the caller to know. */
export function checkCoupon(coupon: Coupon, stay: CouponSituation): Reason[] {
  const reasons: Reason[] = [];
  if (coupon.value.kind === 'amount' && coupon.value.currency !== stay.currency) {
    reasons.push({ code: 'coupon_currency', field: 'coupon', limit: coupon.value.currency, value: stay.currency });
  }
  if (coupon.minNights && stay.nights < coupon.minNights) {
    reasons.push({ code: 'coupon_min_nights', field: 'coupon', limit: coupon.minNights, value: stay.nights });
  }
  return reasons;
}

/** What the coupon takes off `amount`, as a positive number of minor units. */
export function couponOff(coupon: Coupon, amount: number, step: number): number {
  const { value } = coupon;
  const off = value.kind === 'percent' ? percentOf(amount, value.basisPoints, step) : roundToStep(value.amount, step);
  return Math.min(off, amount);
}
