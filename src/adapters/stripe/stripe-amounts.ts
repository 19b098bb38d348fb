import { minorDigits } from '../../domain/currency';

/**
 * Where Stripe counts a currency in other units than ISO 4217 does: krónur and shillings have no minor unit but are sent
 * with two decimals; ariary are sent whole. (docs.stripe.com/currencies, special cases.)
 */
const stripeDigits: Readonly<Record<string, number>> = { ISK: 2, UGX: 2, MGA: 0 };

const shift = (currency: string): number => {
  const code = currency.toUpperCase();
  return (stripeDigits[code] ?? minorDigits(code)) - minorDigits(code);
};

/** ISO 4217 minor units to what Stripe is sent. @throws for an amount that Stripe cannot take to the unit */
export function toStripe(amount: number, currency: string): number {
  const sent = amount * 10 ** shift(currency);
  if (!Number.isSafeInteger(sent)) throw new RangeError(`${amount} ${currency} cannot be charged to the unit`);
  return sent;
}

/** What Stripe says to ISO 4217 minor units. */
export const fromStripe = (amount: number, currency: string): number => Math.round(amount * 10 ** -shift(currency));
