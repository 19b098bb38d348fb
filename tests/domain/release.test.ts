import fc from 'fast-check';
import {
  keptSettlement,
  releasable,
  settlementTotal,
  shareLike,
  sharesBack,
  spreadTransfer,
} from '../../src/domain/release';
import type { Settlement } from '../../src/domain/settlement';

const of = (hostPayout: number, platformFee: number, tax: number): Settlement => ({ hostPayout, platformFee, tax });
const price = {
  currency: 'EUR',
  lines: [
    { code: 'accommodation', kind: 'accommodation' as const, label: 'Nights', amount: 10_000 },
    { code: 'tax:vat', kind: 'tax' as const, label: 'VAT', amount: 600 },
  ],
  hostFee: { amount: 1_550, currency: 'EUR' },
};

test.each([
  ['all of it', 10_600, of(8_450, 1_550, 600)],
  ['half of it', 5_300, of(4_225, 775, 300)],
  ['more than the price: the rest is the guest’s', 12_000, of(8_450, 1_550, 600)],
  ['nothing', 0, of(0, 0, 0)],
] as const)('kept: %s', (_, kept, shares) => {
  expect(keptSettlement(price, [], kept)).toEqual(shares);
});

test.each([
  ['nothing is due', of(0, 0, 0), of(0, 0, 0), null],
  ['the first part', of(100, 20, 5), of(0, 0, 0), of(100, 20, 5)],
  ['what came since', of(150, 30, 7), of(100, 20, 5), of(50, 10, 2)],
  ['less is due than was released', of(90, 18, 4), of(100, 20, 5), null],
  ['the mix has changed: nothing is taken back', of(95, 40, 5), of(100, 20, 5), of(0, 15, 0)],
  ['a coupon of ours', of(100, -10, 0), of(0, 0, 0), of(100, -10, 0)],
] as const)('releasable: %s', (_, due, released, expected) => {
  expect(releasable(due, released)).toEqual(expected);
});

test.each([
  ['all that was released', of(100, 20, 5), 125, of(0, 0, 0), of(100, 20, 5)],
  ['down to what is kept', of(100, 20, 5), 25, of(85, 12, 3), of(15, 8, 2)],
  ['one of several: by what each has', of(100, 20, 5), 25, of(0, 0, 0), of(20, 4, 1)],
] as const)('back: %s', (_, released, amount, kept, expected) => {
  expect(sharesBack(released, amount, kept, 'EUR')).toEqual(expected);
});

test('three decimals: no share that a card network could not settle', () => {
  expect(shareLike(of(100_000, 33_330, 0), 10_010, 'BHD')).toEqual(of(7_510, 2_500, 0));
});

const amount = fc.integer({ min: 0, max: 5_000_000 });
test('nothing is lost and nobody gives below nothing, whatever the shares', () => {
  fc.assert(
    fc.property(amount, amount, amount, amount, (host, fee, tax, part) => {
      const released = of(host, fee, tax);
      const back = Math.min(part, settlementTotal(released));
      const shares = sharesBack(released, back, of(0, 0, 0), 'EUR');
      expect(settlementTotal(shares)).toBe(back);
      expect(Math.min(shares.hostPayout, shares.tax)).toBeGreaterThanOrEqual(0);
      expect(shares.hostPayout).toBeLessThanOrEqual(host);
    }),
  );
});

test.each([
  [[{ room: 100 }], 60, [60]],
  [[{ room: 100 }, { room: 50 }], 120, [100, 20]],
  [[{ room: 0 }, { room: 50 }], 50, [50]],
  [[{ room: -5 }, { room: 10 }], 25, [10, 15]],
  [[], 25, [25]],
] as const)('a payout over charges %j: %i', (charges, sum, amounts) => {
  const parts = spreadTransfer<{ readonly room: number }>(charges, sum);
  expect(parts.map((part) => part.amount)).toEqual(amounts);
  expect(parts.at(-1)?.charge === null).toBe(
    sum > charges.reduce((all: number, { room }) => all + Math.max(0, room), 0),
  );
});
