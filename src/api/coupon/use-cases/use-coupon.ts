import type { Temporal } from 'temporal-polyfill';
import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { BookingState, MoveName } from '../../../domain/booking-moves';
import {
  checkCouponUse,
  couponUnknown,
  couponUseAfter,
  hasUsesLeft,
  type CouponStay,
  type CouponTerms,
  type CouponUses,
} from '../../../domain/coupon-terms';
import type { Reason } from '../../../domain/refusal';
import { couponByCode, lockCouponByCode, lockCouponById, type StoredCoupon } from '../queries/load-coupon';
import {
  countCouponUses,
  countGuestsUses,
  couponUseOf,
  releaseCouponUse,
  retakeCouponUse,
} from '../queries/coupon-uses';

export interface CouponAsked {
  readonly code: string;
  readonly stay: CouponStay;
  /** Null: not signed in. */
  readonly guestId: number | null;
}

/** A coupon that can be used on a stay, or why it cannot. */
export type CouponAnswer =
  { readonly found: StoredCoupon; readonly reasons: readonly [] } | { readonly reasons: readonly Reason[] };

/** For a quote: whether it could be used now. Nothing is taken. */
export async function askCoupon(sql: Sql, asked: CouponAsked, now: Temporal.Instant): Promise<CouponAnswer> {
  return answer(sql, await couponByCode(sql, asked.code), asked, now);
}

/** For a booking: the same under the coupon's lock, so that the answer still holds when the use is written. Lock the property first. */
export async function claimCoupon(tx: Tx, asked: CouponAsked, now: Temporal.Instant): Promise<CouponAnswer> {
  return answer(tx, await lockCouponByCode(tx, asked.code), asked, now);
}

async function answer(
  sql: Sql,
  found: StoredCoupon | null,
  { code, stay, guestId }: CouponAsked,
  now: Temporal.Instant,
): Promise<CouponAnswer> {
  if (!found) return { reasons: [couponUnknown(code)] };
  const reasons = checkCouponUse(found.terms, stay, await usesOf(sql, found, guestId), now);
  // The code as it was asked for: how it is written in the panel is nobody's business.
  if (reasons.some((reason) => reason.code === 'coupon_unknown')) return { reasons: [couponUnknown(code)] };
  return reasons.length > 0 ? { reasons } : { found, reasons: [] };
}

/** Counts only what is limited. */
async function usesOf(sql: Sql, { id, terms }: StoredCoupon, guestId: number | null): Promise<CouponUses> {
  return {
    total: terms.maxUses === null ? 0 : await countCouponUses(sql, id),
    byGuest: terms.maxUsesPerGuest === null || guestId === null ? null : await countGuestsUses(sql, id, guestId),
  };
}

/** The one place in which a use follows its booking: called with every move, in its transaction. */
export async function moveCouponUse(
  tx: Tx,
  bookingId: number,
  from: BookingState,
  move: MoveName,
  at: string,
): Promise<void> {
  const change = couponUseAfter(from, move);
  if (change === 'give_back') await releaseCouponUse(tx, bookingId, at);
  if (change === 'take_again') await retakeCouponUse(tx, bookingId);
}

/**
 * Whether a booking whose hold ended may have its use of a coupon back, asked under the coupon's lock before money that came
 * late confirms it. A booking without a coupon may.
 */
export async function canRetakeCoupon(tx: Tx, bookingId: number): Promise<boolean> {
  const use = await couponUseOf(tx, bookingId);
  const coupon = use && (await lockCouponById(tx, use.coupon_id));
  if (!use || !coupon) return true;
  const { total, byGuest } = await usesOf(tx, coupon, use.guest_id);
  return leaves(coupon.terms, { total, byGuest });
}

const leaves = ({ maxUses, maxUsesPerGuest }: CouponTerms, { total, byGuest }: CouponUses): boolean =>
  hasUsesLeft(maxUses, total) && (byGuest === null || hasUsesLeft(maxUsesPerGuest, byGuest));
