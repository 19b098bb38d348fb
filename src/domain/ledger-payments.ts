/** Postings of guests' money: what came in, and what goes back while it is still theirs. */
import { type Id, type Posting, accounts, credit, debit, positive, post, reversed } from './ledger';

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

/** The refund left our balance. */
export function refundSucceeded({ amount, currency }: { amount: number; currency: string }): Posting {
  const back = positive(amount, currency);
  return post('refund_succeeded', [debit(accounts.refundClearing, back), credit(accounts.stripe, back)]);
}

/** A refund that had succeeded came back (a closed card): the money is ours to send another way. */
export function refundFailed({ amount, currency }: { amount: number; currency: string }): Posting {
  return { ...reversed(refundSucceeded({ amount, currency })), kind: 'refund_failed' };
}
