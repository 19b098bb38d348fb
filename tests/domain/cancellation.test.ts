import { cancellationPolicies, policyCodes, policyFor, type PolicyCode } from '../../src/domain/cancellation-policy';
import { type BookedStay, refundFor } from '../../src/domain/cancellation';
import { hostPenalty } from '../../src/domain/host-penalty';
import type { PriceLine } from '../../src/domain/price';
import { inLisbon, nightsFrom } from './given';

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
});

test('from 28 nights on the long-stay policy applies, whatever the listing says', () => {
  expect(policyFor('flexible', 27).code).toBe('flexible');
  expect(policyFor('flexible', 28).code).toBe('long_stay');
  expect(() => policyFor('toString', 1)).toThrow(RangeError);
});
