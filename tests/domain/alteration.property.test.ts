import fc from 'fast-check';
import { alterationDifference } from '../../src/domain/alteration';
import { cancellationPolicies, policyCodes } from '../../src/domain/cancellation-policy';
import { refundFor } from '../../src/domain/cancellation';
import { spreadRefund, type RefundablePayment } from '../../src/domain/refund-spread';
import { settle, settlementDifference } from '../../src/domain/settlement';
import { wallClock } from '../../src/domain/stay-time';
import { type AnyStay, anyStay } from './any-stay';

/** A stay, and what it becomes by one alteration after the other: of one currency, as a booking's are. */
const anyLife: fc.Arbitrary<readonly [AnyStay, ...AnyStay[]]> = fc
  .array(anyStay, { minLength: 3, maxLength: 9 })
  .map(([first, ...others]) => {
    const booked = first as AnyStay;
    return [booked, ...others.filter(({ price }) => price.currency === booked.price.currency)];
  });

interface Paid extends RefundablePayment {
  refunded_amount: number;
}
const left = (payments: readonly Paid[]): number =>
  payments.reduce((sum, { captured_amount, refunded_amount }) => sum + captured_amount - refunded_amount, 0);

/** What costs more is a payment of its own, what costs less goes back from those that there are. */
function settleDifference(payments: Paid[], difference: number): void {
  if (difference > 0) {
    payments.push({
      instalment: payments.length,
      part: 0,
      captured_amount: difference,
      refunded_amount: 0,
      lost_amount: 0,
    });
  }
  if (difference >= 0) return;
  for (const { payment, amount } of spreadRefund(payments, -difference)) payment.refunded_amount += amount;
}

const firstPayment = ({ price }: AnyStay): Paid[] => [
  { instalment: 0, part: 0, captured_amount: price.total.amount, refunded_amount: 0, lost_amount: 0 },
];

test('the difference is what the stay costs after minus before, and what each side has of it sums to it', () => {
  fc.assert(
    fc.property(anyLife, ([before, after = before]) => {
      const difference = alterationDifference(before.price, after.price);
      expect(difference.currency).toBe(before.price.currency);
      expect(before.price.total.amount + difference.amount).toBe(after.price.total.amount);
      expect(alterationDifference(after.price, before.price).amount + difference.amount).toBe(0);
      const { hostPayout, platformFee, tax } = settlementDifference(settle(after.price), settle(before.price));
      expect(hostPayout + platformFee + tax).toBe(difference.amount);
    }),
    { numRuns: 1_000 },
  );
});

test('through any alterations, no reduction gives back more than was paid, and the guest has paid what the stay costs', () => {
  fc.assert(
    fc.property(anyLife, ([booked, ...altered]) => {
      const payments = firstPayment(booked);
      let now = booked;
      for (const next of altered) {
        const paid = left(payments);
        const { amount } = alterationDifference(now.price, next.price);
        expect(-amount).toBeLessThanOrEqual(paid);
        settleDifference(payments, amount);
        expect(left(payments)).toBe(next.price.total.amount);
        for (const { captured_amount, refunded_amount } of payments) {
          expect(refunded_amount).toBeGreaterThanOrEqual(0);
          expect(refunded_amount).toBeLessThanOrEqual(captured_amount);
        }
        now = next;
      }
    }),
    { numRuns: 1_000 },
  );
});

test('what is cancelled after alterations gives back no more than is left of the payments', () => {
  const policy = fc.constantFrom(...policyCodes.map((code) => cancellationPolicies[code]));
  fc.assert(
    fc.property(anyLife, policy, fc.integer({ min: -60 * 24, max: 62 * 24 }), ([booked, ...altered], rules, hours) => {
      const payments = firstPayment(booked);
      const last = altered.reduce((now, next) => {
        settleDifference(payments, alterationDifference(now.price, next.price).amount);
        return next;
      }, booked);
      const checkInAt = wallClock(last.checkIn, '15:00', 'Europe/Lisbon');
      const { currency, nights, lines } = last.price;
      const confirmedAt = checkInAt.subtract({ hours: 70 * 24 });
      const stay = { currency, nights, lines, checkInTime: '15:00', timeZone: 'Europe/Lisbon', confirmedAt };
      const { refund } = refundFor(rules, stay, checkInAt.add({ hours }));
      const paid = left(payments);
      settleDifference(payments, -refund.amount);
      expect(left(payments)).toBe(paid - refund.amount);
    }),
    { numRuns: 500 },
  );
});
