import { currencies } from './currency';
import type { Reason } from './refusal';

/**
 * Codes of ISO 4217 in which no card is charged: funds, units of account, and two that are too new (docs.stripe.com/currencies, "Supported
 * presentment currencies"). What is priced in one can be looked at and never paid.
 */
const notCharged: ReadonlySet<string> = new Set('BOV CHE CHW CLF COU MXV USN UYI UYW VED XAD'.split(' '));

/** Every currency that a home can be priced in, in alphabetical order. */
export const chargedCurrencies: readonly string[] = currencies.filter((code) => !notCharged.has(code));

/** A currency to be chosen; one that is none is another rule's matter. */
export const checkChargedIn = (field: string, currency: string): Reason[] =>
  notCharged.has(currency) ? [{ code: 'currency_not_charged', field, value: currency }] : [];

/**
 * The least that one charge to a card may be, in minor units, where it is not 50: docs.stripe.com/currencies, "Minimum and maximum charge
 * amounts". Three-decimal currencies are not on that list: about as much as in the others.
 */
const least: Readonly<Record<string, number>> = {
  AED: 200,
  CZK: 1_500,
  DKK: 250,
  GBP: 30,
  HKD: 400,
  HUF: 17_500,
  MXN: 1_000,
  MYR: 200,
  NOK: 300,
  PLN: 200,
  RON: 200,
  SEK: 300,
  THB: 1_000,
  BHD: 200,
  JOD: 200,
  KWD: 200,
  OMR: 200,
  TND: 1_000,
};

/** @param code upper case, as in `currency.ts` */
export const minimumCharge = (code: string): number => least[code] ?? 50;

/** A payment that no card can be charged with is refused before anything waits for it. */
export function checkCharge(field: string, amount: number, currency: string): Reason[] {
  const limit = minimumCharge(currency);
  return amount >= limit ? [] : [{ code: 'amount_too_small', field, limit, value: amount }];
}
