import { createId } from '@paralleldrive/cuid2';
import type { Sql, Tx } from '../../../adapters/postgres/sql';

/** Money on its way to a host's account, or there. Minor units of `currency`. */
export interface TransferRow {
  readonly id: number;
  readonly document_id: string;
  readonly payout_id: number;
  readonly host_id: number;
  readonly booking_id: number;
  /** The payment that it comes out of; null: the balance. */
  readonly payment_id: number | null;
  readonly destination: string;
  readonly currency: string;
  readonly amount: number;
  readonly reversed: number;
  readonly state: 'creating' | 'succeeded' | 'failed';
  readonly stripe_transfer: string | null;
}

const columns =
  't.id, t.document_id, t.payout_id, t.host_id, t.booking_id, t.payment_id, t.destination, t.currency, t.amount, t.reversed, t.state, t.stripe_transfer';

export interface NewTransfer {
  readonly payoutId: number;
  readonly hostId: number;
  readonly bookingId: number;
  readonly paymentId: number | null;
  readonly destination: string;
  readonly currency: string;
  readonly amount: number;
  readonly at: string;
}

export async function insertTransfer(tx: Tx, transfer: NewTransfer): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    `insert into transfer (document_id, payout_id, host_id, booking_id, payment_id, destination, currency, amount, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) returning id`,
    [
      createId(),
      transfer.payoutId,
      transfer.hostId,
      transfer.bookingId,
      transfer.paymentId,
      transfer.destination,
      transfer.currency,
      transfer.amount,
      transfer.at,
    ],
  );
  return rows[0]?.id ?? 0;
}

export async function transferById(sql: Sql, id: number): Promise<TransferRow | null> {
  return (await sql.query<TransferRow>(`select ${columns} from transfer t where t.id = $1`, [id]))[0] ?? null;
}

/** By the provider's name of it; or by our own, which it carries, where that is not known yet. */
export async function transferNamed(
  sql: Sql,
  stripeTransfer: string,
  documentId: string | null,
): Promise<TransferRow | null> {
  const rows = await sql.query<TransferRow>(
    `select ${columns} from transfer t where t.stripe_transfer = $1
     union all select ${columns} from transfer t where t.document_id = $2 and t.state = 'creating' limit 1`,
    [stripeTransfer, documentId],
  );
  return rows[0] ?? null;
}

/** What the provider is told of a transfer beside its row. */
export interface TransferOrder extends TransferRow {
  readonly booking_document_id: string;
  readonly booking_reference: string;
  readonly payout_document_id: string;
  readonly stripe_charge: string | null;
}

export async function transferOrder(sql: Sql, id: number): Promise<TransferOrder | null> {
  const rows = await sql.query<TransferOrder>(
    `select ${columns}, b.document_id as booking_document_id, b.reference as booking_reference, p.document_id as payout_document_id, y.stripe_charge
     from transfer t join bookings b on b.id = t.booking_id join payout p on p.id = t.payout_id left join payments y on y.id = t.payment_id
     where t.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

export interface TransferNews {
  readonly state: 'succeeded' | 'failed';
  readonly stripeTransfer: string | null;
  readonly failure: string | null;
  readonly at: string;
}

export async function endTransfer(tx: Tx, id: number, news: TransferNews): Promise<void> {
  await tx.query('update transfer set state = $2, stripe_transfer = $3, failure = $4, updated_at = $5 where id = $1', [
    id,
    news.state,
    news.stripeTransfer,
    news.failure?.slice(0, 500) ?? null,
    news.at,
  ]);
}

/** A payout of which all is sent is done. */
export async function addTransferred(tx: Tx, payoutId: number, amount: number, at: string): Promise<void> {
  await tx.query(
    `update payout set transferred = transferred + $2, transferred_at = case when transferred + $2 = amount then $3::timestamptz end,
       state = case when transferred + $2 = amount then 'transferred' else state end where id = $1`,
    [payoutId, amount, at],
  );
}

export async function hasOpenTransfers(tx: Tx, payoutId: number): Promise<boolean> {
  const rows = await tx.query(`select from transfer where payout_id = $1 and state = 'creating' limit 1`, [payoutId]);
  return rows.length > 0;
}

/**
 * Charges of a booking with what can still be transferred out of each: at most what it brought in, less what went back. What a reversal
 * brought back is not transferred out of the charge a second time.
 */
export async function chargesOf(tx: Tx, bookingId: number): Promise<{ paymentId: number; room: number }[]> {
  return tx.query<{ paymentId: number; room: number }>(
    `select y.id as "paymentId", (y.captured_amount - greatest(coalesce(t.sent, 0), y.refunded_amount + coalesce(t.there, 0)))::bigint as room
     from payments y left join lateral (select sum(t.amount)::bigint as sent, sum(t.amount - t.reversed)::bigint as there
       from transfer t where t.booking_id = y.booking_id and t.payment_id = y.id and t.state <> 'failed') t on true
     where y.booking_id = $1 and y.state = 'captured' and y.stripe_charge is not null order by y.instalment, y.id`,
    [bookingId],
  );
}
