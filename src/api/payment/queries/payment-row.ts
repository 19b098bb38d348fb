import type { PaymentState } from '../../../domain/payment-progress';

export const paymentPurposes = ['stay', 'claim'] as const;
export type PaymentPurpose = (typeof paymentPurposes)[number];

/** A payment as use cases read it. Amounts in minor units of `currency`. */
export interface PaymentRow {
  readonly id: number;
  readonly document_id: string;
  readonly booking_id: number;
  /** What it pays: 0 the booking itself, n its alteration n. */
  readonly instalment: number;
  /** Which part of the instalment: 0 all of it or its deposit, 1 the balance. */
  readonly part: number;
  /** What the money is for: the stay, or damage claimed after it. */
  readonly purpose: PaymentPurpose;
  readonly state: PaymentState;
  readonly capture_method: 'automatic' | 'manual';
  readonly amount: number;
  readonly captured_amount: number;
  readonly refunded_amount: number;
  /** What banks took in disputes that were lost, as far as it does not stand for refunds. */
  readonly lost_amount: number;
  /** A bank has it, or wants it, and nothing is decided: the provider refuses refunds. */
  readonly is_disputed: boolean;
  readonly currency: string;
  readonly stripe_payment_intent: string | null;
  readonly client_secret: string | null;
  readonly capture_before: Date | null;
  /** When the saved card is charged, or tried again, without the guest. */
  readonly charge_at: Date | null;
  /** Until when the guest can pay what could not be charged; then the booking ends. */
  readonly pay_by: Date | null;
  /** How often the saved card was charged in vain. */
  readonly tries: number | null;
  /** Whether the card is kept for later. */
  readonly save_card: boolean | null;
  /** The card that pays, at the provider; null: the guest's to choose. */
  readonly method: string | null;
}

export const paymentColumns = `p.id, p.document_id, p.booking_id, p.instalment, p.part, p.purpose, p.state, p.capture_method, p.amount, p.captured_amount, p.refunded_amount,
  (select coalesce(sum(d.amount - d.refunds_counted), 0)::bigint from dispute d where d.payment_id = p.id and d.lost_at is not null) as lost_amount,
  exists (select from dispute d where d.payment_id = p.id and d.reinstated_at is null and d.lost_at is null
    and (d.withdrawn_at is not null or d.state in ('needs_response', 'under_review'))) as is_disputed,
  p.currency, p.stripe_payment_intent, p.client_secret, p.capture_before, p.charge_at, p.pay_by, p.tries, p.save_card, p.method`;
