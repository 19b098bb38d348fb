/**
 * Money moves as values: append-only double-entry postings. An entry's amount is signed, debits positive, credits negative;
 * each posting sums to zero in every currency. Nothing is edited: what was wrong is reversed.
 */
import { type Money, money, sumAmounts } from './money';

type Id = string | number;

/** Names of accounts. The ones with an id belong to one booking or one host. */
export const accounts = {
  /** Our balance at Stripe. */
  stripe: 'stripe',
  stripeFee: 'stripe_fee',
  platformFee: 'platform_fee',
  taxPayable: 'tax_payable',
  refundClearing: 'refund_clearing',
  disputeClearing: 'dispute_clearing',
  disputeLoss: 'dispute_loss',
  guestFunds: (bookingId: Id): string => `guest_funds:${bookingId}`,
  hostPayable: (hostId: Id): string => `host_payable:${hostId}`,
  hostReceivable: (hostId: Id): string => `host_receivable:${hostId}`,
} as const;

export const postingKinds = [
  'captured',
  'released',
  'transferred',
  'transfer_reversed',
  'refunded',
  'refunded_after_release',
  'refunded_after_transfer',
  'refund_succeeded',
  'refund_failed',
  'host_penalty',
  'dispute_opened',
  'dispute_won',
  'dispute_lost',
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

const debit = (account: string, amount: Money): LedgerEntry => ({ account, ...money(amount.amount, amount.currency) });
const credit = (account: string, amount: Money): LedgerEntry => debit(account, { ...amount, amount: -amount.amount });

/** One entry an account and currency; empty entries are dropped; a posting that does not balance is a fault. */
function post(kind: PostingKind, entries: readonly LedgerEntry[]): Posting {
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

function positive(amount: number, currency: string): Money {
  if (amount < 0) throw new RangeError(`An amount to post is not negative: ${amount} ${currency}`);
  return money(amount, currency);
}

/** The guest's money came in; Stripe kept its fee of it. */
export function captured(event: {
  bookingId: Id;
  amount: number;
  fee: number;
  currency: string;
  feeCurrency?: string;
}): Posting {
  const gross = positive(event.amount, event.currency);
  const fee = positive(event.fee, event.feeCurrency ?? event.currency);
  return post('captured', [
    debit(accounts.stripe, gross),
    credit(accounts.stripe, fee),
    debit(accounts.stripeFee, fee),
    credit(accounts.guestFunds(event.bookingId), gross),
  ]);
}

/** 24 hours after check-in (for a long stay: an instalment): who gets what of the guest's money. */
export interface Release {
  readonly bookingId: Id;
  readonly hostId: Id;
  readonly hostPayout: number;
  /** Negative where a coupon of ours cost more than our fee. */
  readonly platformFee: number;
  readonly tax: number;
  readonly currency: string;
}

export function released({ bookingId, hostId, hostPayout, platformFee, tax, currency }: Release): Posting {
  const total = money(hostPayout + platformFee + tax, currency);
  return post('released', [
    debit(accounts.guestFunds(bookingId), total),
    credit(accounts.hostPayable(hostId), positive(hostPayout, currency)),
    credit(accounts.platformFee, money(platformFee, currency)),
    credit(accounts.taxPayable, positive(tax, currency)),
  ]);
}

interface HostAmount {
  readonly hostId: Id;
  readonly amount: number;
  readonly currency: string;
}

export function transferred({ hostId, amount, currency }: HostAmount): Posting {
  const moved = positive(amount, currency);
  return post('transferred', [debit(accounts.hostPayable(hostId), moved), credit(accounts.stripe, moved)]);
}

/** Money that a transfer had given the host came back: it settles what the host owes. */
export function transferReversed({ hostId, amount, currency }: HostAmount): Posting {
  const moved = positive(amount, currency);
  return post('transfer_reversed', [debit(accounts.stripe, moved), credit(accounts.hostReceivable(hostId), moved)]);
}

/** A refund was asked for while the money is still the guest's. */
export function refunded({
  bookingId,
  amount,
  currency,
}: {
  bookingId: Id;
  amount: number;
  currency: string;
}): Posting {
  const back = positive(amount, currency);
  return post('refunded', [debit(accounts.guestFunds(bookingId), back), credit(accounts.refundClearing, back)]);
}

/** What each party gives back of a refund after the release. */
export interface ReturnedShares {
  readonly hostId: Id;
  readonly host: number;
  readonly platformFee: number;
  readonly tax: number;
  readonly currency: string;
}

/** A refund after the release, before the transfer: the host is simply owed less. */
export const refundedAfterRelease = (shares: ReturnedShares): Posting =>
  returned('refunded_after_release', shares, accounts.hostPayable(shares.hostId));

/** A refund after the transfer: the host owes us their share until a reversal or later payouts settle it. */
export const refundedAfterTransfer = (shares: ReturnedShares): Posting =>
  returned('refunded_after_transfer', shares, accounts.hostReceivable(shares.hostId));

function returned(
  kind: PostingKind,
  { host, platformFee, tax, currency }: ReturnedShares,
  hostAccount: string,
): Posting {
  return post(kind, [
    debit(hostAccount, positive(host, currency)),
    debit(accounts.platformFee, money(platformFee, currency)),
    debit(accounts.taxPayable, positive(tax, currency)),
    credit(accounts.refundClearing, positive(host + platformFee + tax, currency)),
  ]);
}

/** The refund left our balance. */
export function refundSucceeded({ amount, currency }: { amount: number; currency: string }): Posting {
  const back = positive(amount, currency);
  return post('refund_succeeded', [debit(accounts.refundClearing, back), credit(accounts.stripe, back)]);
}

/** A refund that had succeeded came back (a closed card): the money is ours to send another way. */
export function refundFailed({ amount, currency }: { amount: number; currency: string }): Posting {
  return { ...reversed(refundSucceeded({ amount, currency })), kind: 'refund_failed' };
}

/** A host who cancels pays the penalty out of what they are owed, or owes it. */
export function hostPenaltyPosted({ hostId, amount, currency }: HostAmount): Posting {
  const penalty = positive(amount, currency);
  return post('host_penalty', [debit(accounts.hostReceivable(hostId), penalty), credit(accounts.platformFee, penalty)]);
}

interface DisputeAmount {
  readonly amount: number;
  readonly fee: number;
  readonly currency: string;
}

/** The bank took the money, and Stripe its dispute fee. */
export function disputeOpened({ amount, fee, currency }: DisputeAmount): Posting {
  const taken = positive(amount, currency);
  const cost = positive(fee, currency);
  return post('dispute_opened', [
    debit(accounts.disputeClearing, taken),
    debit(accounts.stripeFee, cost),
    credit(accounts.stripe, taken),
    credit(accounts.stripe, cost),
  ]);
}

/** The bank gave the money back; a fee that Stripe returns as well is given, else 0. */
export const disputeWon = (dispute: DisputeAmount): Posting => ({
  ...reversed(disputeOpened(dispute)),
  kind: 'dispute_won',
});

/** The dispute is lost: the host bears `host` of it, the marketplace the rest. */
export function disputeLost(dispute: { amount: number; host: number; hostId: Id; currency: string }): Posting {
  const { amount, host, hostId, currency } = dispute;
  return post('dispute_lost', [
    debit(accounts.hostReceivable(hostId), positive(host, currency)),
    debit(accounts.disputeLoss, positive(amount - host, currency)),
    credit(accounts.disputeClearing, positive(amount, currency)),
  ]);
}

/** The opposite of a posting. */
export const reversed = (posting: Posting): Posting =>
  post(
    'reversed',
    posting.entries.map((entry) => ({ ...entry, amount: -entry.amount })),
  );
