import { type Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';

/** Notes something to be done when the sandbox clock gets there; the same thing of the same object only once, at the first time that was said. */
export async function scheduleWork(tx: Tx, kind: string, objectId: string, dueAt: Temporal.Instant): Promise<void> {
  await tx.query(
    `INSERT INTO stripe_sandbox.due_work (due_at, kind, object_id) VALUES ($1, $2, $3) ON CONFLICT (kind, object_id) DO NOTHING`,
    [dueAt.toString(), kind, objectId],
  );
}
