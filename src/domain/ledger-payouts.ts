/** Postings of what hosts are owed: the release of a stay's money, transfers and their reversals, penalties, and what refunds take back. */
import { type Id, type LedgerEntry, type Posting, accounts, credit, debit, positive, post } from './ledger';
import { money } from './money';

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

/** A transfer was taken back for no debt of the host's: they are owed it again, and what came back settles that they had it. */
export function transferTakenBack({ hostId, amount, currency }: HostAmount): Posting {
  const moved = positive(amount, currency);
  return post('transfer_taken_back', [
    debit(accounts.hostReceivable(hostId), moved),
    credit(accounts.hostPayable(hostId), moved),
  ]);
}

/** What the host owes is taken out of what the host is owed. */
export function netted({ hostId, amount, currency }: HostAmount): Posting {
  const taken = positive(amount, currency);
  return post('netted', [debit(accounts.hostPayable(hostId), taken), credit(accounts.hostReceivable(hostId), taken)]);
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
export const refundedAfterRelease = ({ host, ...shares }: ReturnedShares): Posting =>
  refundedAfterPayout({ ...shares, fromPayable: host, fromReceivable: 0 });

/** A refund after the transfer: the host owes us their share until a reversal or later payouts settle it. */
export const refundedAfterTransfer = ({ host, ...shares }: ReturnedShares): Posting =>
  refundedAfterPayout({ ...shares, fromPayable: 0, fromReceivable: host });

/** What of a booking's money goes back, or stands for what went back another way: the guest's, and then what was released. */
export interface SharesTaken {
  readonly funds: number;
  /** The host's share: still owed to them, had by them, and borne by them already, which no entry says a second time. */
  readonly fromPayable: number;
  readonly fromReceivable: number;
  readonly fromBorne: number;
  readonly platformFee: number;
  readonly tax: number;
}

/** The debits of what was taken, for a posting whose credits say what it is for; `fromBorne` is in none. */
export const takenEntries = (bookingId: Id, hostId: Id, taken: SharesTaken, currency: string): LedgerEntry[] => [
  debit(accounts.guestFunds(bookingId), positive(taken.funds, currency)),
  debit(accounts.hostPayable(hostId), positive(taken.fromPayable, currency)),
  debit(accounts.hostReceivable(hostId), positive(taken.fromReceivable, currency)),
  debit(accounts.platformFee, money(taken.platformFee, currency)),
  debit(accounts.taxPayable, positive(taken.tax, currency)),
];

/** The host's share as far as it is still owed to them, and as far as they have it already. */
export interface HostRefund extends Omit<ReturnedShares, 'host'> {
  readonly fromPayable: number;
  readonly fromReceivable: number;
}

export function refundedAfterPayout({ hostId, fromPayable, fromReceivable, platformFee, tax, currency }: HostRefund) {
  return post(fromReceivable > 0 ? 'refunded_after_transfer' : 'refunded_after_release', [
    debit(accounts.hostPayable(hostId), positive(fromPayable, currency)),
    debit(accounts.hostReceivable(hostId), positive(fromReceivable, currency)),
    debit(accounts.platformFee, money(platformFee, currency)),
    debit(accounts.taxPayable, positive(tax, currency)),
    credit(accounts.refundClearing, positive(fromPayable + fromReceivable + platformFee + tax, currency)),
  ]);
}

/** A host who cancels pays the penalty out of what they are owed, or owes it. */
export function hostPenaltyPosted({ hostId, amount, currency }: HostAmount): Posting {
  const penalty = positive(amount, currency);
  return post('host_penalty', [debit(accounts.hostReceivable(hostId), penalty), credit(accounts.platformFee, penalty)]);
}

/** Staff let the host off: what is still owed is owed no more, and what was taken from payouts is given back. */
export function penaltyWaived({ hostId, open, taken, currency }: Omit<HostAmount, 'amount'> & PenaltyState): Posting {
  return post('penalty_waived', [
    debit(accounts.platformFee, positive(open + taken, currency)),
    credit(accounts.hostReceivable(hostId), positive(open, currency)),
    credit(accounts.hostPayable(hostId), positive(taken, currency)),
  ]);
}

interface PenaltyState {
  readonly open: number;
  readonly taken: number;
}
