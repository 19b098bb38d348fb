import fc from 'fast-check';
import { chargeStep, isChargeable } from '../../src/domain/currency';
import { grossUp } from '../../src/domain/marketplace-fee';
import { percentOf } from '../../src/domain/money';
import { settle } from '../../src/domain/settlement';
import { anyStay } from './any-stay';

const sum = (amounts: readonly number[]): number => amounts.reduce((a, b) => a + b, 0);

test('the lines sum to the total, and the nights to the first line', () => {
  fc.assert(
    fc.property(anyStay, ({ price }) => {
      expect(sum(price.lines.map((line) => line.amount))).toBe(price.total.amount);
      expect(sum(price.nights.map((night) => night.price))).toBe(price.lines[0]?.amount);
      expect(new Set(price.lines.map((line) => line.code)).size).toBe(price.lines.length);
    }),
    { numRuns: 1_000 },
  );
});

test('quantity times unit price is the amount, where a line has both', () => {
  fc.assert(
    fc.property(anyStay, ({ price }) => {
      for (const { amount, quantity, unitAmount } of price.lines) {
        if (quantity !== undefined && unitAmount !== undefined) expect(quantity * unitAmount).toBe(amount);
      }
    }),
  );
});

test('no price is negative, and a card can be charged with it', () => {
  fc.assert(
    fc.property(anyStay, ({ price }) => {
      expect(price.total.amount).toBeGreaterThanOrEqual(0);
      expect(price.lines.every((line) => isChargeable(line.amount, price.currency))).toBe(true);
      expect(price.hostPayout.amount).toBeGreaterThanOrEqual(0);
      expect(price.taxTotal.amount).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 1_000 },
  );
});

test('what the guest pays is shared out without loss', () => {
  fc.assert(
    fc.property(anyStay, ({ price }) => {
      const { hostPayout, platformFee, tax } = settle(price);
      expect(hostPayout).toBe(price.hostPayout.amount);
      expect(tax).toBe(price.taxTotal.amount);
      const guestFee = sum(price.lines.filter((line) => line.kind === 'guest_service_fee').map((line) => line.amount));
      const given = sum(price.lines.filter((line) => line.fundedBy === 'marketplace').map((line) => line.amount));
      expect(platformFee).toBe(guestFee + price.hostFee.amount + given);
      expect(hostPayout + platformFee + tax).toBe(price.total.amount);
    }),
    { numRuns: 1_000 },
  );
});

test('the host nets what the gross price was worked out for', () => {
  const fee = fc.integer({ min: 0, max: 5_000 });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10_000_000 }),
      fee,
      fc.constantFrom('EUR', 'KWD'),
      (net, basisPoints, code) => {
        const step = chargeStep(code);
        const { gross, fee: taken } = grossUp(net * step, basisPoints, step);
        expect(gross - taken).toBe(net * step);
        expect(Math.abs(percentOf(gross, basisPoints, step) - taken)).toBeLessThanOrEqual(step);
      },
    ),
  );
});
