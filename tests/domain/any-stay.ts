/** Any priced stay, for property tests: the terms, discounts, fees, taxes and coupon of a wide marketplace. */
import fc from 'fast-check';
import type { Coupon } from '../../src/domain/coupon';
import type { MarketplaceFees } from '../../src/domain/marketplace-fee';
import { type Night, nightOfDayNumber } from '../../src/domain/night';
import { type PricedStay, priceStay } from '../../src/domain/price';
import { type TaxRule, taxablePrices } from '../../src/domain/tax';
import { givenTerms, inLisbon } from './given';

const currency = fc.constantFrom('EUR', 'JPY', 'KWD', 'MGA', 'HUF', 'ISK', 'CLF');
const amount = (max: number) => fc.oneof(fc.constant(0), fc.integer({ min: 1, max }));
const share = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 10_000 }));

const fees: fc.Arbitrary<MarketplaceFees> = fc.oneof(
  share.map((hostBasisPoints) => ({ model: 'host_only', hostBasisPoints }) as const),
  fc
    .tuple(share, share)
    .map(([hostBasisPoints, guestBasisPoints]) => ({ model: 'split', hostBasisPoints, guestBasisPoints }) as const),
);

const limits = fc.record({
  maxNights: fc.option(fc.integer({ min: 1, max: 40 }), { nil: null }),
  exemptFromNights: fc.option(fc.integer({ min: 1, max: 40 }), { nil: null, freq: 1 }),
});
const taxKind = fc.oneof(
  fc.record({
    kind: fc.constant('percent' as const),
    basisPoints: fc.integer({ min: 0, max: 3_000 }),
    of: fc.subarray([...taxablePrices], { minLength: 1 }),
  }),
  fc.record({ kind: fc.constant('per_night' as const), amount: amount(900) }),
  fc.record({
    kind: fc.constant('per_guest_night' as const),
    amount: amount(900),
    exemptUnderAge: fc.constantFrom(null, 2, 10, 18),
  }),
  fc.record({ kind: fc.constant('per_stay' as const), amount: amount(5_000) }),
);
const taxes: fc.Arbitrary<TaxRule[]> = fc
  .array(fc.tuple(taxKind, limits), { maxLength: 3 })
  .map((rules) => rules.map(([rule, limit], i) => ({ code: `t${i}`, label: `Tax ${i}`, ...limit, ...rule })));

const coupon = (code: string): fc.Arbitrary<Coupon | null> =>
  fc.option(
    fc.record({
      code: fc.constant('C'),
      label: fc.constant('Coupon'),
      fundedBy: fc.constantFrom('marketplace' as const, 'host' as const),
      value: fc.oneof(
        share.map((basisPoints) => ({ kind: 'percent', basisPoints }) as const),
        amount(2_000_000).map((off) => ({ kind: 'amount', amount: off, currency: code }) as const),
      ),
    }),
    { nil: null },
  );

export interface AnyStay {
  readonly checkIn: Night;
  readonly fees: MarketplaceFees;
  readonly price: PricedStay;
}

export const anyStay: fc.Arbitrary<AnyStay> = currency.chain((code) =>
  fc
    .record({
      base: amount(3_000_000),
      weekend: fc.option(amount(3_000_000), { nil: null }),
      cleaningFee: amount(200_000),
      extraGuestFee: amount(20_000),
      petFee: amount(20_000),
      weekly: share,
      monthly: share,
      from: fc.integer({ min: 20_700, max: 21_000 }),
      nights: fc.integer({ min: 1, max: 60 }),
      guests: fc.record({
        adults: fc.integer({ min: 1, max: 5 }),
        children: fc.integer({ min: 0, max: 3 }),
        infants: fc.integer({ min: 0, max: 2 }),
        pets: fc.integer({ min: 0, max: 2 }),
      }),
      fees,
      taxes,
      coupon: coupon(code),
    })
    .map(
      ({ from, nights, guests, fees: chosenFees, taxes: rules, coupon: chosenCoupon, weekly, monthly, ...prices }) => {
        const terms = givenTerms({ plain: { currency: code }, prices, discounts: { weekly, monthly } });
        const request = { checkIn: nightOfDayNumber(from), checkOut: nightOfDayNumber(from + nights), guests };
        const context = { now: inLisbon('2026-07-01T12:00'), fees: chosenFees, taxes: rules, coupon: chosenCoupon };
        return { checkIn: request.checkIn, fees: chosenFees, price: priceStay(terms, [], request, context) };
      },
    ),
);
