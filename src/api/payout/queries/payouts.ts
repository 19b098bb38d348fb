import { createId } from '@paralleldrive/cuid2';
import type { Sql, Tx } from '../../../adapters/postgres/sql';
import { payoutColumns, type PayoutLineKind, type PayoutRow, type PayoutState } from './payout-row';

export interface NewPayout {
  readonly hostId: number;
  readonly bookingId: number;
  readonly part: number | null;
  readonly currency: string;
  readonly amount: number;
  readonly state: PayoutState;
  readonly reason: string | null;
  readonly holdUntil: string | null;
  readonly at: string;
}

export async function insertPayout(tx: Tx, payout: NewPayout): Promise<PayoutRow> {
  const rows = await tx.query<PayoutRow>(
    `insert into payout as p (document_id, host_id, booking_id, part, currency, amount, state, reason, hold_until, next_try_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) returning ${payoutColumns}`,
    [
      createId(),
      payout.hostId,
      payout.bookingId,
      payout.part,
      payout.currency,
      payout.amount,
      payout.state,
      payout.reason,
      payout.holdUntil,
      payout.at,
    ],
  );
  return rows[0] as PayoutRow;
}

export interface NewPayoutLine {
  readonly payoutId: number;
  readonly kind: PayoutLineKind;
  /** What the line is about: also another booking than the payout's own. */
  readonly bookingId: number;
  readonly receivableId?: number;
  readonly refundId?: number;
  /** Never 0; negative for what is taken out. */
  readonly amount: number;
  readonly at: string;
}

export async function insertPayoutLine(tx: Tx, line: NewPayoutLine): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    'insert into payout_line (payout_id, kind, booking_id, receivable_id, refund_id, amount, at) values ($1, $2, $3, $4, $5, $6, $7) returning id',
    [line.payoutId, line.kind, line.bookingId, line.receivableId ?? null, line.refundId ?? null, line.amount, line.at],
  );
  return rows[0]?.id ?? 0;
}

/** Lock the host's balance first: payouts have no lock of their own. */
export async function payoutById(sql: Sql, id: number): Promise<PayoutRow | null> {
  return (await sql.query<PayoutRow>(`select ${payoutColumns} from payout p where p.id = $1`, [id]))[0] ?? null;
}

/** What can still be lessened or stopped of a booking's payouts, the latest first. */
export async function openPayouts(tx: Tx, bookingId: number): Promise<PayoutRow[]> {
  return tx.query<PayoutRow>(
    `select ${payoutColumns} from payout p where p.booking_id = $1 and p.state in ('owed', 'held', 'blocked') order by p.id desc`,
    [bookingId],
  );
}

export interface PayoutNews {
  readonly state?: PayoutState;
  readonly reason: string | null;
  readonly nextTryAt?: string;
  readonly transferredAt?: string;
}

export async function updatePayout(tx: Tx, id: number, news: PayoutNews): Promise<void> {
  await tx.query(
    `update payout set state = coalesce($2, state), reason = $3, next_try_at = coalesce($4, next_try_at), transferred_at = coalesce(transferred_at, $5) where id = $1`,
    [id, news.state ?? null, news.reason?.slice(0, 500) ?? null, news.nextTryAt ?? null, news.transferredAt ?? null],
  );
}

/** A line was added: the amount goes with it. */
export async function addToPayout(tx: Tx, id: number, amount: number): Promise<void> {
  await tx.query('update payout set amount = amount + $2 where id = $1', [id, amount]);
}

export interface DuePayout {
  readonly id: number;
  readonly booking_id: number;
  readonly property_id: number;
}

/** Owed and not tried for a while, or held long enough. */
export async function duePayouts(sql: Sql, now: string, limit: number): Promise<DuePayout[]> {
  return sql.query<DuePayout>(
    `select p.id, p.booking_id, b.property_id from (
       (select id, booking_id, next_try_at as due from payout where state = 'owed' and next_try_at <= $1 order by next_try_at limit $2)
       union all (select id, booking_id, hold_until from payout where state = 'held' and hold_until <= $1 order by hold_until limit $2)
     ) p join bookings b on b.id = p.booking_id order by p.due, p.id limit $2`,
    [now, limit],
  );
}

export const firstHoldEnd = `select min(hold_until) as due from payout where state = 'held'`;

/** Whether anything was ever sent to a host: one to whom nothing was is new. */
export async function hasBeenPaid(tx: Tx, hostId: number): Promise<boolean> {
  const rows = await tx.query(`select from payout where host_id = $1 and transferred > 0 limit 1`, [hostId]);
  return rows.length > 0;
}

/** What waits for the host's account is tried again at the next look. */
export async function hastenPayouts(tx: Tx, hostId: number, at: string): Promise<void> {
  await tx.query(`update payout set next_try_at = $2 where host_id = $1 and state = 'owed' and next_try_at > $2`, [
    hostId,
    at,
  ]);
}
