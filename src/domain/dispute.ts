/**
 * Disputes: a guest's bank takes a payment back, or asks about it. What the provider says of one becomes ours by one pure decision,
 * whatever order its news come in, and however often.
 */
import { allocate, scale } from './money';

export const disputeStates = [
  'warning_needs_response',
  'warning_under_review',
  'needs_response',
  'under_review',
  'warning_closed',
  'prevented',
  'won',
  'lost',
] as const;
export type DisputeState = (typeof disputeStates)[number];

/** How far along a dispute is. An inquiry (`warning_…`) takes no money; it can become a dispute. Of the ends each is the last. */
const stage: Readonly<Record<DisputeState, number>> = {
  warning_needs_response: 0,
  warning_under_review: 1,
  needs_response: 2,
  under_review: 3,
  warning_closed: 4,
  prevented: 4,
  won: 4,
  lost: 4,
};

export const isClosedDispute = (state: DisputeState): boolean => stage[state] === 4;

/** States in which evidence can be given, or the dispute accepted. */
export const awaitsAnswer = (state: DisputeState): boolean =>
  state === 'warning_needs_response' || state === 'needs_response';

/** What we have written down of a dispute; each of the three is posted once. */
export interface KeptDispute {
  /** Null: we have not heard of it before. */
  readonly state: DisputeState | null;
  readonly withdrawn: boolean;
  readonly reinstated: boolean;
  readonly lost: boolean;
}

/** What the provider says of it now. */
export interface DisputeNews {
  readonly state: DisputeState;
  /** The bank has the money. */
  readonly withdrawn: boolean;
  /** The bank has given all of it back. */
  readonly reinstated: boolean;
}

export interface DisputeEffects {
  /** The new state; null: unchanged. */
  readonly state: DisputeState | null;
  readonly post: readonly ('dispute_opened' | 'dispute_won' | 'dispute_lost')[];
  /** Whether the host's payouts of the booking wait from now on, go on from now on, or stay as they are. */
  readonly payouts: 'block' | 'unblock' | null;
}

export const nothingKept: KeptDispute = { state: null, withdrawn: false, reinstated: false, lost: false };

/** Money that the bank has and that is neither given back nor written off: payouts wait, refunds are refused. */
export const holdsMoney = ({ state, withdrawn, reinstated, lost }: KeptDispute): boolean =>
  withdrawn ? !reinstated && !lost : state === 'needs_response' || state === 'under_review';

/** Only forward: doubled, late and reordered news, and news of an earlier stage, change nothing. */
export function disputeEffects(kept: KeptDispute, news: DisputeNews): DisputeEffects {
  const isNew = kept.state === null || stage[news.state] > stage[kept.state];
  const state = isNew ? news.state : kept.state;
  const withdrawn = kept.withdrawn || news.withdrawn;
  const reinstated = kept.reinstated || (!kept.lost && withdrawn && news.reinstated);
  const lost = kept.lost || (state === 'lost' && withdrawn && !reinstated);
  const now = { state, withdrawn, reinstated, lost };
  return {
    state: isNew ? news.state : null,
    post: [
      ...(withdrawn && !kept.withdrawn ? (['dispute_opened'] as const) : []),
      ...(reinstated && !kept.reinstated ? (['dispute_won'] as const) : []),
      ...(lost && !kept.lost ? (['dispute_lost'] as const) : []),
    ],
    payouts: holdsMoney(now) === holdsMoney(kept) ? null : holdsMoney(now) ? 'block' : 'unblock',
  };
}

export const disputeBearers = ['host', 'marketplace'] as const;
/** Who bears what a lost dispute costs. */
export type DisputeBearer = (typeof disputeBearers)[number];

/**
 * Reasons that speak of the stay itself, which the host gave. Every other one (a stolen card, an unknown charge, one charged
 * twice) is of the payment, which the marketplace took. (docs.stripe.com/disputes/categories)
 */
export const defaultHostBears: readonly string[] = ['product_not_received', 'product_unacceptable'];

export const bearerOf = (reason: string, hostBears: readonly string[] = defaultHostBears): DisputeBearer =>
  hostBears.includes(reason) ? 'host' : 'marketplace';

/**
 * What of a lost amount the host owes back: their share of the price, of no more than the guest's money that the booking kept. The
 * marketplace bears its own fee and the taxes. Minor units of one currency.
 */
export function hostShareOfLoss(loss: {
  readonly amount: number;
  readonly bearer: DisputeBearer;
  /** What is left of all that was paid for it, refunds taken off. */
  readonly kept: number;
  readonly hostPayout: number;
  readonly total: number;
}): number {
  if (loss.bearer === 'marketplace') return 0;
  const lost = sharedOfLoss(loss.amount, loss.kept);
  // A coupon of the marketplace's can make the host's part more than the guest paid.
  const host = Math.min(loss.hostPayout, loss.total);
  return allocate(lost, [host, loss.total - host])[0] ?? 0;
}

/** Days before the deadline at which staff are reminded that nobody has answered. */
export const reminderDays = [3, 1] as const;

/** How many of the reminders are due at an instant, in milliseconds since 1970; a dispute without a deadline has none. */
export const remindersDue = (dueBy: number | null, now: number): number =>
  dueBy === null ? 0 : reminderDays.filter((days) => dueBy - days * 86_400_000 <= now).length;

/** What of a loss is of money that the booking had kept: the host's share is a share of that. */
export const sharedOfLoss = (amount: number, kept: number): number => Math.max(0, Math.min(amount, kept));

/**
 * The host's part of what counts as refunded of what was lost and kept (`shared`), when `before` was counted already: all parts together are
 * the host's share, however often it is counted.
 */
export function countedOfLoss(hostShare: number, shared: number, before: number, counted: number): number {
  if (shared === 0) return 0;
  const upTo = (all: number): number => scale(hostShare, Math.min(all, shared), shared);
  return upTo(before + counted) - upTo(before);
}

/** A loss and what of it stands for refunds: of money that was kept, or (`settled`) that had been promised and never arrived. */
export interface CountedLoss {
  readonly amount: number;
  readonly shared: number;
  /** All that counts as refunded; `settled` is part of it. */
  readonly counted: number;
  readonly settled: number;
}

/** What had been promised is paid out of what was not of kept money, as far as that reaches. */
const beyondShared = ({ amount, shared }: CountedLoss): number => amount - shared;

/** How much of what is shared out stands for refunds already. */
export const sharedUsed = (loss: CountedLoss): number =>
  loss.counted - loss.settled + Math.max(0, loss.settled - beyondShared(loss));

/** How much of what is shared out a promised refund takes. */
export const paidOfShared = (loss: CountedLoss, amount: number): number =>
  amount - Math.min(amount, Math.max(0, beyondShared(loss) - loss.settled));
