export const payoutStates = ['owed', 'held', 'blocked', 'transferring', 'transferred', 'reversed'] as const;
export type PayoutState = (typeof payoutStates)[number];

export const payoutLineKinds = ['stay', 'penalty', 'receivable', 'correction', 'claim'] as const;
export type PayoutLineKind = (typeof payoutLineKinds)[number];

/** A payout as use cases read it. Amounts in minor units of `currency`. */
export interface PayoutRow {
  readonly id: number;
  readonly document_id: string;
  readonly host_id: number;
  readonly booking_id: number;
  /** Of which release of the booking; null for one that no release made. */
  readonly part: number | null;
  readonly currency: string;
  /** The sum of its lines. */
  readonly amount: number;
  /** What of it has been transferred. */
  readonly transferred: number;
  readonly state: PayoutState;
  /** Why it waits, where it does. */
  readonly reason: string | null;
  readonly hold_until: Date | null;
}

export const payoutColumns =
  'p.id, p.document_id, p.host_id, p.booking_id, p.part, p.currency, p.amount, p.transferred, p.state, p.reason, p.hold_until';
