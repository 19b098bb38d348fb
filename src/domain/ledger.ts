/**
 * Money moves as values: append-only double-entry postings. An entry's amount is signed, debits positive, credits negative;
 * each posting sums to zero in every currency. Nothing is edited: what was wrong is reversed.
 */
import { type Money, money, sumAmounts } from './money';

export type Id = string | number;

/** Names of accounts. The ones with an id belong to one booking or one host. */
export const accounts = {
  /** Our balance at Stripe. */
  stripe: 'stripe',
  stripeFee: 'stripe_fee',
  /** Our own bank account, which our balance is paid out to. */
  bank: 'bank',
  platformFee: 'platform_fee',
  taxPayable: 'tax_payable',
  refundClearing: 'refund_clearing',
  disputeClearing: 'dispute_clearing',
  disputeLoss: 'dispute_loss',
  /** What the marketplace gave guests out of its own. */
  goodwill: 'goodwill',
  /** Our bank account, as far as it paid refunds that no card would take. */
  paidOutside: 'paid_outside',
  guestFunds: (bookingId: Id): string => `guest_funds:${bookingId}`,
  hostPayable: (hostId: Id): string => `host_payable:${hostId}`,
  hostReceivable: (hostId: Id): string => `host_receivable:${hostId}`,
} as const;

export const postingKinds = [
  'captured',
  'released',
  'transferred',
  'netted',
  'transfer_taken_back',
  'transfer_reversed',
  'refunded',
  'refunded_after_release',
  'refunded_after_transfer',
  'refund_succeeded',
  'refund_failed',
  'host_penalty',
  'penalty_waived',
  'dispute_opened',
  'dispute_won',
  'dispute_lost',
  'refunded_by_marketplace',
  'refunded_by_host',
  'refund_cover_returned',
  'refund_paid_outside',
  'adjustment',
  'refunded_by_dispute',
  'refund_paid_by_dispute',
  'dispute_held',
  'paid_out',
  'payout_returned',
  'claim_paid',
  'reversed',
] as const;
export type PostingKind = (typeof postingKinds)[number];

export interface LedgerEntry {
  readonly account: string;
  /** Minor units: positive is a debit, negative a credit. Never 0. */
  readonly amount: number;
  readonly currency: string;
}

export interface Posting {
  readonly kind: PostingKind;
  readonly entries: readonly LedgerEntry[];
}

export const debit = (account: string, amount: Money): LedgerEntry => ({
  account,
  ...money(amount.amount, amount.currency),
});
export const credit = (account: string, amount: Money): LedgerEntry =>
  debit(account, { ...amount, amount: -amount.amount });

/** One entry an account and currency; empty entries are dropped; a posting that does not balance is a fault. */
export function post(kind: PostingKind, entries: readonly LedgerEntry[]): Posting {
  const merged = new Map<string, LedgerEntry>();
  for (const entry of entries) {
    const key = `${entry.account} ${entry.currency}`;
    const amount = sumAmounts([merged.get(key)?.amount ?? 0, entry.amount]);
    merged.set(key, { ...entry, amount });
  }
  const posting = { kind, entries: [...merged.values()].filter((entry) => entry.amount !== 0) };
  const unbalanced = imbalances(posting);
  if (unbalanced.length > 0) throw new Error(`A posting must sum to zero: ${kind} ${JSON.stringify(unbalanced)}`);
  return posting;
}

/** What does not sum to zero, by currency; none for a sound posting. */
export function imbalances({ entries }: Posting): Money[] {
  const currencies = [...new Set(entries.map((entry) => entry.currency))];
  const sums = currencies.map((currency) =>
    money(sumAmounts(entries.filter((entry) => entry.currency === currency).map((entry) => entry.amount)), currency),
  );
  return sums.filter((sum) => sum.amount !== 0);
}

export function positive(amount: number, currency: string): Money {
  if (amount < 0) throw new RangeError(`An amount to post is not negative: ${amount} ${currency}`);
  return money(amount, currency);
}

/** The opposite of a posting. */
export const reversed = (posting: Posting): Posting =>
  post(
    'reversed',
    posting.entries.map((entry) => ({ ...entry, amount: -entry.amount })),
  );
