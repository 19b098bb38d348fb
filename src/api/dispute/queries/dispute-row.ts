import type { DisputeBearer, DisputeState } from '../../../domain/dispute';

export const disputeAnswers = ['none', 'submitted', 'accepted'] as const;
/** What staff have answered: once evidence is handed in, or the dispute accepted, nothing changes any more. */
export type DisputeAnswer = (typeof disputeAnswers)[number];

/** A dispute as use cases read it. Amounts in minor units of `currency`. */
export interface DisputeRow {
  readonly id: number;
  readonly document_id: string;
  readonly stripe_dispute: string;
  readonly payment_id: number;
  readonly booking_id: number;
  readonly state: DisputeState;
  readonly reason: string;
  readonly amount: number;
  readonly fee: number;
  readonly currency: string;
  readonly opened_at: Date;
  readonly evidence_due_by: Date | null;
  /** How many reminders of the deadline have been sent. */
  readonly reminders: number;
  readonly answer: DisputeAnswer;
  /** Who bears it, should it be lost. */
  readonly bearer: DisputeBearer;
  /** Lost: what of it was of money that the booking had kept, and what of that the host owes. */
  readonly shared_amount: number;
  readonly host_share: number;
  /** Lost: what of it stands for refunds that were promised. */
  readonly refunds_counted: number;
  /** Of those: refunds that had been promised, and never reached the guest. */
  readonly refunds_settled: number;
  /** The bank has the money; has given it back; keeps it. Each is posted in the ledger at this instant. */
  readonly withdrawn_at: Date | null;
  readonly reinstated_at: Date | null;
  readonly lost_at: Date | null;
}

export const disputeColumns = `d.id, d.document_id, d.stripe_dispute, d.payment_id, d.booking_id, d.state, d.reason, d.amount, d.fee, d.currency,
  d.opened_at, d.evidence_due_by, d.reminders, d.answer, d.bearer, d.shared_amount, d.host_share, d.refunds_counted, d.refunds_settled, d.withdrawn_at, d.reinstated_at, d.lost_at`;
