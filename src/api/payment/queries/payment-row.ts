import type { PaymentState } from '../../../domain/payment-progress';

/** A payment as use cases read it. Amounts in minor units of `currency`. */
export interface PaymentRow {
  readonly id: number;
  readonly document_id: string;
  readonly booking_id: number;
  /** What it pays: 0 the booking itself, n its alteration n. */
  readonly instalment: number;
  readonly state: PaymentState;
  readonly capture_method: 'automatic' | 'manual';
  readonly amount: number;
  readonly captured_amount: number;
  readonly refunded_amount: number;
  readonly currency: string;
  readonly stripe_payment_intent: string | null;
  readonly client_secret: string | null;
  readonly capture_before: Date | null;
  readonly created_at: Date;
}

export const paymentColumns = `p.id, p.document_id, p.booking_id, p.instalment, p.state, p.capture_method, p.amount, p.captured_amount, p.refunded_amount,
  p.currency, p.stripe_payment_intent, p.client_secret, p.capture_before, p.created_at`;
