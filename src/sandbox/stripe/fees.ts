import { decimalsOf, stepOf } from './currencies';

/** The fixed part of Stripe's fee, in minor units, by the number of decimals. */
const fixedPart = { 0: 30, 2: 30, 3: 300 } as const;

/** 2.9 % and a fixed part, rounded to the nearest amount that can be moved. Never more than the amount. */
export function chargeFee(amount: number, currency: string): number {
  const step = stepOf(currency);
  const fee = Math.round((amount * 29) / 1000 / step) * step + Math.max(step, fixedPart[decimalsOf(currency)]);
  return Math.min(fee, amount);
}

/** What Stripe keeps of the platform for each dispute, in minor units: 15.00 or its like. */
export function disputeFee(currency: string): number {
  return 15 * 10 ** decimalsOf(currency) * (decimalsOf(currency) === 0 ? 100 : 1);
}
