import { createId } from '@paralleldrive/cuid2';
import type { Sql, Tx } from '../../../adapters/postgres/sql';

/** A transfer, or a part of one, that is to come back. */
export interface ReversalRow {
  readonly id: number;
  readonly document_id: string;
  readonly transfer_id: number;
  readonly receivable_id: number;
  readonly host_id: number;
  readonly booking_id: number;
  readonly currency: string;
  readonly amount: number;
  readonly state: 'creating' | 'succeeded' | 'failed';
}

const columns = 'id, document_id, transfer_id, receivable_id, host_id, booking_id, currency, amount, state';

export type NewReversal = Omit<ReversalRow, 'id' | 'document_id' | 'state'> & { readonly at: string };

export async function insertReversal(tx: Tx, reversal: NewReversal): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    `insert into transfer_reversal (document_id, transfer_id, receivable_id, host_id, booking_id, currency, amount, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $8) returning id`,
    [
      createId(),
      reversal.transfer_id,
      reversal.receivable_id,
      reversal.host_id,
      reversal.booking_id,
      reversal.currency,
      reversal.amount,
      reversal.at,
    ],
  );
  return rows[0]?.id ?? 0;
}

export async function reversalById(sql: Sql, id: number): Promise<ReversalRow | null> {
  return (await sql.query<ReversalRow>(`select ${columns} from transfer_reversal where id = $1`, [id]))[0] ?? null;
}

/** The reversal that we asked for and that carries our name of it; null for one of another transfer, or whose end is known. */
export async function openReversalNamed(tx: Tx, transferId: number, documentId: string): Promise<number | null> {
  const rows = await tx.query<{ id: number }>(
    `select id from transfer_reversal where document_id = $2 and transfer_id = $1 and state = 'creating'`,
    [transferId, documentId],
  );
  return rows[0]?.id ?? null;
}

export async function reversalIsKnown(tx: Tx, stripeReversal: string): Promise<boolean> {
  const rows = await tx.query('select from transfer_reversal where stripe_reversal = $1', [stripeReversal]);
  return rows.length > 0;
}

/** Transfers of a booking with what can still be taken back of each, the latest first. Lock the host's balance first. */
export async function reversibleTransfers(tx: Tx, bookingId: number): Promise<{ id: number; room: number }[]> {
  return tx.query<{ id: number; room: number }>(
    `select t.id, (t.amount - t.reversed - coalesce(
         (select sum(r.amount) from transfer_reversal r where r.transfer_id = t.id and r.state = 'creating'), 0))::bigint as room
     from transfer t where t.booking_id = $1 and t.state <> 'failed' order by t.id desc`,
    [bookingId],
  );
}

export async function endReversal(
  tx: Tx,
  id: number,
  news: {
    readonly state: 'succeeded' | 'failed';
    readonly stripeReversal: string | null;
    readonly failure: string | null;
    readonly at: string;
  },
): Promise<void> {
  await tx.query(
    'update transfer_reversal set state = $2, stripe_reversal = $3, failure = $4, updated_at = $5 where id = $1',
    [id, news.state, news.stripeReversal, news.failure?.slice(0, 500) ?? null, news.at],
  );
}

/** @returns whether nothing of the payout is left at the host */
export async function addReversed(tx: Tx, transferId: number, amount: number, at: string): Promise<boolean> {
  const rows = await tx.query<{ left: number }>(
    `with changed as (update transfer set reversed = reversed + $2::bigint, updated_at = $3 where id = $1 returning payout_id)
     select (sum(t.amount - t.reversed) - $2::bigint)::bigint as left from transfer t
     where t.payout_id = (select payout_id from changed) and t.state = 'succeeded'`,
    [transferId, amount, at],
  );
  return rows[0]?.left === 0;
}
