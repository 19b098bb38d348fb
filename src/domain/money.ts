/**
 * Money is a whole number of the currency's minor unit: 12.34 EUR is { amount: 1234, currency: 'EUR' }, ¥500 is
 * { amount: 500, currency: 'JPY' }. No floats, and a division never loses or makes a unit.
 */
import { isCurrency, minorDigits } from './currency';

export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** 100 % in basis points. */
export const wholeInBasisPoints = 10_000;

function safe(amount: number): number {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`Not a whole amount in minor units: ${amount}`);
  return amount === 0 ? 0 : amount; // never −0, which is not equal to 0 for Object.is and prints as "-0"
}

export function money(amount: number, currency: string): Money {
  if (!isCurrency(currency)) throw new RangeError(`Not a current ISO 4217 code: ${currency}`);
  return { amount: safe(amount), currency };
}

function sameCurrency(a: Money, b: Money): string {
  if (a.currency !== b.currency) throw new RangeError(`Cannot mix ${a.currency} and ${b.currency}`);
  return a.currency;
}

export const add = (a: Money, b: Money): Money => money(a.amount + b.amount, sameCurrency(a, b));

export const subtract = (a: Money, b: Money): Money => money(a.amount - b.amount, sameCurrency(a, b));

/** The sum of amounts in one currency; a sum that is no longer exact is a fault. */
export const sumAmounts = (amounts: readonly number[]): number =>
  amounts.reduce((total, amount) => safe(total + safe(amount)), 0);

/** `amount` in `parts` shares that differ by one unit at most, larger ones first: 100.00 / 3 is 33.34, 33.33, 33.33. */
export function split(amount: number, parts: number): number[] {
  if (!Number.isInteger(parts) || parts < 1) throw new RangeError(`Cannot split into ${parts} parts`);
  return allocate(amount, new Array<number>(parts).fill(1));
}

/**
 * `amount` shared out by weight, by largest remainder (Hamilton's method); of equal remainders the earlier share wins.
 * Weights are whole and not negative; where all are 0 they count as equal.
 */
export function allocate(amount: number, weights: readonly number[]): number[] {
  if (weights.length === 0) throw new RangeError('Cannot allocate to nobody');
  if (weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0))
    throw new RangeError('Weights are whole and not negative');
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return split(amount, weights.length);
  const sign = amount < 0 ? -1 : 1;
  const whole = Math.abs(safe(amount));
  const parts = weights.map((weight) => dividedProduct(whole, weight, safe(total)));
  const shares = parts.map(({ quotient }) => quotient);
  const left = whole - shares.reduce((sum, share) => sum + share, 0);
  if (left > 0) {
    const byRest = parts.map(({ rest }, index) => ({ index, rest }));
    byRest.sort((a, b) => (a.rest === b.rest ? a.index - b.index : b.rest - a.rest));
    for (const { index } of byRest.slice(0, left)) shares[index] = (shares[index] as number) + 1;
  }
  return shares.map((share) => safe(sign * share));
}

/** The same in whole steps, so that each share can be moved by itself; what is less than a step goes to the first. */
export function allocateInSteps(amount: number, weights: readonly number[], step: number): number[] {
  const rest = safe(amount) % step;
  const [first = 0, ...others] = allocate((amount - rest) / step, weights).map((share) => share * step);
  return [safe(first + rest), ...others.map(safe)];
}

/** `amount` × `numerator` / `denominator`, rounded to the nearest `step`, halves away from zero. Exact at any size. */
export function scale(amount: number, numerator: number, denominator: number, step = 1): number {
  if (!Number.isSafeInteger(denominator) || denominator <= 0) throw new RangeError(`Cannot divide by ${denominator}`);
  const { quotient, rest } = dividedProduct(
    Math.abs(safe(amount)),
    Math.abs(safe(numerator)),
    safe(denominator * step),
  );
  const magnitude = quotient + (rest * 2 >= denominator * step ? 1 : 0);
  return safe(amount < 0 !== numerator < 0 ? -magnitude * step : magnitude * step);
}

/** `a` × `b` / `divisor`, whole and not negative, exact at any size: with doubles where they are, which is ten times as fast. */
function dividedProduct(a: number, b: number, divisor: number): { readonly quotient: number; readonly rest: number } {
  const product = a * b;
  if (Number.isSafeInteger(product)) {
    const rest = product % divisor;
    return { quotient: (product - rest) / divisor, rest };
  }
  const [exact, by] = [BigInt(a) * BigInt(b), BigInt(divisor)];
  return { quotient: Number(exact / by), rest: Number(exact % by) };
}

/** A percentage in basis points (15.5 % is 1550), halves away from zero: 15.5 % of 1.00 is 0.16. */
export const percentOf = (amount: number, basisPoints: number, step = 1): number =>
  scale(amount, basisPoints, wholeInBasisPoints, step);

/** The nearest amount that is a whole number of steps, halves away from zero. */
export const roundToStep = (amount: number, step: number): number => scale(amount, 1, 1, step);

/** '1234.50' for 123450 EUR, '500' for 500 JPY, '1.230' for 1230 BHD: for machines and files, not for eyes. */
export function formatMajor({ amount, currency }: Money): string {
  const digits = minorDigits(currency);
  const text = String(Math.abs(safe(amount))).padStart(digits + 1, '0');
  const major = text.slice(0, text.length - digits);
  const sign = amount < 0 ? '-' : '';
  return digits === 0 ? sign + major : `${sign}${major}.${text.slice(text.length - digits)}`;
}

const majorShape = /^(-?)(\d{1,15})(?:\.(\d{1,4}))?$/;

/** Reads '1234.5' or '1234.50'; null for anything with more digits than the currency has, or that is not exact. */
export function parseMajor(text: string, currency: string): Money | null {
  const match = majorShape.exec(text);
  if (match === null || !isCurrency(currency)) return null;
  const digits = minorDigits(currency);
  const fraction = match[3] ?? '';
  if (fraction.length > digits) return null;
  const amount = Number(`${match[2]}${fraction.padEnd(digits, '0')}`);
  if (!Number.isSafeInteger(amount)) return null;
  return money(match[1] === '-' ? -amount : amount, currency);
}
