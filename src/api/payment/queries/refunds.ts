import { createId } from '@paralleldrive/cuid2';
import type { Sql, Tx } from '../../../adapters/postgres/sql';

export type RefundState = 'creating' | 'pending' | 'succeeded' | 'failed';

export interface RefundRow {
  readonly id: number;
  readonly document_id: string;
  readonly payment_id: number;
  readonly booking_id: number;
  readonly state: RefundState;
  readonly amount: number;
  readonly currency: string;
  /** Shown to the guest. */
  readonly reason: string | null;
  readonly stripe_refund: string | null;
}

const columns = 'id, document_id, payment_id, booking_id, state, amount, currency, reason, stripe_refund';

export interface NewRefund {
  readonly paymentId: number;
  readonly bookingId: number;
  readonly amount: number;
  readonly currency: string;
  readonly reason: string;
  readonly now: string;
}

export async function insertRefund(tx: Tx, refund: NewRefund): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    `insert into refunds (document_id, payment_id, booking_id, state, state_since, amount, currency, reason, created_at, updated_at, published_at)
     values ($1, $2, $3, 'creating', $7, $4, $5, $6, $7, $7, $7) returning id`,
    [
      createId(),
      refund.paymentId,
      refund.bookingId,
      refund.amount,
      refund.currency,
      refund.reason.slice(0, 255),
      refund.now,
    ],
  );
  const row = rows[0];
  if (!row) throw new Error('insert into refunds returned no row');
  return row.id;
}

export async function lockRefund(tx: Tx, id: number): Promise<RefundRow | null> {
  return (await tx.query<RefundRow>(`select ${columns} from refunds where id = $1 for update`, [id]))[0] ?? null;
}

export async function refundByStripeId(sql: Sql, stripeRefund: string): Promise<RefundRow | null> {
  return (
    (await sql.query<RefundRow>(`select ${columns} from refunds where stripe_refund = $1`, [stripeRefund]))[0] ?? null
  );
}

export async function updateRefund(
  tx: Tx,
  id: number,
  news: { readonly state: RefundState; readonly stripeRefund: string | null; readonly failure: string | null },
  now: string,
): Promise<void> {
  await tx.query(
    `update refunds set state = $2, stripe_refund = coalesce($3, stripe_refund), failure = $4, state_since = $5, updated_at = $5 where id = $1`,
    [id, news.state, news.stripeRefund, news.failure?.slice(0, 200) ?? null, now],
  );
}

/** Looked at, and nothing new: the next look goes to those that wait longer. */
export async function touchRefund(tx: Tx, id: number, now: string): Promise<void> {
  await tx.query('update refunds set updated_at = $2 where id = $1', [id, now]);
}

export async function refundById(sql: Sql, id: number): Promise<RefundRow | null> {
  return (await sql.query<RefundRow>(`select ${columns} from refunds where id = $1`, [id]))[0] ?? null;
}

/** Refunds on their way whose answer was last looked at before `before`. */
export async function unsettledRefunds(sql: Sql, before: string, limit: number): Promise<RefundRow[]> {
  return sql.query<RefundRow>(
    `select ${columns} from refunds where state = 'pending' and stripe_refund is not null and updated_at < $1 order by updated_at limit $2`,
    [before, limit],
  );
}
