import { checkCharge, minimumCharge } from '../../src/domain/charge-minimum';
import { currencies, isChargeable } from '../../src/domain/currency';

test.each([
  ['EUR', 50],
  ['USD', 50],
  ['JPY', 50],
  ['GBP', 30],
  ['HUF', 17_500],
  ['MXN', 1_000],
  ['KWD', 200],
])('a charge in %s is at least %i', (currency, least) => {
  expect(minimumCharge(currency)).toBe(least);
  expect(checkCharge('difference', least, currency)).toEqual([]);
  expect(checkCharge('difference', least - 1, currency)).toEqual([
    { code: 'amount_too_small', field: 'difference', limit: least, value: least - 1 },
  ]);
});

test('each of the table can be charged as it is', () => {
  // Fifths of an ariary are not on the list that the table is from.
  const wrong = currencies.filter((code) => code !== 'MGA' && !isChargeable(minimumCharge(code), code));
  expect(wrong).toEqual([]);
});
