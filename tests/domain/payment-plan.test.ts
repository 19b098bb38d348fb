import fc from 'fast-check';
import { minimumCharge } from '../../src/domain/charge-minimum';
import { chargeStep, currencies } from '../../src/domain/currency';
import { nightOf } from '../../src/domain/night';
import { chargeTriesMax, nextTryAt, payByFor, planFor, refundOfPaid } from '../../src/domain/payment-plan';
import { at, inLisbon } from './given';

const terms = { minDaysAhead: 60, depositPercent: 30, balanceDaysBefore: 30 };
const stay = {
  total: 55_000,
  currency: 'EUR',
  checkIn: nightOf('2026-11-10'),
  checkInTime: '15:00',
  timeZone: 'Europe/Lisbon',
};

describe('a plan', () => {
  test('is a deposit now and the balance on the day that the property counts, also across a change of the clock', () => {
    const plan = planFor(terms, stay, at('2026-07-01T12:00:00Z'));
    expect(plan).toEqual({ deposit: 16_500, balance: 38_500, balanceDueAt: inLisbon('2026-10-11T15:00') });
  });

  test.each([
    ['the operator has none', null, '2026-07-01T12:00:00Z', 55_000],
    ['the stay is too near by a day', terms, '2026-09-12T12:00:00Z', 55_000],
    ['the price cannot be charged in two parts', terms, '2026-07-01T12:00:00Z', 160],
  ])('is not offered where %s', (_why, own, now, total) => {
    expect(planFor(own, { ...stay, total }, at(now))).toBeNull();
  });

  test('is offered on the last day that is far enough', () => {
    expect(planFor(terms, stay, at('2026-09-11T12:00:00Z'))).not.toBeNull();
  });

  test.each([
    ['JPY', 1_001, 300, 701],
    ['HUF', 100_001, 30_000, 70_001],
    ['BHD', 12_350, 3_710, 8_640],
  ])('loses nothing in %s', (currency, total, deposit, balance) => {
    const plan = planFor(terms, { ...stay, currency, total }, at('2026-07-01T12:00:00Z'));
    expect([plan?.deposit, plan?.balance]).toEqual([deposit, balance]);
  });

  test('can be charged part by part and sums to the price, in every currency', () => {
    const anyStay = fc.record({
      currency: fc.constantFrom(...currencies),
      steps: fc.integer({ min: 1, max: 10_000_000 }),
      depositPercent: fc.integer({ min: 1, max: 99 }),
    });
    fc.assert(
      fc.property(anyStay, ({ currency, steps, depositPercent }) => {
        const total = steps * chargeStep(currency);
        const plan = planFor({ ...terms, depositPercent }, { ...stay, currency, total }, at('2026-07-01T12:00:00Z'));
        const smaller = Math.min(depositPercent, 100 - depositPercent);
        if (plan === null) return expect((total * smaller) / 101).toBeLessThan(minimumCharge(currency));
        expect(plan.deposit + plan.balance).toBe(total);
        for (const part of [plan.deposit, plan.balance]) {
          expect(part).toBeGreaterThan(0);
          expect(part % chargeStep(currency)).toBe(0);
        }
      }),
    );
  });
});

describe('what the saved card did not bring', () => {
  const now = at('2026-10-11T14:00:00Z');
  const times = { hours: 48, holdMinutes: 15 };

  test.each([
    ['for as long as the operator gives', '2026-11-10T15:00:00Z', '2026-10-13T14:00:00Z'],
    ['never after the check-in', '2026-10-12T15:00:00Z', '2026-10-12T15:00:00Z'],
    ['never for less than a hold', '2026-10-11T14:05:00Z', '2026-10-11T14:15:00Z'],
  ])('can be paid %s', (_how, checkIn, payBy) => {
    expect(payByFor(now, at(checkIn), times).toString()).toBe(payBy);
  });

  test('is tried again while there is time, so and so many times', () => {
    const payBy = at('2026-10-13T14:00:00Z');
    const tries: string[] = [];
    let last = now;
    for (let n = 1; ; n += 1) {
      const next = nextTryAt(last, payBy, n);
      if (next === null) break;
      tries.push(next.toString());
      last = next;
    }
    expect(tries).toEqual(['2026-10-12T06:00:00Z', '2026-10-12T22:00:00Z']);
    expect(tries).toHaveLength(chargeTriesMax - 1);
    expect(nextTryAt(payBy, payBy, 1)).toBeNull();
  });
});

test.each([
  // The policy gives back of 550: all, 440, 275, nothing; 385 were still to be paid.
  [55_000, 16_500],
  [44_000, 5_500],
  [27_500, 0],
  [0, 0],
])('of a refund of %i, what was paid goes back: %i', (ofPrice, refund) => {
  expect(refundOfPaid(ofPrice, 38_500)).toBe(refund);
  expect(refundOfPaid(ofPrice, 0)).toBe(ofPrice);
});
