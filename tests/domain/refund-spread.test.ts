import fc from 'fast-check';
import { leftOf, refundOfRest, spreadRefund } from '../../src/domain/refund-spread';

const paid = (...captured: readonly number[]) =>
  captured.map((captured_amount, instalment) => ({
    instalment,
    part: 0,
    captured_amount,
    refunded_amount: 0,
    lost_amount: 0,
  }));
const amounts = (payments: Parameters<typeof spreadRefund>[0], amount: number) =>
  spreadRefund(payments, amount).map((part) => [part.payment.instalment, part.amount]);

test.each([
  [10_000, [[0, 10_000]]],
  [0, []],
])('of one payment, %i goes back as it is', (amount, parts) => {
  expect(amounts(paid(41_000), amount)).toEqual(parts);
});

test('the latest payment goes first, and no more of each than is left of it', () => {
  expect(amounts(paid(41_000, 12_000), 10_000)).toEqual([[1, 10_000]]);
  expect(amounts(paid(41_000, 12_000), 20_000)).toEqual([
    [1, 12_000],
    [0, 8_000],
  ]);
  const used = [
    { instalment: 0, part: 0, captured_amount: 41_000, refunded_amount: 40_000, lost_amount: 0 },
    ...paid(0, 500).slice(1),
  ];
  expect(amounts(used, 1_500)).toEqual([
    [1, 500],
    [0, 1_000],
  ]);
});

test('more than there is is a fault', () => {
  expect(() => spreadRefund(paid(100, 50), 151)).toThrow(RangeError);
  expect(() => spreadRefund([], 1)).toThrow(RangeError);
});

test('what a bank took in a lost dispute cannot go back again', () => {
  const paidAndLost = { instalment: 0, part: 0, captured_amount: 41_000, refunded_amount: 10_000, lost_amount: 25_000 };
  expect(leftOf(paidAndLost)).toBe(6_000);
  expect(amounts([paidAndLost], 6_000)).toEqual([[0, 6_000]]);
  expect(() => spreadRefund([paidAndLost], 6_001)).toThrow(RangeError);
  expect(leftOf({ ...paidAndLost, lost_amount: 41_000 })).toBe(0);
});

test('whatever was paid: the parts sum to the refund, and none exceeds its payment', () => {
  const payment = fc.tuple(fc.nat(100_000), fc.nat(100_000)).map(([a, b]) => ({
    captured_amount: Math.max(a, b),
    refunded_amount: Math.min(a, b),
    lost_amount: 0,
  }));
  fc.assert(
    fc.property(fc.array(payment, { minLength: 1, maxLength: 5 }), fc.nat(1_000), (some, share) => {
      const payments = some.map((each, instalment) => ({ ...each, instalment, part: 0 }));
      const left = payments.reduce((sum, each) => sum + each.captured_amount - each.refunded_amount, 0);
      const amount = Math.floor((left * share) / 1_000);
      const parts = spreadRefund(payments, amount);
      expect(parts.reduce((sum, part) => sum + part.amount, 0)).toBe(amount);
      for (const part of parts) {
        expect(part.amount).toBeGreaterThan(0);
        expect(part.amount).toBeLessThanOrEqual(part.payment.captured_amount - part.payment.refunded_amount);
      }
    }),
  );
});

test('a balance goes back before its deposit', () => {
  const of = (part: number, captured_amount: number) => ({
    instalment: 0,
    part,
    captured_amount,
    refunded_amount: 0,
    lost_amount: 0,
  });
  const parts = spreadRefund([of(0, 300), of(1, 700)], 800);
  expect(parts.map(({ payment, amount }) => [payment.part, amount])).toEqual([
    [1, 700],
    [0, 100],
  ]);
});

test.each([
  ['nothing went back before', [41_000, 0, 0], 22_000, [22_000, 0, 0]],
  ['less is left than the policy gives', [41_000, 30_000, 0], 22_000, [11_000, 0, 11_000]],
  ['enough is left', [41_000, 10_000, 0], 22_000, [22_000, 0, 0]],
  ['a bank took a part', [41_000, 0, 10_000], 22_000, [22_000, 10_000, 0]],
  ['a bank took more than goes back', [41_000, 0, 41_000], 22_000, [22_000, 22_000, 0]],
  ['a bank took what had gone back before, too', [41_000, 10_000, 41_000], 41_000, [31_000, 31_000, 10_000]],
] as const)('of a refund, where %s', (_, [captured_amount, refunded_amount, lost_amount], amount, parts) => {
  const { refund, byBank, alreadyBack } = refundOfRest(
    [{ part: 0, captured_amount, refunded_amount, lost_amount }],
    amount,
  );
  expect([refund, byBank, alreadyBack]).toEqual(parts);
});
