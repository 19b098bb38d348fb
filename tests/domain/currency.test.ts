import { chargeStep, currencies, isChargeable, isCurrency, minorDigits } from '../../src/domain/currency';

/** ISO 4217 list one: every code that is not of two digits, and those that have none. */
const otherThanTwo: Readonly<Record<string, number>> = {
  ...{ BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0 },
  ...{ XAF: 0, XOF: 0, XPF: 0, BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3, CLF: 4, UYW: 4 },
};
const withoutMinorUnit = ['XAG', 'XAU', 'XBA', 'XBB', 'XBC', 'XBD', 'XDR', 'XPD', 'XPT', 'XSU', 'XTS', 'XUA', 'XXX'];
/** Taken off the list, among them those of countries that have the euro now. */
const gone = ['ANG', 'BGN', 'BYR', 'CUC', 'DEM', 'EEK', 'HRK', 'LTL', 'MRO', 'SLL', 'STD', 'VEF', 'ZMK', 'ZWL'];
const twoDigits = ['AED', 'AUD', 'BRL', 'CAD', 'CHE', 'CHF', 'CHW', 'CNY', 'COU', 'EUR', 'GBP', 'HUF', 'IDR', 'INR', 'MGA', 'MRU', 'MXV', 'SLE', 'STN', 'TWD', 'USD', 'USN', 'VED', 'VES', 'XAD', 'XCD', 'XCG', 'ZAR', 'ZWG']; // prettier-ignore

test('every code has the minor unit of the list', () => {
  const unusual = Object.fromEntries(
    currencies.filter((code) => minorDigits(code) !== 2).map((code) => [code, minorDigits(code)]),
  );
  expect(unusual).toEqual(otherThanTwo);
  expect(twoDigits.filter((code) => !isCurrency(code) || minorDigits(code) !== 2)).toEqual([]);
  expect(new Set(currencies).size).toBe(currencies.length);
});

test.each([...withoutMinorUnit, ...gone, 'eur', 'EU', 'EURO', '', ' EUR', 'ZZZ'])('%p is none', (code) => {
  expect(isCurrency(code)).toBe(false);
  expect(() => minorDigits(code)).toThrow(RangeError);
});

/** Another list, Unicode's: it knows every code of ours by name. */
test('no code is made up', () => {
  const names = new Intl.DisplayNames('en', { type: 'currency', fallback: 'none' });
  const newer = ['XAD', 'XCG', 'ZWG'];
  expect(currencies.filter((code) => names.of(code) === undefined && !newer.includes(code))).toEqual([]);
});

test.each([
  ['EUR', 1, 1],
  ['JPY', 1, 500],
  ['BHD', 10, 1_230],
  ['KWD', 10, 10],
  ['CLF', 1, 1],
  ['MGA', 100, 500],
])('%s is charged in steps of %i', (code, step, amount) => {
  expect(chargeStep(code)).toBe(step);
  expect(isChargeable(amount, code)).toBe(true);
  expect(isChargeable(amount + 1, code)).toBe(step === 1);
});
