import fc from 'fast-check';
import { type CancellationPolicy, cancellationPolicies, policyCodes } from '../../src/domain/cancellation-policy';
import { type BookedStay, refundFor } from '../../src/domain/cancellation';
import { isChargeable, minorDigits } from '../../src/domain/currency';
import { hostPenalty } from '../../src/domain/host-penalty';
import { settle, settlementDifference } from '../../src/domain/settlement';
import { wallClock } from '../../src/domain/stay-time';
import { type AnyStay, anyStay } from './any-stay';

const sum = (amounts: readonly number[]): number => amounts.reduce((a, b) => a + b, 0);
const anyPolicy: fc.Arbitrary<CancellationPolicy> = fc.constantFrom(
  ...policyCodes.map((code) => cancellationPolicies[code]),
);
/** Hours from check-in; negative is before it. */
const anyMoment = fc.integer({ min: -60 * 24, max: 62 * 24 });
const anyNotice = fc.integer({ min: 1, max: 70 * 24 });

function booked({ price, checkIn }: AnyStay, noticeHours: number) {
  const checkInAt = wallClock(checkIn, '15:00', 'Europe/Lisbon');
  const stay: BookedStay = {
    currency: price.currency,
    nights: price.nights,
    lines: price.lines,
    checkInTime: '15:00',
    timeZone: 'Europe/Lisbon',
    confirmedAt: checkInAt.subtract({ hours: noticeHours }),
  };
  return { stay, checkInAt };
}

test('a refund is never more than was paid, in whole or by line, and its lines sum to it', () => {
  fc.assert(
    fc.property(anyStay, anyPolicy, anyNotice, anyMoment, (any, policy, notice, hours) => {
      const { stay, checkInAt } = booked(any, notice);
      const outcome = refundFor(policy, stay, checkInAt.add({ hours }));
      expect(outcome.refund.amount).toBeGreaterThanOrEqual(0);
      expect(outcome.refund.amount).toBeLessThanOrEqual(any.price.total.amount);
      expect(sum(outcome.lines.map((line) => line.refund))).toBe(outcome.refund.amount);
      for (const { paid, refund } of outcome.lines) {
        expect(refund * Math.sign(paid)).toBeGreaterThanOrEqual(0);
        expect(Math.abs(refund)).toBeLessThanOrEqual(Math.abs(paid));
        expect(isChargeable(refund, stay.currency)).toBe(true);
      }
      expect(outcome.hostKeeps.amount).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 2_000 },
  );
});

test('who waits longer never gets more', () => {
  fc.assert(
    fc.property(anyStay, anyPolicy, anyNotice, anyMoment, anyMoment, (any, policy, notice, a, b) => {
      const { stay, checkInAt } = booked(any, notice);
      const sooner = refundFor(policy, stay, checkInAt.add({ hours: Math.min(a, b) }));
      const later = refundFor(policy, stay, checkInAt.add({ hours: Math.max(a, b) }));
      expect(later.refund.amount).toBeLessThanOrEqual(sooner.refund.amount);
    }),
    { numRuns: 1_000 },
  );
});

test('a cut-off keeps its promise: at its instant its refund is paid, a second later its rule is over', () => {
  fc.assert(
    fc.property(anyStay, anyPolicy, anyNotice, (any, policy, notice) => {
      const { stay, checkInAt } = booked(any, notice);
      const { cutoffs } = refundFor(policy, stay, checkInAt.subtract({ hours: 90 * 24 }));
      const earlierInstants: number[] = [];
      for (const { rule, instant, refund } of cutoffs) {
        if (instant === null) continue;
        // A step that ends before one that comes ahead of it never applies.
        if (earlierInstants.every((other) => other < instant.epochMilliseconds)) {
          const outcome = refundFor(policy, stay, instant);
          expect([outcome.rule, outcome.refund.amount]).toEqual([rule, refund]);
        }
        expect(refundFor(policy, stay, instant.add({ seconds: 1 })).rule).not.toBe(rule);
        earlierInstants.push(instant.epochMilliseconds);
      }
    }),
    { numRuns: 500 },
  );
});

test('what is left after a refund is shared out without loss, and nobody gives back more than they had', () => {
  fc.assert(
    fc.property(anyStay, anyPolicy, anyNotice, anyMoment, (any, policy, notice, hours) => {
      const { stay, checkInAt } = booked(any, notice);
      const outcome = refundFor(policy, stay, checkInAt.add({ hours }));
      const before = settle(any.price);
      const after = settle(any.price, outcome.lines);
      expect(after.hostPayout + after.platformFee + after.tax).toBe(any.price.total.amount - outcome.refund.amount);
      expect(after.hostPayout).toBeGreaterThanOrEqual(0);
      expect(after.hostPayout).toBeLessThanOrEqual(before.hostPayout);
      expect(after.tax).toBeGreaterThanOrEqual(0);
      const back = settlementDifference(before, after);
      expect(back.hostPayout + back.platformFee + back.tax).toBe(outcome.refund.amount);
    }),
    { numRuns: 1_000 },
  );
});

test("a host's penalty is at least the least one, and at most half of the stay beyond it", () => {
  fc.assert(
    fc.property(anyStay, anyMoment, (any, hours) => {
      const { stay, checkInAt } = booked(any, 24);
      const { penalty } = hostPenalty(stay, checkInAt.add({ hours }));
      const least = 50 * 10 ** minorDigits(stay.currency);
      expect(penalty.amount).toBeGreaterThanOrEqual(least);
      expect(penalty.amount).toBeLessThanOrEqual(Math.max(least, any.price.total.amount / 2 + 100));
      expect(isChargeable(penalty.amount, stay.currency)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
