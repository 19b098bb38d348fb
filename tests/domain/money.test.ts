import fc from 'fast-check';
import { currencies, chargeStep, isChargeable, isCurrency, minorDigits } from '../../src/domain/currency';
import {
  add,
  allocate,
  formatMajor,
  money,
  parseMajor,
  percentOf,
  roundToStep,
  scale,
  split,
  subtract,
  sumAmounts,
} from '../../src/domain/money';

const anyAmount = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });
const sum = (amounts: readonly number[]): number => amounts.reduce((a, b) => a + b, 0);

describe('currencies', () => {
  test.each([
    ['EUR', 2],
    ['JPY', 0],
    ['ISK', 0],
    ['HUF', 2],
    ['BHD', 3],
    ['JOD', 3],
    ['KWD', 3],
    ['OMR', 3],
    ['TND', 3],
    ['CLF', 4],
  ])('%s has %i digits', (code, digits) => {
    expect(minorDigits(code)).toBe(digits);
  });

  test.each(['eur', 'XXX', 'XAU', 'HRK', 'BGN', 'ANG', '', 'toString', undefined, 978])(
    '%p is not a current currency',
    (code) => {
      expect(isCurrency(code)).toBe(false);
    },
  );

  test('every code stands once', () => {
    expect(new Set(currencies).size).toBe(currencies.length);
    expect(currencies.every((code) => /^[A-Z]{3}$/.test(code))).toBe(true);
  });

  test('an unknown code is a fault', () => {
    expect(() => minorDigits('XXX')).toThrow(RangeError);
    expect(() => money(1, 'XXX')).toThrow(RangeError);
  });

  test('the last digit of a three-decimal amount must be 0', () => {
    expect(chargeStep('KWD')).toBe(10);
    expect(isChargeable(12_340, 'KWD')).toBe(true);
    expect(isChargeable(12_345, 'KWD')).toBe(false);
    expect(isChargeable(12_345, 'EUR')).toBe(true);
    expect(isChargeable(0.5, 'EUR')).toBe(false);
  });

  test('an ariary is charged whole', () => {
    expect(isChargeable(1_200, 'MGA')).toBe(true);
    expect(isChargeable(1_220, 'MGA')).toBe(false);
  });
});

