import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { RefundBearer } from '../../../domain/ledger-refunds';

/** What staff decided to give back: one decision can be paid out of several payments. Minor units of the booking's currency. */
export interface NewRefundDecision {
  readonly bookingId: number;
  readonly amount: number;
  readonly currency: string;
  readonly bearer: RefundBearer;
  readonly reason: string;
  readonly madeBy: number;
  readonly madeByName: string;
  readonly at: string;
}

/** @returns its row id */
export async function insertRefundDecision(tx: Tx, decision: NewRefundDecision): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    `insert into refund_decision (booking_id, amount, currency, bearer, reason, made_by, made_by_name, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [
      decision.bookingId,
      decision.amount,
      decision.currency,
      decision.bearer,
      decision.reason,
      decision.madeBy,
      decision.madeByName,
      decision.at,
    ],
  );
  const row = rows[0];
  if (!row) throw new Error('insert into refund_decision returned no row');
  return row.id;
}

export async function insertDecisionParts(tx: Tx, decisionId: number, refundIds: readonly number[]): Promise<void> {
  await tx.query(
    'insert into refund_decision_part (decision_id, refund_id) select $1, r.id from unnest($2::int[]) as r (id)',
    [decisionId, refundIds],
  );
}

/** What staff have given back of a booking so far, in its minor units. */
export async function decidedOfBooking(sql: Sql, bookingId: number): Promise<number> {
  const rows = await sql.query<{ sum: number }>(
    'select coalesce(sum(amount), 0)::bigint as sum from refund_decision where booking_id = $1',
    [bookingId],
  );
  return rows[0]?.sum ?? 0;
}

export interface RefundDecisionRow {
  readonly id: number;
  readonly amount: number;
  readonly currency: string;
  readonly bearer: RefundBearer;
  readonly reason: string;
  readonly made_by_name: string;
  readonly at: Date;
  readonly refund_ids: readonly number[];
}

/** What staff decided on a booking up to an instant, oldest first. */
export async function decisionsOfBooking(sql: Sql, bookingId: number, at: string): Promise<RefundDecisionRow[]> {
  return sql.query<RefundDecisionRow>(
    `select d.id, d.amount, d.currency, d.bearer, d.reason, d.made_by_name, d.at,
       array(select p.refund_id from refund_decision_part p where p.decision_id = d.id order by p.refund_id) as refund_ids
     from refund_decision d where d.booking_id = $1 and d.at <= $2 order by d.id`,
    [bookingId, at],
  );
}
