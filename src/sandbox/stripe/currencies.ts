import { minimumCharge } from '../../domain/charge-minimum';

/** Currencies as Stripe counts them (docs.stripe.com/currencies): codes in lower case, amounts in minor units. */

const zeroDecimal = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const threeDecimal = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);
const known = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));

export const MAXIMUM_CHARGE = 99_999_999;

export function isCurrency(code: string): boolean {
  return known.has(code);
}

export function decimalsOf(currency: string): 0 | 2 | 3 {
  if (zeroDecimal.has(currency)) return 0;
  return threeDecimal.has(currency) ? 3 : 2;
}

export function minimumChargeOf(currency: string): number {
  return minimumCharge(currency.toUpperCase());
}

/** The last digit of a three-decimal amount never reaches the card network, so it has to be 0. */
/** Counted with two decimals that nobody has any more: only whole krónur and shillings move. */
const wholeOnly = new Set(['isk', 'ugx']);
/** Two decimals for cards, none at banks. */
const wholeAtBanks = new Set(['huf', 'twd']);

/** What every amount of a charge, refund or transfer is a multiple of, since the digits below never reach the card network. */
export function stepOf(currency: string): 1 | 10 | 100 {
  if (wholeOnly.has(currency)) return 100;
  return decimalsOf(currency) === 3 ? 10 : 1;
}

/** The same of what goes to a bank. */
export const payoutStepOf = (currency: string): 1 | 10 | 100 => (wholeAtBanks.has(currency) ? 100 : stepOf(currency));

export const hasValidLastDigit = (amount: number, currency: string): boolean => amount % stepOf(currency) === 0;

export const endsWrong = (currency: string, step = stepOf(currency)): string =>
  `Amounts in ${currency} have to be evenly divisible by ${step}.`;

export function formatAmount(amount: number, currency: string): string {
  const decimals = decimalsOf(currency);
  return `${(amount / 10 ** decimals).toFixed(decimals)} ${currency}`;
}
