import {
  cancellationPolicies,
  policyCodes,
  policyFor,
  defaultCancellationRules,
  type PolicyCode,
} from '../../src/domain/cancellation-policy';
import { type BookedStay, fullRefund, refundFor } from '../../src/domain/cancellation';
import { hostPenalty } from '../../src/domain/host-penalty';
import type { PriceLine } from '../../src/domain/price';
import { at, inLisbon, nightsFrom } from './given';

/** 5 nights × 100 + 50 cleaning = 550; check-in 2026-07-10 15:00 in Lisbon; confirmed long before. */
const line = (kind: PriceLine['kind'], amount: number, more: Partial<PriceLine> = {}): PriceLine => ({
  code: kind,
  kind,
  label: kind,
  amount,
  ...more,
});
const fixture: BookedStay = {
  currency: 'EUR',
  nights: nightsFrom('2026-07-10', 5).map((night) => ({ night, price: 10_000 })),
  lines: [line('accommodation', 50_000), line('cleaning', 5_000)],
  checkInTime: '15:00',
  timeZone: 'Europe/Lisbon',
  confirmedAt: inLisbon('2026-05-01T10:00'),
};

const refund = (code: PolicyCode, when: string, stay: BookedStay = fixture): number =>
  refundFor(cancellationPolicies[code], stay, inLisbon(when)).refund.amount / 100;

describe('the fixture of the rules: 5 nights × 100 + 50 cleaning', () => {
  test.each<[PolicyCode, string, number, string]>([
    ['flexible', '2026-07-09T15:00', 550, '24 hours before, to the minute'],
    ['flexible', '2026-07-09T15:01', 440, 'a minute later one night is kept'],
    ['flexible', '2026-07-10T20:00', 440, 'on the first evening no night has been stayed'],
    ['flexible', '2026-07-11T10:00', 330, 'after 1 night: that night and one more'],
    ['flexible', '2026-07-14T10:00', 0, 'after 4 nights: nothing is left'],
    ['moderate', '2026-07-05T15:00', 550, '5 days before'],
    ['moderate', '2026-07-05T15:01', 220, 'one night and half of the rest are kept'],
    ['moderate', '2026-07-11T10:00', 165, 'after 1 night: 2 nights and half of the rest'],
    ['limited', '2026-06-26T15:00', 550, '14 days before'],
    ['limited', '2026-06-26T15:01', 275, '14 to 7 days'],
    ['limited', '2026-07-03T15:00', 275, '7 days, to the minute'],
    ['limited', '2026-07-03T15:01', 0, 'under 7 days'],
    ['firm', '2026-06-10T15:00', 550, '30 days before'],
    ['firm', '2026-06-10T15:01', 275, '30 to 7 days'],
    ['firm', '2026-07-03T15:01', 0, 'under 7 days'],
    ['strict', '2026-05-03T10:00', 550, '48 hours after booking'],
    ['strict', '2026-05-03T10:01', 275, 'later than that, though months before'],
    ['strict', '2026-07-03T15:00', 275, '7 days, to the minute'],
    ['strict', '2026-07-03T15:01', 0, 'under 7 days'],
    ['non_refundable', '2026-05-20T10:00', 0, 'never'],
  ])('%s at %s: %d (%s)', (code, when, expected) => {
    expect(refund(code, when)).toBe(expected);
  });

  test('strict within 48 hours of booking but under 14 days before check-in is not free', () => {
    const late = { ...fixture, confirmedAt: inLisbon('2026-06-27T10:00') };
    expect(refund('strict', '2026-06-28T11:00', late)).toBe(275);
  });
});

