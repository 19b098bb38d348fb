/** Postings of refunds that staff decide on, and of those that never reached the card; and corrections by hand. */
import { type Id, type Posting, accounts, credit, debit, positive, post } from './ledger';
import { type SharesTaken, takenEntries } from './ledger-payouts';
import { allocate, money } from './money';

/**
 * Who pays a refund of staff's: `policy` takes it out of the guest's money, so that everybody's share shrinks as with a cancellation;
 * else the shares stay as they were sold, and the host owes it, or the marketplace gives it.
 */
export const refundBearers = ['policy', 'host', 'marketplace'] as const;
export type RefundBearer = (typeof refundBearers)[number];

interface Amount {
  readonly amount: number;
  readonly currency: string;
}

/** A gift of the marketplace's: the guest's money, and with it everybody's share, stays as it was. */
export function refundedByMarketplace({ amount, currency }: Amount): Posting {
  const back = positive(amount, currency);
  return post('refunded_by_marketplace', [debit(accounts.goodwill, back), credit(accounts.refundClearing, back)]);
}

/** The host bears it alone: they owe it, and later payouts are netted against it. */
export function refundedByHost({ hostId, amount, currency }: Amount & { readonly hostId: Id }): Posting {
  const back = positive(amount, currency);
  return post('refunded_by_host', [
    debit(accounts.hostReceivable(hostId), back),
    credit(accounts.refundClearing, back),
  ]);
}

/** What host and marketplace gave a guest out of their own, in minor units of one currency. */
export interface Cover {
  readonly host: number;
  readonly marketplace: number;
}

/** How much of what the guest gets anyway is the host's again: by what host and marketplace gave. */
export const hostsCover = (amount: number, { host, marketplace }: Cover): number =>
  allocate(amount, [host, marketplace])[0] ?? 0;

/**
 * A cancellation gives back what was given before already: that part of the booking's money is its givers', the guest's first and then what
 * was released.
 */
export function coverReturned(of: {
  readonly bookingId: Id;
  readonly hostId: Id;
  readonly amount: number;
  readonly currency: string;
  readonly shares: SharesTaken;
  /** What the host gave beyond what stands for their share: still owed by them, and taken out of payouts already. */
  readonly open: number;
  readonly taken: number;
}): Posting {
  const { bookingId, hostId, amount, currency, shares, open, taken } = of;
  return post('refund_cover_returned', [
    ...takenEntries(bookingId, hostId, shares, currency),
    credit(accounts.hostReceivable(hostId), positive(open, currency)),
    credit(accounts.hostPayable(hostId), positive(taken, currency)),
    credit(accounts.goodwill, positive(amount - shares.fromBorne - open - taken, currency)),
  ]);
}

/** A refund that failed was paid another way, from our bank account: the guest has it, and Stripe still holds ours. */
export function refundPaidOutside({ amount, currency }: Amount): Posting {
  const back = positive(amount, currency);
  return post('refund_paid_outside', [debit(accounts.refundClearing, back), credit(accounts.paidOutside, back)]);
}

/**
 * By hand, between a host and the marketplace's fee. Positive: the host gets it with the next payout. Negative: the host owes it, and later
 * payouts are netted against it.
 */
export function adjustment({ hostId, amount, currency }: Amount & { readonly hostId: Id }): Posting {
  const host = amount > 0 ? accounts.hostPayable(hostId) : accounts.hostReceivable(hostId);
  return post('adjustment', [
    debit(accounts.platformFee, money(amount, currency)),
    credit(host, money(amount, currency)),
  ]);
}
