/**
 * What of a booking's money is released, and who gives back what of a refund once some of it was. The host is never asked for released
 * money while some of the guest's is there: a refund takes that first, and the parts still to come are less.
 */
import type { RefundLine } from './cancellation';
import { chargeStep } from './currency';
import { scale } from './money';
import { type Settlement, type SoldPrice, settle, settlementDifference } from './settlement';

export const settlementTotal = ({ hostPayout, platformFee, tax }: Settlement): number => hostPayout + platformFee + tax;

/** `amount` shared out as a settlement is; the marketplace takes what rounding leaves. */
export function shareLike(whole: Settlement, amount: number, currency: string): Settlement {
  const total = settlementTotal(whole);
  if (total <= 0) return { hostPayout: 0, platformFee: amount, tax: 0 };
  const step = chargeStep(currency);
  const hostPayout = scale(whole.hostPayout, amount, total, step);
  const tax = scale(whole.tax, amount, total, step);
  return { hostPayout, platformFee: amount - hostPayout - tax, tax };
}

/**
 * Whose `kept` is: what the guest paid less what went back. What a policy gave back went by its lines; what went back beyond that (staff's
 * goodwill), or was not paid yet, is everybody's loss alike. More than the price is the guest's, on its way back.
 */
export function keptSettlement(price: SoldPrice, refunds: readonly RefundLine[], kept: number): Settlement {
  const whole = settle(price, refunds);
  return kept < settlementTotal(whole) ? shareLike(whole, kept, price.currency) : whole;
}

/**
 * What is to be released now: what is due less what was released before, null for nothing. Never takes back: where a refund has made less
 * due than was released, the parts to come make up for it.
 */
export function releasable(due: Settlement, released: Settlement): Settlement | null {
  const open = settlementDifference(due, released);
  const total = settlementTotal(open);
  if (total < 0) return null;
  const hostPayout = Math.max(0, open.hostPayout);
  const tax = Math.max(0, open.tax);
  const platformFee = total - hostPayout - tax;
  return hostPayout === 0 && tax === 0 && platformFee === 0 ? null : { hostPayout, platformFee, tax };
}

/**
 * Who gives back what of `amount`, of what was released. Once nothing of the guest's is left, what stays released is what is kept; of a
 * refund that is one of several, everybody gives back by what they have.
 */
export function sharesBack(released: Settlement, amount: number, kept: Settlement, currency: string): Settlement {
  const left = settlementTotal(released) - amount;
  const after = settlementTotal(kept) === left ? kept : shareLike(released, left, currency);
  const back = settlementDifference(released, after);
  const hostPayout = Math.max(0, back.hostPayout);
  const tax = Math.max(0, back.tax);
  return { hostPayout, platformFee: amount - hostPayout - tax, tax };
}

export interface Charge {
  /** Minor units of one currency that can still be transferred out of it. */
  readonly room: number;
}

export interface TransferPart<C> {
  /** Null: out of the balance, where the charges do not reach. */
  readonly charge: C | null;
  readonly amount: number;
}

/** A payout over the charges that it came in by, in their order. */
export function spreadTransfer<C extends Charge>(charges: readonly C[], amount: number): TransferPart<C>[] {
  let left = amount;
  const parts: TransferPart<C>[] = [];
  for (const charge of charges) {
    const part = Math.min(left, charge.room);
    if (part <= 0) continue;
    parts.push({ charge, amount: part });
    left -= part;
  }
  return left > 0 ? [...parts, { charge: null, amount: left }] : parts;
}
