import { createId } from '@paralleldrive/cuid2';
import { insertedRow, type Tx } from '../../../adapters/postgres/sql';
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

const insertion = `insert into payments (document_id, booking_id, purpose, instalment, part, state, capture_method, amount, captured_amount,
  refunded_amount, currency, save_card, method, charge_at, tries, created_at, updated_at, published_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9, $10, $11, $12, 0, $13, $13, $13) returning id`;

const valuesOf = (payment: NewPayment): readonly unknown[] => [
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
];

export async function insertPayment(tx: Tx, payment: NewPayment): Promise<number> {
  const rows = await tx.query<{ id: number }>(insertion, valuesOf(payment));
  return insertedRow(rows, 'payments').id;
}

/** A payment with the call that is owed for it, in one statement. `keyOf`: the call's key, by what stands for the payment's row id. */
export async function insertPaymentWithCall(
  tx: Tx,
  payment: NewPayment,
  call: { readonly lane: string; readonly kind: string; keyOf(id: string): string },
): Promise<void> {
  await tx.query(
    `with payment as (${insertion})
     insert into stripe_call (lane, kind, subject_id, idempotency_key, next_attempt_at, created_at)
     select $14, $15, id, format($16, id), now(), now() from payment`,
    [...valuesOf(payment), call.lane, call.kind, call.keyOf('%s')],
  );
}
