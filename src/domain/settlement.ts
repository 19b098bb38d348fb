/**
 * Who gets what of a booking's money once a part of it went back to the guest. The host's fee shrinks with what the host keeps, so that the
 * marketplace does not earn on nights that were refunded. The three parts sum to what was paid less what was refunded.
 */
import type { RefundLine } from './cancellation';
import { chargeStep } from './currency';
import { hostBaseOf } from './host-share';
import { scale, sumAmounts } from './money';
import type { PricedStay } from './price';

/** Minor units of the stay's currency. */
export interface Settlement {
  readonly hostPayout: number;
  /** The guest's service fee and the host's fee, less coupons of ours; negative where those cost more. */
  readonly platformFee: number;
  readonly tax: number;
}

export type SoldPrice = Pick<PricedStay, 'currency' | 'lines' | 'hostFee'>;

/** Without refunds: how the whole price is shared out. */
export function settle(price: SoldPrice, refunds: readonly RefundLine[] = []): Settlement {
  const back = new Map(refunds.map((line) => [line.code, line.refund]));
  const kept = price.lines.map((line) => ({ ...line, amount: line.amount - (back.get(line.code) ?? 0) }));
  const hostBase = hostBaseOf(price.lines);
  const keptBase = hostBaseOf(kept);
  const hostFee = hostBase === 0 ? 0 : scale(price.hostFee.amount, keptBase, hostBase, chargeStep(price.currency));
  const hostPayout = keptBase - hostFee;
  const tax = sumAmounts(kept.filter((line) => line.kind === 'tax').map((line) => line.amount));
  const total = sumAmounts(kept.map((line) => line.amount));
  return { hostPayout, platformFee: total - hostPayout - tax, tax };
}

/** What each party gives back when money is refunded after it was shared out: the difference of two settlements. */
export const settlementDifference = (before: Settlement, after: Settlement): Settlement => ({
  hostPayout: before.hostPayout - after.hostPayout,
  platformFee: before.platformFee - after.platformFee,
  tax: before.tax - after.tax,
});

export const noSettlement: Settlement = { hostPayout: 0, platformFee: 0, tax: 0 };

export const addSettlements = (a: Settlement, b: Settlement): Settlement => ({
  hostPayout: a.hostPayout + b.hostPayout,
  platformFee: a.platformFee + b.platformFee,
  tax: a.tax + b.tax,
});
