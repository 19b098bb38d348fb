import { moneyPositions } from '../../src/domain/booking-money';
import type { LedgerSum } from '../../src/domain/booking-money';
import type { Posting } from '../../src/domain/ledger';
import { captured, refunded, refundSucceeded } from '../../src/domain/ledger-payments';
import { released, transferred } from '../../src/domain/ledger-payouts';
import { refundedByHost, refundedByMarketplace, refundPaidOutside } from '../../src/domain/ledger-refunds';

const EUR = 'EUR';
const sumsOf = (...postings: readonly Posting[]): LedgerSum[] =>
  postings.flatMap(({ kind, entries }) =>
    entries.map(({ account, amount, currency }) => ({ kind, account: account.split(':')[0] ?? '', amount, currency })),
  );
const paid = captured({ bookingId: 1, amount: 55_000, fee: 1_625, currency: EUR });
const position = (...postings: readonly Posting[]) => moneyPositions(sumsOf(paid, ...postings))[0];

test('paid: all of it is held, and Stripe has its fee', () => {
  expect(position()).toMatchObject({
    paid: 55_000,
    refunded: 0,
    held: 55_000,
    stripe: { balance: 53_375, fees: 1_625 },
  });
});

test('refunded as the policy says: less is held; on its way until it succeeds', () => {
  const back = refunded({ bookingId: 1, amount: 10_000, currency: EUR });
  expect(position(back)).toMatchObject({ refunded: 10_000, refundsOpen: 10_000, held: 45_000 });
  const done = refundSucceeded({ amount: 10_000, currency: EUR });
  expect(position(back, done)).toMatchObject({ refunded: 10_000, refundsOpen: 0, stripe: { balance: 43_375 } });
});

test('a refund that host or marketplace bear leaves what is held', () => {
  const byHost = refundedByHost({ hostId: 2, amount: 3_000, currency: EUR });
  const gift = refundedByMarketplace({ amount: 2_000, currency: EUR });
  expect(position(byHost, gift)).toMatchObject({
    ...{ refunded: 5_000, refundsOpen: 5_000, held: 55_000 },
    ...{ host: { receivable: 3_000 }, platform: { goodwill: 2_000 } },
  });
  const outside = refundPaidOutside({ amount: 2_000, currency: EUR });
  expect(position(gift, outside)).toMatchObject({ refundsOpen: 0, paidOutside: 2_000, stripe: { balance: 53_375 } });
});

test('released and sent: each has their part', () => {
  const shares = { bookingId: 1, hostId: 2, hostPayout: 40_000, platformFee: 10_000, tax: 5_000, currency: EUR };
  expect(position(released(shares), transferred({ hostId: 2, amount: 40_000, currency: EUR }))).toMatchObject({
    ...{ held: 0, host: { payable: 0, sent: 40_000 }, platform: { fee: 10_000 }, tax: 5_000 },
    stripe: { balance: 13_375 },
  });
});

test('two currencies are two positions', () => {
  const fee = captured({ bookingId: 1, amount: 500, fee: 20, currency: 'JPY', feeCurrency: EUR });
  expect(moneyPositions(sumsOf(fee))).toMatchObject([
    { currency: EUR, paid: 0, stripe: { balance: -20, fees: 20 } },
    { currency: 'JPY', paid: 500, held: 500, stripe: { balance: 500, fees: 0 } },
  ]);
});
