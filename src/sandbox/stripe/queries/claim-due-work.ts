import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';

export interface DueWork {
  readonly id: number;
  readonly dueAt: Temporal.Instant;
  readonly kind: string;
  readonly objectId: string;
}

/** Takes the earliest thing that is due and that no other process is at; it is gone when the transaction commits. */
export async function claimDueWork(tx: Tx, now: Temporal.Instant): Promise<DueWork | undefined> {
  const rows = await tx.query<{ id: number; due_at: Date; kind: string; object_id: string }>(
    `DELETE FROM stripe_sandbox.due_work WHERE id = (
       SELECT id FROM stripe_sandbox.due_work WHERE due_at <= $1 ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
     ) RETURNING id, due_at, kind, object_id`,
    [now.toString()],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    id: row.id,
    dueAt: Temporal.Instant.fromEpochMilliseconds(row.due_at.getTime()),
    kind: row.kind,
    objectId: row.object_id,
  };
}
