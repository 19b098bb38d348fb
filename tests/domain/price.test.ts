import { defaultFees, grossUp, guestFeeOf } from '../../src/domain/marketplace-fee';
import { checkCoupon, type Coupon } from '../../src/domain/coupon';
import type { CalendarRange } from '../../src/domain/calendar-range';
import { addDays, nightOf } from '../../src/domain/night';
import { type PriceContext, type PricedStay, priceStay } from '../../src/domain/price';
import type { PropertyTerms } from '../../src/domain/property-terms';
import type { TaxRule } from '../../src/domain/tax';
import { givenRange, givenStay, givenTerms, inLisbon } from './given';

/** 1 July 2026 is a Wednesday; 10 July a Friday. Fees are off unless a test is about them. */
const plain: PriceContext = {
  now: inLisbon('2026-07-01T12:00'),
  fees: { model: 'host_only', hostBasisPoints: 0 },
  taxes: [],
};

interface Given extends Partial<PriceContext> {
  readonly terms?: PropertyTerms;
  readonly ranges?: readonly CalendarRange[];
  readonly guests?: Parameters<typeof givenStay>[2];
}
const price = ({ terms, ranges, guests, ...context }: Given, checkIn: string, checkOut: string): PricedStay =>
  priceStay(terms ?? givenTerms(), ranges ?? [], givenStay(checkIn, checkOut, guests), { ...plain, ...context });

const amounts = (stay: PricedStay): Record<string, number> =>
  Object.fromEntries(stay.lines.map((line) => [line.code, line.amount]));

describe('nightly prices', () => {
  const terms = givenTerms({ prices: { weekend: 15_000 } });

  test('weekend nights are those of Friday and Saturday', () => {
    const stay = price({ terms }, '2026-07-09', '2026-07-13');
    expect(stay.nights).toEqual([
      { night: '2026-07-09', price: 10_000 },
      { night: '2026-07-10', price: 15_000 },
      { night: '2026-07-11', price: 15_000 },
      { night: '2026-07-12', price: 10_000 },
    ]);
    expect(stay.total).toEqual({ amount: 50_000, currency: 'EUR' });
  });

  test("the date's own price beats the weekend's; the highest order wins", () => {
    const ranges = [
      givenRange('2026-07-10', '2026-07-10', { price: 30_000, order: 2 }),
      givenRange('2026-07-10', '2026-07-11', { price: 20_000, order: 1 }),
      givenRange('2026-07-10', '2026-07-10', { minNights: 1, order: 3 }),
    ];
    const stay = price({ terms, ranges }, '2026-07-10', '2026-07-12');
    expect(stay.nights.map((night) => night.price)).toEqual([30_000, 20_000]);
  });

  test('a line says its nights, and the price of one where all cost the same', () => {
    const [even] = price({ terms }, '2026-07-06', '2026-07-08').lines;
    expect(even).toEqual({
      code: 'accommodation',
      kind: 'accommodation',
      label: 'Nights',
      amount: 20_000,
      quantity: 2,
      unitAmount: 10_000,
    });
    const [uneven] = price({ terms }, '2026-07-09', '2026-07-11').lines;
    expect(uneven).toMatchObject({ amount: 25_000, quantity: 2 });
    expect(uneven).not.toHaveProperty('unitAmount');
  });

  test('a price of nothing is a price', () => {
    const ranges = [givenRange('2026-07-10', '2026-07-10', { price: 0 })];
    expect(price({ terms, ranges }, '2026-07-10', '2026-07-11').total.amount).toBe(0);
  });

  test('a stay without nights is a fault', () => {
    expect(() => price({}, '2026-07-10', '2026-07-10')).toThrow(RangeError);
  });
});