describe('grace', () => {
  const stay = { ...fixture, confirmedAt: inLisbon('2026-07-03T14:00') };

  test.each(policyCodes)('%s: confirmed 07-03 14:00, cancelled 07-04 13:00: all back', (code) => {
    const outcome = refundFor(cancellationPolicies[code], stay, inLisbon('2026-07-04T13:00'));
    expect(outcome.refund).toEqual({ amount: 55_000, currency: 'EUR' });
    expect(outcome.rule).toBe('grace');
  });

  test('24 hours are inclusive, and over a minute later', () => {
    expect(refund('non_refundable', '2026-07-04T14:00', stay)).toBe(550);
    expect(refund('non_refundable', '2026-07-04T14:01', stay)).toBe(0);
  });

  test('there is none where the booking was confirmed under 7 days before check-in', () => {
    expect(
      refund('non_refundable', '2026-07-03T16:00', { ...fixture, confirmedAt: inLisbon('2026-07-03T15:00') }),
    ).toBe(550);
    expect(
      refund('non_refundable', '2026-07-03T16:00', { ...fixture, confirmedAt: inLisbon('2026-07-03T15:01') }),
    ).toBe(0);
  });
});

describe('the preview says which rule, which instants and what of each line', () => {
  test('flexible, a day late', () => {
    expect(refundFor(cancellationPolicies.flexible, fixture, inLisbon('2026-07-10T10:00'))).toEqual({
      rule: 'late',
      policy: 'flexible',
      cutoffs: [
        { rule: 'grace', instant: inLisbon('2026-05-02T10:00'), refund: 55_000, refundBasisPoints: 10_000 },
        { rule: 'free', instant: at('2026-07-09T14:00:00Z'), refund: 55_000, refundBasisPoints: 10_000 },
        { rule: 'late', instant: null, refund: 44_000, refundBasisPoints: 8_000 },
      ],
      nightsStayed: 0,
      lines: [
        { code: 'accommodation', paid: 50_000, refund: 40_000 },
        { code: 'cleaning', paid: 5_000, refund: 4_000 },
      ],
      refund: { amount: 44_000, currency: 'EUR' },
      hostKeeps: { amount: 11_000, currency: 'EUR' },
    });
  });

  test('what can be had now is one of the steps', () => {
    const { cutoffs } = refundFor(cancellationPolicies.firm, fixture, inLisbon('2026-06-20T12:00'));
    expect(cutoffs.map(({ rule, refund: back }) => [rule, back])).toEqual([
      ['grace', 55_000],
      ['free', 55_000],
      ['half', 27_500],
      ['none', 0],
    ]);
  });

  test('during the stay, what was possible before it is told as it was then', () => {
    const { cutoffs, nightsStayed } = refundFor(cancellationPolicies.limited, fixture, inLisbon('2026-07-12T10:00'));
    expect(nightsStayed).toBe(2);
    expect(cutoffs.map((cutoff) => cutoff.refund)).toEqual([55_000, 55_000, 27_500, 0]);
    const flexible = refundFor(cancellationPolicies.flexible, fixture, inLisbon('2026-07-12T10:00'));
    expect(flexible.cutoffs.at(-1)).toEqual({ rule: 'late', instant: null, refund: 22_000, refundBasisPoints: 4_000 });
  });

  test('one day before a check-in in Lisbon on the day the clock goes back is 15:00 there, 14:00Z', () => {
    const stay = { ...fixture, nights: nightsFrom('2026-10-25', 5).map((night) => ({ night, price: 10_000 })) };
    const { cutoffs } = refundFor(cancellationPolicies.flexible, stay, inLisbon('2026-06-01T12:00'));
    expect(cutoffs[1]?.instant?.toString()).toBe('2026-10-24T14:00:00Z');
    expect(refund('flexible', '2026-10-24T15:00', stay)).toBe(550);
    expect(refund('flexible', '2026-10-24T15:01', stay)).toBe(440);
  });

  test('before the confirmation everything goes back', () => {
    const outcome = refundFor(
      cancellationPolicies.non_refundable,
      { ...fixture, confirmedAt: null },
      inLisbon('2026-07-10T14:00'),
    );
    expect(outcome).toMatchObject({ rule: 'not_confirmed', refund: { amount: 55_000 } });
  });
});

