import { decimalsOf } from './currencies';

/** The fixed part of Stripe's fee, in minor units, by the number of decimals. */
const fixedPart = { 0: 30, 2: 30, 3: 300 } as const;

/** 2.9 % and a fixed part, rounded to the nearest minor unit; the last digit of a three-decimal fee is 0. Never more than the amount. */
export function chargeFee(amount: number, currency: string): number {
  const decimals = decimalsOf(currency);
  const step = decimals === 3 ? 10 : 1;
  const fee = Math.round((amount * 29) / 1000 / step) * step + fixedPart[decimals];
  return Math.min(fee, amount);
}

/** What Stripe keeps of the platform for each dispute, in minor units: 15.00 or its like. */
export function disputeFee(currency: string): number {
  return 15 * 10 ** decimalsOf(currency) * (decimalsOf(currency) === 0 ? 100 : 1);
}