describe('adding', () => {
  test('keeps the currency', () => {
    expect(add(money(100, 'EUR'), money(23, 'EUR'))).toEqual({ amount: 123, currency: 'EUR' });
    expect(subtract(money(100, 'EUR'), money(123, 'EUR'))).toEqual({ amount: -23, currency: 'EUR' });
  });

  test('sums any number of amounts', () => {
    expect(sumAmounts([])).toBe(0);
    expect(sumAmounts([3, -1, 40])).toBe(42);
  });

  test('two currencies do not mix', () => {
    expect(() => add(money(1, 'EUR'), money(1, 'USD'))).toThrow('Cannot mix EUR and USD');
  });

  test('what is no longer exact is a fault', () => {
    expect(() => sumAmounts([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError);
    expect(() => money(0.1, 'EUR')).toThrow(RangeError);
    expect(() => add(money(Number.MAX_SAFE_INTEGER, 'EUR'), money(1, 'EUR'))).toThrow(RangeError);
  });

  test('there is no −0', () => {
    expect(Object.is(money(-0, 'EUR').amount, 0)).toBe(true);
    expect(Object.is(percentOf(-1, 1), 0)).toBe(true);
  });
});

describe('splitting loses nothing', () => {
  test.each([
    [10_000, 3, [3_334, 3_333, 3_333]],
    [10, 4, [3, 3, 2, 2]],
    [-10_000, 3, [-3_334, -3_333, -3_333]],
    [0, 2, [0, 0]],
    [1, 3, [1, 0, 0]],
  ])('%i over %i is %p', (amount, parts, expected) => {
    expect(split(amount, parts)).toEqual(expected);
  });

  test.each([
    [100, [1, 1, 2], [25, 25, 50]],
    [100, [0, 1], [0, 100]],
    [10, [0, 0, 0], [4, 3, 3]],
    [5, [3, 7], [2, 3]],
    [101, [50, 50], [51, 50]],
  ])('%i by the weights %p is %p', (amount, weights, expected) => {
    expect(allocate(amount, weights)).toEqual(expected);
  });

  test('any split sums to its amount, in shares that differ by one unit', () => {
    fc.assert(
      fc.property(anyAmount, fc.integer({ min: 1, max: 400 }), (amount, parts) => {
        const shares = split(amount, parts);
        expect(shares).toHaveLength(parts);
        expect(sum(shares)).toBe(amount);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('any allocation sums to its amount, each share within one unit of the exact one', () => {
    const anyWeights = fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(anyAmount, anyWeights, (amount, weights) => {
        fc.pre(sum(weights) > 0);
        const shares = allocate(amount, weights);
        expect(sum(shares)).toBe(amount);
        shares.forEach((share, i) => {
          const error = BigInt(share) * BigInt(sum(weights)) - BigInt(amount) * BigInt(weights[i] as number);
          const magnitude = error < 0n ? -error : error;
          expect(magnitude < BigInt(sum(weights))).toBe(true);
        });
      }),
    );
  });

  test('nobody, and weights that are none, are faults', () => {
    expect(() => split(1, 0)).toThrow(RangeError);
    expect(() => allocate(1, [])).toThrow(RangeError);
    expect(() => allocate(1, [-1, 2])).toThrow(RangeError);
    expect(() => allocate(1, [0.5])).toThrow(RangeError);
  });
});

describe('percentages round halves away from zero', () => {
  test.each([
    [100, 1_550, 16],
    [-100, 1_550, -16],
    [10_000, 1_550, 1_550],
    [1, 4_999, 0],
    [1, 5_000, 1],
    [Number.MAX_SAFE_INTEGER, 10_000, Number.MAX_SAFE_INTEGER],
  ])('of %i, %i basis points are %i', (amount, basisPoints, expected) => {
    expect(percentOf(amount, basisPoints)).toBe(expected);
  });

  test('to a step of 10', () => {
    expect(percentOf(12_340, 1_550, 10)).toBe(1_910);
    expect(roundToStep(12_345, 10)).toBe(12_350);
    expect(roundToStep(-12_345, 10)).toBe(-12_350);
  });

  test('is within half a step of the exact value', () => {
    fc.assert(
      fc.property(
        anyAmount,
        fc.integer({ min: 0, max: 20_000 }),
        fc.constantFrom(1, 10),
        (amount, basisPoints, step) => {
          const result = percentOf(amount, basisPoints, step);
          expect(result % step === 0).toBe(true);
          const error = BigInt(result) * 10_000n - BigInt(amount) * BigInt(basisPoints);
          expect((error < 0n ? -error : error) * 2n <= BigInt(step) * 10_000n).toBe(true);
        },
      ),
    );
  });

  test('nothing is divided by nothing', () => {
    expect(() => scale(1, 1, 0)).toThrow(RangeError);
  });
});

describe('major units', () => {
  test.each([
    [123_450, 'EUR', '1234.50'],
    [5, 'EUR', '0.05'],
    [-5, 'EUR', '-0.05'],
    [500, 'JPY', '500'],
    [1_230, 'BHD', '1.230'],
    [0, 'JPY', '0'],
  ])('%i %s reads %s', (amount, currency, text) => {
    expect(formatMajor(money(amount, currency))).toBe(text);
    expect(parseMajor(text, currency)).toEqual({ amount, currency });
  });

  test.each([
    ['1.234', 'EUR'],
    ['1.0', 'JPY'],
    ['1,00', 'EUR'],
    ['', 'EUR'],
    ['.5', 'EUR'],
    ['1e3', 'EUR'],
    ['NaN', 'EUR'],
    ['999999999999999', 'EUR'],
    ['1', 'XXX'],
  ])('%p is no amount of %s', (text, currency) => {
    expect(parseMajor(text, currency)).toBeNull();
  });

  test('there and back is the same', () => {
    fc.assert(
      fc.property(anyAmount, fc.constantFrom(...currencies), (amount, currency) => {
        const value = money(amount, currency);
        expect(parseMajor(formatMajor(value), currency)).toEqual(value);
      }),
    );
  });
});