describe('one discount applies, the first that fits', () => {
  const all = {
    newListing: true,
    promotion: { firstNight: nightOf('2026-07-05'), lastNight: nightOf('2026-08-31'), basisPoints: 1_500 },
    monthly: 3_000,
    weekly: 1_000,
    earlyBird: { daysBefore: 30, basisPoints: 500 },
    lastMinute: { daysBefore: 5, basisPoints: 700 },
  };

  test.each([
    ['new listing, first booking', all, 0, '2026-07-10', 7, 'discount:new_listing', -14_000],
    ['new listing, third booking', all, 2, '2026-07-10', 7, 'discount:new_listing', -14_000],
    ['the fourth booking gets the promotion', all, 3, '2026-07-10', 7, 'discount:promotion', -10_500],
    ['bookings not known: no new listing', all, null, '2026-07-10', 7, 'discount:promotion', -10_500],
    ['a night outside of the promotion', all, 3, '2026-07-04', 7, 'discount:weekly', -7_000],
    ['the first night of the promotion', all, 3, '2026-07-05', 7, 'discount:promotion', -10_500],
    ['the last night of the promotion', all, 3, '2026-08-25', 7, 'discount:promotion', -10_500],
    ['one night beyond it', all, 3, '2026-08-26', 7, 'discount:weekly', -7_000],
    ['28 nights', all, 3, '2026-09-01', 28, 'discount:monthly', -84_000],
    ['27 nights', all, 3, '2026-09-01', 27, 'discount:weekly', -27_000],
    ['28 nights without a monthly discount', { ...all, monthly: 0 }, 3, '2026-09-01', 28, 'discount:weekly', -28_000],
    ['6 nights, long ahead', all, 3, '2026-09-01', 6, 'discount:early_bird', -3_000],
    ['exactly 30 days ahead', { ...all, promotion: null }, 3, '2026-07-31', 6, 'discount:early_bird', -3_000],
    ['29 days ahead', { ...all, promotion: null }, 3, '2026-07-30', 6, null, 0],
    ['5 days ahead', { ...all, promotion: null }, 3, '2026-07-06', 6, 'discount:last_minute', -4_200],
    ['6 days ahead', { ...all, promotion: null }, 3, '2026-07-07', 6, null, 0],
  ])('%s', (_, discounts, completedBookings, checkIn, nights, code, amount) => {
    const checkOut = addDays(nightOf(checkIn), nights);
    const newListing = { bookings: 3, basisPoints: 2_000 };
    const stay = price({ terms: givenTerms({ discounts }), completedBookings, newListing }, checkIn, checkOut);
    const discounted = stay.lines.filter((line) => line.kind === 'discount');
    expect(discounted.map((line) => [line.code, line.amount])).toEqual(code === null ? [] : [[code, amount]]);
    expect(stay.total.amount).toBe(nights * 10_000 + amount);
  });

  test.each([
    ['the host does not opt in', { newListing: false }, { bookings: 3, basisPoints: 2_000 }],
    ['the marketplace gives nothing', { newListing: true }, { bookings: 3, basisPoints: 0 }],
    ['the marketplace gives it on no booking', { newListing: true }, { bookings: 0, basisPoints: 2_000 }],
  ])('a new listing has nothing off where %s', (_, discounts, newListing) => {
    const stay = price(
      { terms: givenTerms({ discounts }), completedBookings: 0, newListing },
      '2026-07-10',
      '2026-07-12',
    );
    expect(stay.total.amount).toBe(20_000);
  });

  test('is taken from the nights alone, not from the fees', () => {
    const terms = givenTerms({ prices: { cleaningFee: 5_000 }, discounts: { weekly: 1_000 } });
    expect(amounts(price({ terms }, '2026-07-10', '2026-07-17'))).toEqual({
      accommodation: 70_000,
      'discount:weekly': -7_000,
      cleaning: 5_000,
    });
  });
});

