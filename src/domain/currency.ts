/**
 * ISO 4217 (list one, current currencies and funds), with the digits of the minor unit. Codes without a minor unit
 * (metals, XDR, test codes) are left out: no stay is priced in them.
 */

const byDigits: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY ' +
    'COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS ' +
    'INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR ' +
    'MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP ' +
    'STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const digitsByCode: ReadonlyMap<string, number> = new Map(
  Object.entries(byDigits).flatMap(([digits, codes]) =>
    codes.split(' ').map((code) => [code, Number(digits)] as const),
  ),
);

/** Every current code, in alphabetical order. */
export const currencies: readonly string[] = [...digitsByCode.keys()].sort();

/** Upper case only: 'EUR' is a currency, 'eur' is not. */
export const isCurrency = (code: unknown): code is string => typeof code === 'string' && digitsByCode.has(code);

/** Digits after the point: 2 for EUR, 0 for JPY, 3 for BHD. An unknown code is a fault. */
export function minorDigits(code: string): number {
  const digits = digitsByCode.get(code);
  if (digits === undefined) throw new RangeError(`Not a current ISO 4217 code: ${code}`);
  return digits;
}

/**
 * Card networks settle three-decimal currencies to two decimals, so the last digit that is sent must be 0; the ariary, whose
 * fifths nobody pays with, is charged whole. Prices are made of whole steps, so that no sum needs rounding afterwards.
 */
export function chargeStep(code: string): number {
  if (code === 'MGA') return 100;
  return minorDigits(code) === 3 ? 10 : 1;
}

/** Whether an amount in minor units can be charged to a card as it is. */
export const isChargeable = (amount: number, code: string): boolean =>
  Number.isSafeInteger(amount) && amount % chargeStep(code) === 0;
