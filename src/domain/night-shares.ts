/** Each line of the host's prices, shared out over the nights of the stay, so that a night has a price with everything in it. */
import { chargeStep } from './currency';
import { allocate, split } from './money';
import { isStayLine } from './host-share';
import type { NightPrice, PriceLine } from './price';

export interface NightShares {
  /** By line code, in the order of the lines: one share a night, in minor units. */
  readonly byLine: ReadonlyMap<string, readonly number[]>;
  /** What every share is a whole number of. */
  readonly step: number;
}

interface SoldStay {
  readonly currency: string;
  readonly nights: readonly NightPrice[];
  readonly lines: readonly PriceLine[];
}

/**
 * Nights keep their own price; discounts are spread by what the nights still cost, so that none falls below 0; the other lines are
 * spread evenly.
 */
export function nightShares({ currency, nights, lines }: SoldStay): NightShares {
  const step = commonStep(lines, currency);
  let nightAmounts = nights.map((night) => night.price);
  const byLine = new Map<string, readonly number[]>();
  for (const line of lines) {
    if (!isStayLine(line)) continue;
    const amount = line.amount / step;
    if (line.kind === 'accommodation') {
      byLine.set(line.code, inSteps(allocate(amount, nightAmounts), step));
    } else if (line.kind === 'discount' || line.kind === 'coupon') {
      const shares = inSteps(allocate(amount, nightAmounts), step);
      nightAmounts = nightAmounts.map((price, i) => Math.max(0, price + (shares[i] as number)));
      byLine.set(line.code, shares);
    } else {
      byLine.set(line.code, inSteps(split(amount, nights.length), step));
    }
  }
  return { byLine, step };
}

/** The currency's charge step, unless a line is not a whole number of steps. */
function commonStep(lines: readonly PriceLine[], currency: string): number {
  const step = chargeStep(currency);
  return lines.every((line) => line.amount % step === 0) ? step : 1;
}

const inSteps = (shares: readonly number[], step: number): number[] => shares.map((share) => share * step);
