import { fromStripe, toStripe } from '../../../src/adapters/stripe/stripe-amounts';
import { chargeStep, currencies } from '../../../src/domain/currency';

it.each([
  [500, 'JPY', 500],
  [12_345, 'EUR', 12_345],
  [12_340, 'BHD', 12_340],
  [7_000, 'ISK', 700_000],
  [9_000, 'UGX', 900_000],
  [50_000, 'MGA', 500],
])('sends %i minor units of %s as %i', (amount, currency, sent) => {
  expect(toStripe(amount, currency)).toBe(sent);
  expect(fromStripe(sent, currency.toLowerCase())).toBe(amount);
});

it('loses nothing of what can be charged, in any currency', () => {
  for (const currency of currencies) {
    const amount = 1_234 * chargeStep(currency);
    expect(fromStripe(toStripe(amount, currency), currency)).toBe(amount);
  }
});

it('refuses what cannot be charged to the unit', () => {
  expect(() => toStripe(50_001, 'MGA')).toThrow(RangeError);
});
