import type { ClaimState } from '../../../domain/claim-moves';
import type { ClaimItem } from '../../../domain/damage-claim';

/** A damage claim as use cases read it. Amounts in minor units of `currency`, which is the booking's. */
export interface ClaimRow {
  readonly id: number;
  readonly document_id: string;
  readonly booking_id: number;
  /** The booking's first, second, third claim. */
  readonly n: number;
  readonly host_id: number;
  readonly state: ClaimState;
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
  readonly items: readonly ClaimItem[];
  /** What the guest would pay, and says, who does not agree. */
  readonly offered: number | null;
  readonly answer: string | null;
  /** What the guest owes of it: all of what they accepted, or what staff decided. */
  readonly awarded: number | null;
  /** Why staff decided so. */
  readonly decision: string | null;
  readonly filed_at: Date;
  /** Inclusive. */
  readonly answer_by: Date;
  readonly answered_at: Date | null;
  readonly decided_at: Date | null;
  readonly ended_at: Date | null;
}

export const claimColumns = `c.id, c.document_id, c.booking_id, c.n, c.host_id, c.state, c.amount, c.currency, c.description, c.items, c.offered, c.answer,
  c.awarded, c.decision, c.filed_at, c.answer_by, c.answered_at, c.decided_at, c.ended_at`;
