import { createId } from '@paralleldrive/cuid2';
import type { Tx } from '../../../adapters/postgres/sql';
import type { PaymentPurpose } from './payment-row';

export interface NewPayment {
  readonly bookingId: number;
  /** 0: the booking itself; n: its alteration n. */
  readonly instalment: number;
  /** Minor units of `currency`. */
  readonly amount: number;
  readonly currency: string;
  readonly capture: 'automatic' | 'manual';
  readonly state: 'scheduled' | 'creating';
  readonly purpose: PaymentPurpose;
  /** 0: all of the instalment or its deposit; 1: the balance. */
  readonly part: number;
  readonly saveCard: boolean;
  /** A card of the guest's that is kept at the provider; null: any. */
  readonly method: string | null;
  readonly chargeAt: string | null;
  readonly now: string;
}

export async function insertPayment(tx: Tx, payment: NewPayment): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    `insert into payments (document_id, booking_id, purpose, instalment, part, state, capture_method, amount, captured_amount, refunded_amount, currency,
       save_card, method, charge_at, tries, created_at, updated_at, published_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9, $10, $11, $12, 0, $13, $13, $13) returning id`,
    [
      createId(),
      payment.bookingId,
      payment.purpose,
      payment.instalment,
      payment.part,
      payment.state,
      payment.capture,
      payment.amount,
      payment.currency,
      payment.saveCard,
      payment.method,
      payment.chargeAt,
      payment.now,
    ],
  );
  const row = rows[0];
  if (!row) throw new Error('insert into payments returned no row');
  return row.id;
}