describe('service fee and taxes', () => {
  const stay: BookedStay = {
    ...fixture,
    lines: [
      line('accommodation', 50_000),
      line('cleaning', 5_000),
      line('guest_service_fee', 7_700),
      line('tax', 3_300, { code: 'tax:vat', taxed: ['accommodation', 'cleaning'] }),
      line('tax', 1_000, { code: 'tax:city', taxed: ['accommodation'] }),
      line('tax', 770, { code: 'tax:fee', taxed: ['guest_service_fee'] }),
    ],
  };
  const back = (code: PolicyCode, when: string): Record<string, number> => {
    const { lines } = refundFor(cancellationPolicies[code], stay, inLisbon(when));
    return Object.fromEntries(lines.map((each) => [each.code, each.refund]));
  };

  test('all go back inside the free period', () => {
    const all = Object.fromEntries(stay.lines.map((each) => [each.code, each.amount]));
    expect(back('flexible', '2026-07-09T15:00')).toEqual(all);
    expect(back('non_refundable', '2026-05-02T10:00')).toEqual(all); // grace is free too
  });

  test('later the fee and its tax stay, the other taxes go with what is refunded', () => {
    expect(back('moderate', '2026-07-06T12:00')).toEqual({
      accommodation: 20_000,
      cleaning: 2_000,
      guest_service_fee: 0,
      'tax:vat': 1_320,
      'tax:city': 400,
      'tax:fee': 0,
    });
  });

  test('nothing refunded, no tax refunded', () => {
    expect(Object.values(back('strict', '2026-07-09T12:00'))).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("what the host keeps is of the host's prices alone", () => {
    expect(refundFor(cancellationPolicies.moderate, stay, inLisbon('2026-07-06T12:00')).hostKeeps.amount).toBe(33_000);
  });
});

test('a price that was never in whole steps is refunded as it is', () => {
  const odd: BookedStay = { ...fixture, currency: 'KWD', lines: [line('accommodation', 33_333)] };
  expect(refundFor(cancellationPolicies.limited, odd, inLisbon('2026-06-30T10:00')).refund.amount).toBe(16_667);
});

describe('a stay that cost nothing', () => {
  const stay: BookedStay = {
    ...fixture,
    nights: fixture.nights.map(({ night }) => ({ night, price: 0 })),
    lines: [line('accommodation', 0)],
  };

  test('has nothing to give back', () => {
    const outcome = refundFor(cancellationPolicies.flexible, stay, inLisbon('2026-07-10T10:00'));
    expect(outcome.refund.amount).toBe(0);
    expect(outcome.cutoffs.map((cutoff) => cutoff.refundBasisPoints)).toEqual([0, 0, 0]);
  });

  test('but a tax on it, which goes back in the free period alone', () => {
    const taxed = {
      ...stay,
      lines: [...stay.lines, line('tax', 1_000, { code: 'tax:city', taxed: ['accommodation'] })],
    };
    expect(refund('flexible', '2026-07-09T15:00', taxed)).toBe(10);
    expect(refund('flexible', '2026-07-10T10:00', taxed)).toBe(0);
  });

  test('a stay without nights is a fault', () => {
    const none = { ...fixture, nights: [] };
    expect(() => refundFor(cancellationPolicies.flexible, none, inLisbon('2026-07-10T10:00'))).toThrow(RangeError);
    expect(() => hostPenalty(none, inLisbon('2026-07-10T10:00'))).toThrow(RangeError);
  });
});

describe('nights of different price', () => {
  const stay: BookedStay = {
    ...fixture,
    nights: nightsFrom('2026-07-10', 3).map((night, i) => ({ night, price: [30_000, 10_000, 10_000][i] as number })),
    lines: [
      line('accommodation', 50_000),
      line('discount', -5_000, { code: 'discount:promotion' }),
      line('extra_guests', 3_000),
    ],
  };

  test('the night that is kept has its own price, its share of the discount and its fee', () => {
    const outcome = refundFor(cancellationPolicies.flexible, stay, inLisbon('2026-07-10T10:00'));
    expect(outcome.lines.map((each) => each.refund)).toEqual([20_000, -2_000, 2_000]);
    expect(outcome.hostKeeps.amount).toBe(28_000);
  });

  test('half of an odd amount is rounded once, for the whole', () => {
    const odd = { ...stay, lines: [line('accommodation', 101), line('pets', 101), line('cleaning', 101)] };
    const outcome = refundFor(cancellationPolicies.limited, odd, inLisbon('2026-06-30T10:00'));
    expect(outcome.refund.amount).toBe(152); // 151.5, where three times 50.5 would make 153
    expect(outcome.lines.map((each) => each.refund)).toEqual([51, 50, 51]);
  });

  test('in dinars each refund ends in 0', () => {
    const dinars: BookedStay = {
      ...stay,
      currency: 'KWD',
      lines: [line('accommodation', 50_010), line('cleaning', 1_010)],
    };
    const outcome = refundFor(cancellationPolicies.limited, dinars, inLisbon('2026-06-30T10:00'));
    expect(outcome.lines.map((each) => each.refund)).toEqual([25_010, 500]);
  });
});

describe('long stay: 40 nights × 100', () => {
  const stay: BookedStay = {
    ...fixture,
    nights: nightsFrom('2026-07-10', 40).map((night) => ({ night, price: 10_000 })),
    lines: [line('accommodation', 400_000)],
  };

  test.each([
    ['2026-06-10T15:00', 4_000, '30 days before'],
    ['2026-06-10T15:01', 1_000, 'the first 30 nights are kept'],
    ['2026-07-15T12:00', 500, 'after 5 nights: those and the next 30'],
    ['2026-07-25T12:00', 0, 'fewer than 30 nights are left'],
  ])('at %s: %d (%s)', (when, expected) => {
    expect(refund('long_stay', when, stay)).toBe(expected);
  });
});

describe('host cancels', () => {
  const at10Days = '2026-06-30T15:00';

  test('550 at 10 days: 137.50', () => {
    expect(hostPenalty(fixture, inLisbon(at10Days))).toEqual({
      rule: 'middle',
      penalty: { amount: 13_750, currency: 'EUR' },
    });
  });

  test('300 at 40 days: 50, the least', () => {
    const small = { ...fixture, nights: fixture.nights.slice(0, 3), lines: [line('accommodation', 30_000)] };
    expect(hostPenalty(small, inLisbon('2026-05-31T15:00')).penalty.amount).toBe(5_000);
  });

  test.each([
    ['2026-06-10T14:59', 'early', 5_500],
    ['2026-06-10T15:00', 'middle', 13_750],
    ['2026-07-08T15:00', 'middle', 13_750],
    ['2026-07-08T15:01', 'late', 27_500],
    ['2026-07-12T10:00', 'late', 16_500],
    ['2026-07-14T10:00', 'late', 5_500],
  ])('at %s: %s, %i', (when, rule, amount) => {
    expect(hostPenalty(fixture, inLisbon(when))).toEqual({ rule, penalty: { amount, currency: 'EUR' } });
  });

  test('the guest gets everything back', () => {
    expect(fullRefund(fixture)).toEqual({
      lines: [
        { code: 'accommodation', paid: 50_000, refund: 50_000 },
        { code: 'cleaning', paid: 5_000, refund: 5_000 },
      ],
      refund: { amount: 55_000, currency: 'EUR' },
    });
  });
});

test('from 28 nights on the long-stay policy applies, whatever the listing says', () => {
  expect(policyFor('flexible', 27, defaultCancellationRules).code).toBe('flexible');
  expect(policyFor('flexible', 28, defaultCancellationRules).code).toBe('long_stay');
  expect(() => policyFor('toString', 1, defaultCancellationRules)).toThrow(RangeError);
});
