/** Postings of damage claims. */
import { type Id, type Posting, accounts, credit, debit, positive, post } from './ledger';

/** What the guest paid for a claim is the host's, all of it: the marketplace keeps no fee. */
export function claimPaid(claim: {
  readonly bookingId: Id;
  readonly hostId: Id;
  readonly amount: number;
  readonly currency: string;
}): Posting {
  const paid = positive(claim.amount, claim.currency);
  return post('claim_paid', [
    debit(accounts.guestFunds(claim.bookingId), paid),
    credit(accounts.hostPayable(claim.hostId), paid),
  ]);
}
