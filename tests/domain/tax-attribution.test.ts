import fc from 'fast-check';
import { attributeTax, type TaxedStay } from '../../src/domain/tax-attribution';
import { addDays, nightOf } from '../../src/domain/night';
import type { PriceLine } from '../../src/domain/price';
import { taxFor, type TaxRule } from '../../src/domain/tax';

const cityTax: TaxRule = {
  code: 'city',
  label: 'City tax',
  kind: 'per_guest_night',
  amount: 200,
  maxNights: 7,
  exemptUnderAge: 13,
};
const vat: TaxRule = {
  code: 'vat',
  label: 'VAT',
  kind: 'percent',
  basisPoints: 600,
  of: ['accommodation', 'cleaning'],
};

/** Ten nights of 100.00 and 50.00 for cleaning, for two adults and a child who is let off. */
const taxed = ['accommodation', 'cleaning'];
const lines: PriceLine[] = [
  { code: 'accommodation', kind: 'accommodation', label: 'Nights', amount: 100_000 },
  { code: 'cleaning', kind: 'cleaning', label: 'Cleaning', amount: 5_000 },
  {
    ...{ code: 'tax:city', kind: 'tax', label: 'City tax', amount: 2_800, quantity: 14, unitAmount: 200 },
    taxed: ['accommodation'],
  },
  { code: 'tax:vat', kind: 'tax', label: 'VAT', amount: 6_300, basisPoints: 600, taxed },
];
const stay = (changes: Partial<TaxedStay> = {}): TaxedStay => ({
  nights: Array.from({ length: 10 }, (_, i) => ({ night: addDays(nightOf('2027-01-28'), i), price: 10_000 })),
  lines,
  guests: { adults: 2, children: 1, infants: 0, pets: 0 },
  rules: [cityTax, vat],
  refunds: [],
  posted: 9_100,
  isOpen: false,
  nightsStayed: 10,
  ...changes,
});
const ofRule = (changes: Partial<TaxedStay>, code: string) => {
  const rule = attributeTax(stay(changes)).find((one) => one.code === code);
  if (!rule) throw new Error(`no rule ${code}`);
  return rule.nights;
};
const posted = (changes: Partial<TaxedStay>, code: string) => ofRule(changes, code).map((night) => night.posted);

test('a tax that is counted is for the nights up to its cap, the same for each', () => {
  expect(posted({}, 'city')).toEqual([400, 400, 400, 400, 400, 400, 400, 0, 0, 0]);
  expect(ofRule({}, 'city').map((night) => [night.guests, night.exemptGuests])).toEqual([
    ...Array.from({ length: 7 }, () => [2, 1]),
    ...Array.from({ length: 3 }, () => [0, 3]),
  ]);
  expect(ofRule({}, 'city').map((night) => night.taxable)).toEqual([...Array(7).fill(10_000), 0, 0, 0]);
});

test('a percentage is for all nights by their price, and its base with it', () => {
  expect(posted({}, 'vat')).toEqual(Array(10).fill(630));
  expect(ofRule({}, 'vat').map((night) => night.taxable)).toEqual(Array(10).fill(10_500));
});

test('what is not released yet is pending, the last nights last', () => {
  const nights = ofRule({ posted: 3_000, isOpen: true }, 'vat');
  // 3,000 of 9,100: 2,077 of it VAT.
  expect(nights.map((night) => night.posted)).toEqual([630, 630, 630, 187, 0, 0, 0, 0, 0, 0]);
  expect(nights.map((night) => night.posted + night.pending)).toEqual(Array(10).fill(630));
});

test('what was given back after everything was released is not pending', () => {
  const nights = ofRule({ posted: 4_550, isOpen: false }, 'vat');
  expect(nights.reduce((sum, night) => sum + night.posted, 0)).toBe(3_150);
  expect(nights.every((night) => night.pending === 0)).toBe(true);
});

test('a cancellation leaves each rule what was kept of its lines, and the nights to nobody', () => {
  const refunds = lines.map(({ code, amount }) => ({
    code,
    paid: amount,
    refund: code === 'tax:vat' ? 6_300 : amount / 2,
  }));
  const changes = { refunds, posted: 1_400, nightsStayed: 0 };
  expect(posted(changes, 'city')).toEqual([200, 200, 200, 200, 200, 200, 200, 0, 0, 0]);
  expect(posted(changes, 'vat')).toEqual(Array(10).fill(0));
  expect(ofRule(changes, 'city').every((night) => night.guests + night.exemptGuests === 0)).toBe(true);
});

test('without the rules, of bookings from before they were kept, the line says what it can', () => {
  expect(posted({ rules: [], posted: 9_100 }, 'city').reduce((sum, amount) => sum + amount, 0)).toBe(2_800);
  const short = lines.map((line) => (line.code === 'tax:city' ? { ...line, quantity: 20 } : line));
  expect(ofRule({ rules: [], lines: short }, 'city').map((night) => night.exemptGuests)).toEqual(Array(10).fill(1));
});

test('no unit is lost or made: rules, nights and any cut of them sum to what the ledger has', () => {
  const rules: TaxRule[] = [
    cityTax,
    vat,
    { code: 'stay', label: 'Stay', kind: 'per_stay', amount: 333 },
    { code: 'night', label: 'Night', kind: 'per_night', amount: 77, maxNights: 3 },
  ];
  const anyStay = fc.record({
    prices: fc.array(fc.integer({ min: 1, max: 99_999 }), { minLength: 1, maxLength: 40 }),
    posted: fc.integer({ min: 0, max: 5_000_000 }),
    isOpen: fc.boolean(),
    refunded: fc.integer({ min: 0, max: 100 }),
    cut: fc.nat(40),
  });
  fc.assert(
    fc.property(anyStay, ({ prices, posted: inLedger, isOpen, refunded, cut }) => {
      const taxable = { guests: stay().guests, nightAmounts: prices, step: 1 };
      const amounts = { extra_guests: 0, pets: 0, cleaning: 5_000, guest_service_fee: 0 };
      const taxes = rules.map((rule): PriceLine => {
        const { amount } = taxFor(rule, { ...taxable, amounts });
        return { code: `tax:${rule.code}`, kind: 'tax', label: rule.label, amount, taxed: ['accommodation'] };
      });
      const sold = [{ ...(lines[0] as PriceLine), amount: prices.reduce((sum, price) => sum + price, 0) }, ...taxes];
      const result = attributeTax({
        ...stay({ lines: sold, rules, posted: inLedger, isOpen }),
        nights: prices.map((price, i) => ({ night: addDays(nightOf('2027-01-01'), i), price })),
        refunds: sold.map(({ code, amount }) => ({
          code,
          paid: amount,
          refund: Math.floor((amount * refunded) / 100),
        })),
      });
      const sum = (from: number, to: number) =>
        result.flatMap((rule) => rule.nights.slice(from, to)).reduce((total, night) => total + night.posted, 0);
      expect(sum(0, cut) + sum(cut, prices.length)).toBe(inLedger);
      expect(result.flatMap((rule) => rule.nights).every((night) => night.pending >= 0 && night.posted >= 0)).toBe(
        true,
      );
    }),
  );
});
