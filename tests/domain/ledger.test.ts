import fc from 'fast-check';
import { accounts, imbalances, type Posting, reversed } from '../../src/domain/ledger';
import { disputeLost, disputeOpened, disputeWon } from '../../src/domain/ledger-disputes';
import { captured, refunded, refundFailed, refundSucceeded } from '../../src/domain/ledger-payments';
import { paidOut, payoutReturned } from '../../src/domain/ledger-platform';
import {
  hostPenaltyPosted,
  refundedAfterRelease,
  refundedAfterTransfer,
  released,
  transferred,
  transferReversed,
} from '../../src/domain/ledger-payouts';

/** Account → signed amount: debits positive. */
const of = (posting: Posting): Record<string, number> =>
  Object.fromEntries(posting.entries.map((entry) => [entry.account, entry.amount]));
const balances = (...postings: Posting[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const { account, amount } of postings.flatMap((posting) => posting.entries)) {
    sums[account] = (sums[account] ?? 0) + amount;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0));
};

const currency = 'EUR';
const capture = captured({ bookingId: 'b1', amount: 55_000, fee: 825, currency });
const release = released({
  bookingId: 'b1',
  hostId: 'h1',
  hostPayout: 45_000,
  platformFee: 8_000,
  tax: 2_000,
  currency,
});

describe('each event as the table has it', () => {
  test.each<[string, Posting, Record<string, number>]>([
    ['captured', capture, { stripe: 54_175, stripe_fee: 825, 'guest_funds:b1': -55_000 }],
    [
      'released',
      release,
      { 'guest_funds:b1': 55_000, 'host_payable:h1': -45_000, platform_fee: -8_000, tax_payable: -2_000 },
    ],
    [
      'transferred',
      transferred({ hostId: 'h1', amount: 45_000, currency }),
      { 'host_payable:h1': 45_000, stripe: -45_000 },
    ],
    [
      'transfer_reversed',
      transferReversed({ hostId: 'h1', amount: 100, currency }),
      { stripe: 100, 'host_receivable:h1': -100 },
    ],
    [
      'refunded',
      refunded({ bookingId: 'b1', amount: 44_000, currency }),
      { 'guest_funds:b1': 44_000, refund_clearing: -44_000 },
    ],
    ['paid_out', paidOut({ amount: 900, currency }), { bank: 900, stripe: -900 }],
    ['payout_returned', payoutReturned({ amount: 900, currency }), { bank: -900, stripe: 900 }],
    ['refund_succeeded', refundSucceeded({ amount: 44_000, currency }), { refund_clearing: 44_000, stripe: -44_000 }],
    ['refund_failed', refundFailed({ amount: 44_000, currency }), { refund_clearing: -44_000, stripe: 44_000 }],
    [
      'refunded_after_release',
      refundedAfterRelease({ hostId: 'h1', host: 800, platformFee: 150, tax: 50, currency }),
      { 'host_payable:h1': 800, platform_fee: 150, tax_payable: 50, refund_clearing: -1_000 },
    ],
    [
      'refunded_after_transfer',
      refundedAfterTransfer({ hostId: 'h1', host: 800, platformFee: 150, tax: 50, currency }),
      { 'host_receivable:h1': 800, platform_fee: 150, tax_payable: 50, refund_clearing: -1_000 },
    ],
    [
      'host_penalty',
      hostPenaltyPosted({ hostId: 'h1', amount: 13_750, currency }),
      { 'host_receivable:h1': 13_750, platform_fee: -13_750 },
    ],
    [
      'dispute_opened',
      disputeOpened({ amount: 55_000, fee: 2_000, currency }),
      { dispute_clearing: 55_000, stripe_fee: 2_000, stripe: -57_000 },
    ],
    ['dispute_won', disputeWon({ amount: 55_000, fee: 0, currency }), { dispute_clearing: -55_000, stripe: 55_000 }],
    [
      'dispute_lost',
      disputeLost({ amount: 55_000, host: 45_000, hostId: 'h1', currency }),
      { 'host_receivable:h1': 45_000, dispute_loss: 10_000, dispute_clearing: -55_000 },
    ],
  ])('%s', (kind, posting, entries) => {
    expect(posting.kind).toBe(kind);
    expect(of(posting)).toEqual(entries);
    expect(imbalances(posting)).toEqual([]);
  });
});

