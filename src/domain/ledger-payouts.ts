/** Postings of what hosts are owed: the release of a stay's money, transfers and their reversals, penalties, and what refunds take back. */
import { type Id, type Posting, type PostingKind, accounts, credit, debit, positive, post } from './ledger';
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

/** A host who cancels pays the penalty out of what they are owed, or owes it. */
export function hostPenaltyPosted({ hostId, amount, currency }: HostAmount): Posting {
  const penalty = positive(amount, currency);
  return post('host_penalty', [debit(accounts.hostReceivable(hostId), penalty), credit(accounts.platformFee, penalty)]);
}
