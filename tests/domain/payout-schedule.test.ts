import fc from 'fast-check';
import { nightOf } from '../../src/domain/night';
import { defaultPayoutRules, dueBy, payoutSchedule, type PayoutStay } from '../../src/domain/payout-schedule';
import { at } from './given';

const stay = (nights: number, changes: Partial<PayoutStay> = {}): PayoutStay => ({
  checkIn: nightOf('2026-07-10'),
  nights,
  checkInTime: '15:00',
  timeZone: 'Europe/Lisbon',
  settlement: { hostPayout: 45_000, platformFee: 9_000, tax: 450 },
  currency: 'EUR',
  isHostsFirst: false,
  ...changes,
});
const parts = (...args: Parameters<typeof payoutSchedule>) =>
  payoutSchedule(...args).map((part) => [part.nights, part.releaseAt.toString(), part.hostPayout]);

test.each([
  [1, [[1, '2026-07-11T14:00:00Z', 45_000]]],
  [27, [[27, '2026-07-11T14:00:00Z', 45_000]]],
  [28, [[28, '2026-07-11T14:00:00Z', 45_000]]],
  [30, [[30, '2026-07-11T14:00:00Z', 45_000]]],
  [
    45,
    [
      [30, '2026-07-11T14:00:00Z', 30_000],
      [15, '2026-08-10T14:00:00Z', 15_000],
    ],
  ],
  [
    60,
    [
      [30, '2026-07-11T14:00:00Z', 22_500],
      [30, '2026-08-10T14:00:00Z', 22_500],
    ],
  ],
])('%i nights are paid as %p', (nights, expected) => {
  expect(parts(stay(nights))).toEqual(expected);
});

test('an operator may pay every two weeks', () => {
  expect(parts(stay(28), { ...defaultPayoutRules, nightsPerPart: 14 }).map(([nights]) => nights)).toEqual([14, 14]);
  expect(parts(stay(27), { ...defaultPayoutRules, nightsPerPart: 14 }).map(([nights]) => nights)).toEqual([27]);
});

test('nothing is held back by default', () => {
  expect(parts(stay(1, { isHostsFirst: true }))).toEqual(parts(stay(1)));
});

test.each([
  ['2026-07-11T13:59:59Z', { hostPayout: 0, platformFee: 0, tax: 0 }],
  ['2026-07-11T14:00:00Z', { hostPayout: 30_000, platformFee: 6_000, tax: 300 }],
  ['2026-08-10T13:59:59Z', { hostPayout: 30_000, platformFee: 6_000, tax: 300 }],
  ['2026-08-10T14:00:00Z', { hostPayout: 45_000, platformFee: 9_000, tax: 450 }],
])('of 45 nights, by %s what is due is %p', (now, expected) => {
  expect(dueBy(payoutSchedule(stay(45)), at(now))).toEqual(expected);
});

test('24 hours run on the clock at the property', () => {
  expect(parts(stay(1, { checkIn: nightOf('2026-10-24') }))[0]?.[1]).toBe('2026-10-25T15:00:00Z');
});

test("a new host's first payout waits; a part that is due later anyway does not", () => {
  const rules = { ...defaultPayoutRules, firstPayoutHoldDays: 7 };
  expect(parts(stay(45, { isHostsFirst: true }), rules).map((part) => part[1])).toEqual([
    '2026-07-18T14:00:00Z',
    '2026-08-10T14:00:00Z',
  ]);
  expect(parts(stay(1), rules)[0]?.[1]).toBe('2026-07-11T14:00:00Z');
});

test('the parts sum to what there was to pay, and their nights to the stay', () => {
  const amount = fc.integer({ min: 0, max: 50_000_000 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 366 }),
      fc.record({ hostPayout: amount, platformFee: fc.integer({ min: -50_000, max: 50_000_000 }), tax: amount }),
      (nights, settlement) => {
        const schedule = payoutSchedule(stay(nights, { settlement }));
        const sum = (field: 'nights' | 'hostPayout' | 'platformFee' | 'tax') =>
          schedule.reduce((total, part) => total + part[field], 0);
        expect([sum('nights'), sum('hostPayout'), sum('platformFee'), sum('tax')]).toEqual([
          nights,
          settlement.hostPayout,
          settlement.platformFee,
          settlement.tax,
        ]);
      },
    ),
  );
});
