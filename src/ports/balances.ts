import type { ProviderEvent } from './payments';

/** What the payment provider says of our own balance and of what has happened: read only, so that nothing needs a key. */
export interface ProviderBalances {
  /** What is there by currency, available and pending together, in minor units. */
  current(): Promise<readonly { readonly currency: string; readonly amount: number }[]>;
  /** Every movement that was made at or after an instant, newest first; null: every one there is. */
  movementsSince(since: Date | null): AsyncIterable<BalanceMovement>;
  /** Every event of our own account at or after an instant, newest first; null: all that the provider still knows. */
  eventsSince(since: Date | null): AsyncIterable<ProviderEvent & { readonly createdAt: Date }>;
}

/** One movement of money on our balance. `net` is `amount` less `fee`; negative where money leaves. */
export interface BalanceMovement {
  readonly id: string;
  readonly type: string;
  /** The charge, refund, transfer, reversal, dispute or payout that moved it. */
  readonly source: string;
  /** The object to look at to learn what it was: a charge's intent, a reversal's transfer, else the source itself. */
  readonly object: string;
  readonly amount: number;
  readonly fee: number;
  readonly net: number;
  readonly currency: string;
  readonly createdAt: Date;
  readonly availableOn: Date;
}
