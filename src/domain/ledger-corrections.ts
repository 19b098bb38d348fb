/** What of the ledger may be corrected by hand, and what has its own way. Nothing is edited: a correction is a posting of its own. */
import type { PostingKind } from './ledger';
import { type Outcome, accept, refuse } from './refusal';

/** Why a posting is not reversed by hand: it says what an object of the provider's, a refund, a penalty or a payout did. */
const ways: Partial<Readonly<Record<PostingKind, string>>> = {
  refunded: 'follows_refund',
  refunded_after_release: 'follows_refund',
  refunded_after_transfer: 'follows_refund',
  refunded_by_host: 'follows_refund',
  refunded_by_marketplace: 'follows_refund',
  refund_cover_returned: 'follows_refund',
  refund_paid_outside: 'follows_refund',
  refund_paid_by_dispute: 'follows_refund',
  released: 'follows_payout',
  netted: 'follows_payout',
  host_penalty: 'waive_instead',
  penalty_waived: 'follows_penalty',
  reversed: 'is_a_reversal',
};

/** Only what was posted by hand is undone by hand; null where it may be. */
export function decideReversal(posting: {
  readonly kind: PostingKind;
  readonly source: string;
  readonly isReversed: boolean;
}): Outcome<null> {
  if (posting.kind !== 'adjustment') {
    const code = posting.source === 'stripe' ? 'mirrors_provider' : (ways[posting.kind] ?? 'follows_its_object');
    return refuse('refused', 'This posting is not corrected by hand', [{ code, field: 'id', value: posting.kind }]);
  }
  if (posting.isReversed)
    return refuse('conflict', 'This posting was reversed before', [{ code: 'already_reversed', field: 'id' }]);
  return accept(null);
}

/** A correction is about one booking, and never more than its guest pays for it. */
export function decideAdjustment(amount: number, total: number): Outcome<null> {
  if (amount !== 0 && Math.abs(amount) <= total) return accept(null);
  return refuse('refused', 'A correction is not zero, and no more than the booking costs', [
    { code: 'not_within_booking', field: 'amount', limit: total, value: amount },
  ]);
}
