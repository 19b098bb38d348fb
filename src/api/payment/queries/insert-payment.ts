import { createId } from '@paralleldrive/cuid2';
import type { Tx } from '../../../adapters/postgres/sql';

export interface NewPayment {
  readonly bookingId: number;
  /** 0: the booking itself; n: its alteration n. */
  readonly instalment: number;
  /** Minor units of `currency`. */
  readonly amount: number;
  readonly currency: string;
  readonly capture: 'automatic' | 'manual';
  readonly now: string;
}

export async function insertPayment(tx: Tx, payment: NewPayment): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    `insert into payments (document_id, booking_id, instalment, state, capture_method, amount, captured_amount, refunded_amount, currency, created_at, updated_at, published_at)
     values ($1, $2, $3, 'creating', $4, $5, 0, 0, $6, $7, $7, $7) returning id`,
    [createId(), payment.bookingId, payment.instalment, payment.capture, payment.amount, payment.currency, payment.now],
  );
  const row = rows[0];
  if (!row) throw new Error('insert into payments returned no row');
  return row.id;
}
