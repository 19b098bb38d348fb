import { minorDigits } from '../../domain/currency';
import { parseMajor } from '../../domain/money';

/** In the reader's language, with as many digits as ISO 4217 gives the currency: ¥500, 12.34 €, 1.230 BD. */
export function formatMoney(amount: number, currency: string): string {
  const digits = minorDigits(currency);
  const shown = new Intl.NumberFormat(undefined, {
    ...{ style: 'currency', currency },
    ...{ minimumFractionDigits: digits, maximumFractionDigits: digits },
  });
  return shown.format(amount / 10 ** digits);
}

/** Minor units of what was typed, with a point or a comma; null for what is no amount of this currency above zero. */
export function typedAmount(text: string, currency: string): number | null {
  const money = parseMajor(text.trim().replace(',', '.'), currency);
  return money !== null && money.amount > 0 ? money.amount : null;
}

/** What to type for an amount. */
export const plainAmount = (amount: number, currency: string): string =>
  (amount / 10 ** minorDigits(currency)).toFixed(minorDigits(currency));
