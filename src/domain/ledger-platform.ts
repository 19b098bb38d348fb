/** Postings of the marketplace's own money: what leaves our balance for our bank. */
import { type Posting, accounts, credit, debit, positive, post, reversed } from './ledger';

/** The payment provider sent a part of our balance to our bank. */
export function paidOut({ amount, currency }: { amount: number; currency: string }): Posting {
  const sent = positive(amount, currency);
  return post('paid_out', [debit(accounts.bank, sent), credit(accounts.stripe, sent)]);
}

/** The bank sent it back, or it was stopped on its way. */
export const payoutReturned = (payout: { amount: number; currency: string }): Posting => ({
  ...reversed(paidOut(payout)),
  kind: 'payout_returned',
});