describe('a coupon comes on top', () => {
  const terms = givenTerms({ discounts: { weekly: 1_000 } });
  const coupon = (value: Coupon['value'], fundedBy: Coupon['fundedBy'] = 'marketplace'): Coupon => ({
    code: 'HELLO',
    label: 'Welcome',
    value,
    fundedBy,
  });

  test('of the discounted nights', () => {
    const stay = price({ terms, coupon: coupon({ kind: 'percent', basisPoints: 1_000 }) }, '2026-07-10', '2026-07-17');
    expect(amounts(stay)).toEqual({ accommodation: 70_000, 'discount:weekly': -7_000, 'coupon:HELLO': -6_300 });
  });

  test('never more than they cost', () => {
    const stay = price(
      { coupon: coupon({ kind: 'amount', amount: 50_000, currency: 'EUR' }) },
      '2026-07-10',
      '2026-07-12',
    );
    expect(stay.total.amount).toBe(0);
  });

  test("the marketplace's leaves the host's payout as it is; the host's does not", () => {
    const value = { kind: 'amount', amount: 5_000, currency: 'EUR' } as const;
    const fees = { model: 'host_only', hostBasisPoints: 1_000 } as const;
    const ours = price({ fees, coupon: coupon(value) }, '2026-07-10', '2026-07-12');
    const theirs = price({ fees, coupon: coupon(value, 'host') }, '2026-07-10', '2026-07-12');
    expect([ours.total.amount, ours.hostFee.amount, ours.hostPayout.amount]).toEqual([15_000, 2_000, 18_000]);
    expect([theirs.total.amount, theirs.hostFee.amount, theirs.hostPayout.amount]).toEqual([15_000, 1_500, 13_500]);
  });

  test.each([
    [coupon({ kind: 'amount', amount: 1, currency: 'USD' }), ['coupon_currency']],
    [{ ...coupon({ kind: 'percent', basisPoints: 1 }), minNights: 3 }, ['coupon_min_nights']],
    [{ ...coupon({ kind: 'percent', basisPoints: 1 }), minNights: 2 }, []],
  ])('%j on 2 nights in EUR: %p', (given, expected) => {
    expect(checkCoupon(given, { currency: 'EUR', nights: 2 }).map((reason) => reason.code)).toEqual(expected);
  });
});

describe('extra guests, pets, cleaning', () => {
  const terms = givenTerms({ prices: { extraGuestFee: 2_000, extraGuestsFrom: 2, petFee: 3_000, cleaningFee: 5_000 } });

  test.each([
    [{ adults: 2 }, { cleaning: 5_000 }],
    [
      { adults: 2, children: 1 },
      { extra_guests: 6_000, cleaning: 5_000 },
    ],
    [{ adults: 4 }, { extra_guests: 12_000, cleaning: 5_000 }],
    [{ adults: 2, infants: 2 }, { cleaning: 5_000 }],
    [
      { adults: 2, pets: 2 },
      { pets: 3_000, cleaning: 5_000 },
    ],
  ])('%p for 3 nights: %p', (guests, fees) => {
    expect(amounts(price({ terms, guests }, '2026-07-10', '2026-07-13'))).toEqual({ accommodation: 30_000, ...fees });
  });
});

describe('service fees', () => {
  test('host-only, 15.5 %: the guest pays nothing on top', () => {
    expect(defaultFees).toEqual({ model: 'host_only', hostBasisPoints: 1_550 });
    expect(guestFeeOf(defaultFees, 10_000, 1)).toBe(0);
    const terms = givenTerms({ prices: { base: 11_834 } });
    const stay = price({ terms, fees: { model: 'host_only', hostBasisPoints: 1_550 } }, '2026-07-10', '2026-07-11');
    expect([stay.total.amount, stay.hostFee.amount, stay.hostPayout.amount]).toEqual([11_834, 1_834, 10_000]);
    expect(stay.lines).toHaveLength(1);
  });

  test('for the host to net 100.00 the gross is 118.34 and the fee 18.34', () => {
    expect(grossUp(10_000, 1_550, 1)).toEqual({ gross: 11_834, fee: 1_834 });
    expect(() => grossUp(10_000, 10_000, 1)).toThrow(RangeError);
    expect(() => grossUp(10_000, -1, 1)).toThrow(RangeError);
  });

  test("split: both shares are of the host's prices, cleaning included", () => {
    const terms = givenTerms({ prices: { cleaningFee: 5_000 } });
    const fees = { model: 'split', hostBasisPoints: 300, guestBasisPoints: 1_400 } as const;
    const stay = price({ terms, fees }, '2026-07-10', '2026-07-13');
    expect(amounts(stay)).toEqual({ accommodation: 30_000, cleaning: 5_000, guest_service_fee: 4_900 });
    expect([stay.total.amount, stay.hostFee.amount, stay.hostPayout.amount]).toEqual([39_900, 1_050, 33_950]);
  });
});

