import { Temporal } from 'temporal-polyfill';
import type { Sql, Tx } from '../../../adapters/postgres/sql';
import { disputeColumns, type DisputeRow } from './dispute-row';

/** Disputes that nobody has answered and that can still be. */
const waits = `d.state in ('warning_needs_response', 'needs_response') and d.answer = 'none' and d.evidence_due_by is not null`;

/** The instant of the next reminder that was not sent: `days` before the deadline, the earliest first. */
const nextOne = (days: readonly number[]): string =>
  `d.evidence_due_by - make_interval(hours => 24 * (array[${days.join(', ')}])[d.reminders + 1])`;

export async function nextReminder(sql: Sql, days: readonly number[]): Promise<Temporal.Instant | null> {
  const rows = await sql.query<{ due: Date | null }>(
    `select min(${nextOne(days)}) as due from dispute d where ${waits} and d.reminders < ${days.length}`,
  );
  const due = rows[0]?.due;
  return due ? Temporal.Instant.fromEpochMilliseconds(due.getTime()) : null;
}

/** Row ids of disputes of which staff are to be reminded now. */
export async function remindable(sql: Sql, now: string, days: readonly number[], limit: number): Promise<number[]> {
  const rows = await sql.query<{ id: number }>(
    `select d.id from dispute d where ${waits} and d.reminders < ${days.length} and ${nextOne(days)} <= $1 order by d.evidence_due_by limit $2`,
    [now, limit],
  );
  return rows.map(({ id }) => id);
}

/** The dispute, if it still waits. No other lock is taken after it. */
export async function lockReminder(tx: Tx, id: number): Promise<DisputeRow | null> {
  const rows = await tx.query<DisputeRow>(
    `select ${disputeColumns} from dispute d where d.id = $1 and ${waits} for update`,
    [id],
  );
  return rows[0] ?? null;
}