describe('the books of one booking', () => {
  test('paid and stayed: nothing is left of the guest, the host has theirs', () => {
    const transfer = transferred({ hostId: 'h1', amount: 45_000, currency });
    expect(balances(capture, release, transfer)).toEqual({
      stripe: 9_175,
      stripe_fee: 825,
      platform_fee: -8_000,
      tax_payable: -2_000,
    });
  });

  test('cancelled in time: only the fee is gone', () => {
    const all = [
      capture,
      refunded({ bookingId: 'b1', amount: 55_000, currency }),
      refundSucceeded({ amount: 55_000, currency }),
    ];
    expect(balances(...all)).toEqual({ stripe: -825, stripe_fee: 825 });
  });

  test('refunded after the transfer, transfer reversed: the host owes nothing', () => {
    const all = [
      capture,
      release,
      transferred({ hostId: 'h1', amount: 45_000, currency }),
      refundedAfterTransfer({ hostId: 'h1', host: 45_000, platformFee: 8_000, tax: 2_000, currency }),
      transferReversed({ hostId: 'h1', amount: 45_000, currency }),
      refundSucceeded({ amount: 55_000, currency }),
    ];
    expect(balances(...all)).toEqual({ stripe: -825, stripe_fee: 825 });
  });

  test('a fee in another currency balances on its own', () => {
    const posting = captured({ bookingId: 'b1', amount: 9_000, fee: 150, currency: 'JPY', feeCurrency: 'EUR' });
    expect(posting.entries).toHaveLength(4);
    expect(imbalances(posting)).toEqual([]);
  });
});

test('a reversal undoes a posting', () => {
  expect(balances(release, reversed(release))).toEqual({});
});

test('what does not balance is named', () => {
  const entry = (amount: number, code: string) => ({ account: accounts.stripe, amount, currency: code });
  expect(imbalances({ kind: 'captured', entries: [entry(5, 'EUR'), entry(-5, 'USD'), entry(-1, 'EUR')] })).toEqual([
    { amount: 4, currency: 'EUR' },
    { amount: -5, currency: 'USD' },
  ]);
});

test.each([
  ['a negative capture', () => captured({ bookingId: 1, amount: -1, fee: 0, currency })],
  ['a negative fee', () => captured({ bookingId: 1, amount: 1, fee: -1, currency })],
  ['half a cent', () => refunded({ bookingId: 1, amount: 0.5, currency })],
  ['a currency that is none', () => refunded({ bookingId: 1, amount: 1, currency: 'XXX' })],
  ['a loss of more than the dispute', () => disputeLost({ amount: 1, host: 2, hostId: 1, currency })],
])('%s is a fault', (_, post) => {
  expect(post).toThrow(RangeError);
});

test('whatever the amounts, every posting balances, with one entry an account and none of nothing', () => {
  const amount = fc.integer({ min: 0, max: 100_000_000 });
  fc.assert(
    fc.property(amount, amount, amount, (a, b, c) => {
      const host = { hostId: 'h', amount: a, currency };
      const shares = { hostId: 'h', host: a, platformFee: b, tax: c, currency };
      const postings = [
        captured({ bookingId: 'b', amount: a, fee: b, currency }),
        released({ bookingId: 'b', hostId: 'h', hostPayout: a, platformFee: -Math.min(a, b), tax: c, currency }),
        transferred(host),
        transferReversed(host),
        hostPenaltyPosted(host),
        refundedAfterRelease(shares),
        refundedAfterTransfer(shares),
        disputeOpened({ amount: a, fee: b, currency }),
        disputeLost({ amount: a + b, host: a, hostId: 'h', currency }),
      ];
      for (const posting of [...postings, ...postings.map(reversed)]) {
        expect(imbalances(posting)).toEqual([]);
        expect(posting.entries.every((entry) => entry.amount !== 0)).toBe(true);
        expect(new Set(posting.entries.map((entry) => entry.account)).size).toBe(posting.entries.length);
      }
    }),
  );
});
