/** Postings of disputes: what the bank takes, gives back, or keeps. */
import { type Id, type Posting, accounts, credit, debit, positive, post, reversed } from './ledger';
import { type SharesTaken, takenEntries } from './ledger-payouts';

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

/**
 * Money was to go back to a guest whose bank had taken it in a lost dispute: the booking's money pays for the loss, the guest's first and then
 * what was released; and what the host owed of it they owe no longer.
 */
export function refundedByDispute(counted: {
  readonly bookingId: Id;
  readonly hostId: Id;
  readonly amount: number;
  readonly shares: SharesTaken;
  /** The host's part of the loss beyond what stands for their share: still owed by them, and taken out of payouts already. */
  readonly open: number;
  readonly taken: number;
  readonly currency: string;
}): Posting {
  const { bookingId, hostId, amount, shares, open, taken, currency } = counted;
  return post('refunded_by_dispute', [
    ...takenEntries(bookingId, hostId, shares, currency),
    credit(accounts.hostReceivable(hostId), positive(open, currency)),
    credit(accounts.hostPayable(hostId), positive(taken, currency)),
    credit(accounts.disputeLoss, positive(amount - shares.fromBorne - open - taken, currency)),
  ]);
}

/** What the host was sent of disputed money is asked back, and is owed to them until the dispute is decided. */
export function disputeHeld(held: {
  readonly hostId: Id;
  readonly amount: number;
  readonly currency: string;
}): Posting {
  const asked = positive(held.amount, held.currency);
  return post('dispute_held', [
    debit(accounts.hostReceivable(held.hostId), asked),
    credit(accounts.hostPayable(held.hostId), asked),
  ]);
}

/**
 * A refund had been promised and did not reach the guest, whose bank then took the money in a dispute: the loss is what pays it, and what of that
 * the host was to bear they bear no longer.
 */
export function refundPaidByDispute(paid: {
  readonly hostId: Id;
  readonly amount: number;
  readonly open: number;
  readonly taken: number;
  readonly currency: string;
}): Posting {
  const { hostId, amount, open, taken, currency } = paid;
  return post('refund_paid_by_dispute', [
    debit(accounts.refundClearing, positive(amount, currency)),
    credit(accounts.hostReceivable(hostId), positive(open, currency)),
    credit(accounts.hostPayable(hostId), positive(taken, currency)),
    credit(accounts.disputeLoss, positive(amount - open - taken, currency)),
  ]);
}
