/**
 * Who may use a coupon, for which stay, until when and how often. What it takes off is in coupon.ts. A code that is not there,
 * one that is switched off and one of another host look alike: nobody learns by guessing what there is.
 */
import type { Temporal } from 'temporal-polyfill';
import type { BookingState, MoveName } from './booking-moves';
import { type Coupon, checkCoupon } from './coupon';
import { chargeStep, isChargeable, isCurrency } from './currency';
import { wholeInBasisPoints } from './money';
import { type Night, addDays, countNights } from './night';
import type { Reason } from './refusal';
import { isAfter } from './stay-time';

export interface CouponTerms {
  readonly coupon: Coupon;
  readonly active: boolean;
  /** The homes of this host only; null: every home. */
  readonly hostId: number | null;
  /** Both inclusive; null: open. */
  readonly validFrom: Temporal.Instant | null;
  readonly validUntil: Temporal.Instant | null;
  /** First and last night that may be part of the stay; null: open. */
  readonly stayFrom: Night | null;
  readonly stayUntil: Night | null;
  readonly maxUses: number | null;
  readonly maxUsesPerGuest: number | null;
}

export interface CouponStay {
  readonly hostId: number;
  readonly currency: string;
  readonly checkIn: Night;
  readonly checkOut: Night;
}

export interface CouponUses {
  readonly total: number;
  /** Null where nobody knows who asks: then it is asked again when the booking is made. */
  readonly byGuest: number | null;
}

export const couponUnknown = (code: string): Reason => ({ code: 'coupon_unknown', field: 'coupon', value: code });

/** Why a coupon cannot be used on this stay now; none means that it can. */
export function checkCouponUse(
  terms: CouponTerms,
  stay: CouponStay,
  uses: CouponUses,
  now: Temporal.Instant,
): Reason[] {
  const { coupon } = terms;
  if (!terms.active || (terms.hostId !== null && terms.hostId !== stay.hostId)) return [couponUnknown(coupon.code)];
  const reasons: Reason[] = [];
  const refuse = (code: string, limit: unknown, value: unknown) =>
    reasons.push({ code, field: 'coupon', limit, value });
  const { validFrom, validUntil, stayFrom, stayUntil } = terms;
  if (validFrom !== null && isAfter(validFrom, now))
    refuse('coupon_not_yet_valid', validFrom.toString(), now.toString());
  if (validUntil !== null && isAfter(now, validUntil)) refuse('coupon_ended', validUntil.toString(), now.toString());
  const lastNight = addDays(stay.checkOut, -1);
  if (stayFrom !== null && stay.checkIn < stayFrom) refuse('coupon_stay_dates', stayFrom, stay.checkIn);
  if (stayUntil !== null && lastNight > stayUntil) refuse('coupon_stay_dates', stayUntil, lastNight);
  if (!hasUsesLeft(terms.maxUses, uses.total)) refuse('coupon_used_up', terms.maxUses, uses.total);
  if (uses.byGuest !== null && !hasUsesLeft(terms.maxUsesPerGuest, uses.byGuest)) {
    refuse('coupon_used_up_by_guest', terms.maxUsesPerGuest, uses.byGuest);
  }
  const nights = countNights(stay.checkIn, stay.checkOut);
  return [...reasons, ...checkCoupon(coupon, { currency: stay.currency, nights })];
}

/** Whether one more booking may use it, whatever else has become of the coupon: asked for money that came late. */
export const hasUsesLeft = (limit: number | null, uses: number): boolean => limit === null || uses < limit;

/** A payment of nothing, or of too little, cannot be made, so a coupon never pays for all of a stay. @param least minor units */
export const checkCouponTotal = (total: number, least: number): Reason[] =>
  total >= least ? [] : [{ code: 'coupon_pays_all', field: 'coupon', limit: least, value: total }];

/** What becomes of a use when its booking moves. */
export type CouponUseChange = 'none' | 'give_back' | 'take_again';

const unsold: ReadonlySet<BookingState> = new Set(['held', 'requested']);
const notTheGuests: ReadonlySet<MoveName> = new Set([
  'expire',
  'decline',
  'fail_capture',
  'cancel_by_host',
  'cancel_by_staff',
]);

/**
 * A use is given back where no stay was sold, and where the stay was taken from the guest. A guest who cancels what was confirmed
 * has used the coupon: otherwise one use would hold any number of homes in turn.
 */
export function couponUseAfter(from: BookingState, move: MoveName): CouponUseChange {
  if (move === 'pay_late') return 'take_again';
  if (notTheGuests.has(move) || (move === 'cancel_by_guest' && unsold.has(from))) return 'give_back';
  return 'none';
}

/** A coupon as staff write it in a form. */
export interface CouponForm {
  readonly code: string;
  readonly kind: string;
  /** As people say it: 10 is ten per cent, 7.5 is seven and a half. */
  readonly percent: number | null;
  /** Minor units. */
  readonly amount: number | null;
  readonly currency: string | null;
  readonly fundedBy: string;
  readonly hasHost: boolean;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly stayFrom: string | null;
  readonly stayUntil: string | null;
  readonly maxUses: number | null;
  readonly maxUsesPerGuest: number | null;
}

export const couponCodeShape = /^[A-Z0-9][A-Z0-9-]{2,39}$/;
/** Uses are counted under the coupon's lock; so many still count in a few milliseconds. */
export const maxCouponUses = 100_000;

/** What a form says that no coupon can be; every reason names the field to mend. */
export function checkCouponForm(form: CouponForm): Reason[] {
  const reasons: Reason[] = [];
  const broken = (code: string, field: string, limit?: unknown) =>
    reasons.push({ code, field, ...(limit !== undefined && { limit }) });
  if (!couponCodeShape.test(form.code)) broken('invalid_format', 'code', couponCodeShape.source);
  if (form.kind === 'percent') {
    if (form.percent === null) broken('required', 'percent');
    else if (!isPercentage(form.percent)) broken('out_of_range', 'percent', [0.01, 100]);
    for (const field of ['amount', 'currency'] as const) if (form[field] !== null) broken('not_with_percent', field);
  } else {
    if (form.percent !== null) broken('not_with_amount', 'percent');
    if (form.amount === null) broken('required', 'amount');
    if (form.currency === null) broken('required', 'currency');
    else if (!isCurrency(form.currency)) broken('unknown_currency', 'currency');
    else if (form.amount !== null && (form.amount < 1 || !isChargeable(form.amount, form.currency)))
      broken('not_chargeable', 'amount', chargeStep(form.currency));
  }
  if (form.fundedBy === 'host' && !form.hasHost) broken('required', 'host');
  if (form.validFrom !== null && form.validUntil !== null && Date.parse(form.validUntil) <= Date.parse(form.validFrom))
    broken('order', 'validUntil', form.validFrom);
  if (form.stayFrom !== null && form.stayUntil !== null && form.stayUntil < form.stayFrom)
    broken('order', 'stayUntil', form.stayFrom);
  if (form.maxUses !== null && form.maxUses > maxCouponUses) broken('too_big', 'maxUses', maxCouponUses);
  if (form.maxUses !== null && form.maxUsesPerGuest !== null && form.maxUsesPerGuest > form.maxUses)
    broken('too_big', 'maxUsesPerGuest', form.maxUses);
  return reasons;
}

/** Above nothing, at most all, in hundredths. */
function isPercentage(percent: number): boolean {
  const basisPoints = percent * 100;
  const isWhole = Math.abs(basisPoints - Math.round(basisPoints)) < 1e-6;
  return isWhole && basisPoints >= 1 && basisPoints <= wholeInBasisPoints;
}