test('a fee or a discount of one cent is a line; one of nothing is none', () => {
  const fees = (guestBasisPoints: number) => ({ model: 'split', hostBasisPoints: 0, guestBasisPoints }) as const;
  const cheap = givenTerms({ prices: { base: 10 }, discounts: { weekly: 143 } });
  expect(amounts(price({ terms: cheap, fees: fees(100) }, '2026-07-10', '2026-07-17'))).toEqual({
    accommodation: 70,
    'discount:weekly': -1,
    guest_service_fee: 1,
  });
  expect(price({ fees: fees(0) }, '2026-07-10', '2026-07-17').lines).toHaveLength(1);
});

test('a discount is never more than the nights, and one that rounds to nothing is 0', () => {
  const dear = givenTerms({ prices: { base: 1_000_000 }, discounts: { weekly: 20_000 } });
  expect(price({ terms: dear }, '2026-07-10', '2026-07-17').total.amount).toBe(0);
  const cheap = givenTerms({ prices: { base: 1 }, discounts: { weekly: 1 } });
  expect(Object.is(amounts(price({ terms: cheap }, '2026-07-10', '2026-07-17'))['discount:weekly'], 0)).toBe(true);
});

describe('taxes', () => {
  const city: TaxRule = {
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
  const taxOf = (rule: TaxRule, given: Given, nights: string): number =>
    price({ ...given, taxes: [rule] }, '2026-07-10', nights).taxTotal.amount;

  test('2.00 per adult-night, capped at 7 nights: 2 adults and an exempt child for 10 nights pay 28.00', () => {
    const stay = price({ taxes: [city], guests: { adults: 2, children: 1 } }, '2026-07-10', '2026-07-20');
    expect(stay.lines.at(-1)).toMatchObject({
      code: 'tax:city',
      kind: 'tax',
      amount: 2_800,
      quantity: 14,
      unitAmount: 200,
    });
  });

  test.each([
    ['children pay where nobody is exempt', { ...city, exemptUnderAge: null }, { children: 1 }, 4_200],
    ['infants pay too then', { ...city, exemptUnderAge: null }, { infants: 1 }, 4_200],
    ['under 10, ages not given: the child pays', { ...city, exemptUnderAge: 10 }, { children: 1 }, 4_200],
    ['under 10, a child of 9', { ...city, exemptUnderAge: 10 }, { children: 1, childAges: [9] }, 2_800],
    ['under 10, a child of 10', { ...city, exemptUnderAge: 10 }, { children: 1, childAges: [10] }, 4_200],
    ['under 10, one of two ages given', { ...city, exemptUnderAge: 10 }, { children: 2, childAges: [3] }, 4_200],
    ['ages of children who do not come', { ...city, exemptUnderAge: 10 }, { children: 0, childAges: [3, 4] }, 2_800],
    ['under 13: each child for certain', city, { children: 1 }, 2_800],
    ['under 12: a child may be 12', { ...city, exemptUnderAge: 12 }, { children: 1 }, 4_200],
    ['under 1: an infant may be 1', { ...city, exemptUnderAge: 1 }, { infants: 1 }, 4_200],
    ['more ages than children', city, { children: 1, childAges: [3, 4, 5] }, 2_800],
    ['under 2: infants only', { ...city, exemptUnderAge: 2 }, { children: 1, infants: 1 }, 4_200],
  ] as const)('%s', (_, rule, guests, expected) => {
    expect(taxOf(rule, { guests: { adults: 2, ...guests } }, '2026-07-20')).toBe(expected);
  });

  test.each([
    [{ code: 'n', label: 'n', kind: 'per_night', amount: 150 }, 450],
    [{ code: 'n', label: 'n', kind: 'per_night', amount: 150, maxNights: 2 }, 300],
    [{ code: 's', label: 's', kind: 'per_stay', amount: 1_000 }, 1_000],
    [{ code: 's', label: 's', kind: 'per_stay', amount: 1_000, exemptFromNights: 3 }, 0],
    [{ code: 's', label: 's', kind: 'per_stay', amount: 1_000, exemptFromNights: 4 }, 1_000],
    [{ ...vat, maxNights: 2 }, 1_500],
    [{ ...vat, of: ['cleaning'] }, 300],
    [{ ...vat, exemptFromNights: 3 }, 0],
  ] as const)('%j on 3 nights of 100.00 and 50.00 of cleaning: %i', (rule, expected) => {
    expect(taxOf(rule as TaxRule, { terms: givenTerms({ prices: { cleaningFee: 5_000 } }) }, '2026-07-13')).toBe(
      expected,
    );
  });

  test('a percentage is taken after discount and coupon, and of the service fee where the rule says so', () => {
    const terms = givenTerms({ discounts: { weekly: 1_000 } });
    const fees = { model: 'split', hostBasisPoints: 300, guestBasisPoints: 1_000 } as const;
    const rule: TaxRule = { ...vat, basisPoints: 1_000, of: ['accommodation', 'guest_service_fee'] };
    const stay = price({ terms, fees, taxes: [rule] }, '2026-07-10', '2026-07-17');
    expect(amounts(stay)).toMatchObject({ guest_service_fee: 6_300, 'tax:vat': 6_930 });
    expect(stay.lines.at(-1)?.taxed).toEqual(['accommodation', 'discount:weekly', 'guest_service_fee']);
  });

  test('a percentage names its rate, a counted tax its units; one of a cent is a line', () => {
    const cents: TaxRule[] = [
      { ...vat, basisPoints: 1 },
      { code: 'n', label: 'Night', kind: 'per_night', amount: 1 },
    ];
    const [, percent, counted] = price({ taxes: cents }, '2026-07-10', '2026-07-11').lines;
    expect(percent).toEqual({
      code: 'tax:vat',
      kind: 'tax',
      label: 'VAT',
      amount: 1,
      basisPoints: 1,
      taxed: ['accommodation'],
    });
    expect(counted).toEqual({
      code: 'tax:n',
      kind: 'tax',
      label: 'Night',
      amount: 1,
      quantity: 1,
      unitAmount: 1,
      taxed: ['accommodation'],
    });
  });

  test('two taxes stand side by side, none is taxed itself', () => {
    const stay = price({ taxes: [vat, { ...vat, code: 'state' }] }, '2026-07-10', '2026-07-11');
    expect(amounts(stay)).toEqual({ accommodation: 10_000, 'tax:vat': 600, 'tax:state': 600 });
  });
});

describe('other currencies', () => {
  test('¥500 is 500', () => {
    const terms = givenTerms({ plain: { currency: 'JPY' }, prices: { base: 500 }, discounts: { weekly: 1_100 } });
    expect(price({ terms }, '2026-07-10', '2026-07-11').total).toEqual({ amount: 500, currency: 'JPY' });
    expect(amounts(price({ terms }, '2026-07-10', '2026-07-17'))).toMatchObject({ 'discount:weekly': -385 });
  });

  test.each(['BHD', 'JOD', 'KWD', 'OMR', 'TND'])('in %s each amount ends in 0, whatever the host typed', (currency) => {
    const terms = givenTerms({
      plain: { currency },
      prices: { base: 33_333, cleaningFee: 1_005 },
      discounts: { weekly: 777 },
    });
    const fees = { model: 'split', hostBasisPoints: 333, guestBasisPoints: 1_411 } as const;
    const vat: TaxRule = { code: 'vat', label: 'VAT', kind: 'percent', basisPoints: 1_350, of: ['accommodation'] };
    const stay = price({ terms, fees, taxes: [vat] }, '2026-07-10', '2026-07-17');
    const all = [
      ...stay.lines.map((line) => line.amount),
      stay.total.amount,
      stay.hostFee.amount,
      stay.hostPayout.amount,
    ];
    expect(all.filter((amount) => amount % 10 !== 0)).toEqual([]);
    expect(stay.nights[0]?.price).toBe(33_330);
  });
});
