import type { Sql, Tx } from '../../../adapters/postgres/sql';

export interface Difference {
  readonly kind: 'movement' | 'posting' | 'balance' | 'invariant';
  readonly subject: string;
  /** What it makes the provider's balance more than the ledger's, in minor units; null where it is no sum. */
  readonly amount: number | null;
  readonly currency: string | null;
  readonly detail: string;
}

/** Raises what differs, and clears what no longer does. What was raised before keeps its day, and what staff said of it. @returns what nobody has explained */
export async function raiseDifferences(tx: Tx, found: readonly Difference[], now: string): Promise<Difference[]> {
  await tx.query(
    `update close_difference d set cleared_at = $2 where cleared_at is null and not exists
       (select from jsonb_to_recordset($1::jsonb) as f (kind text, subject text) where f.kind = d.kind and f.subject = d.subject)`,
    [JSON.stringify(found), now],
  );
  const rows = await tx.query<Difference & { explained_at: Date | null }>(
    `insert into close_difference (kind, subject, currency, amount, detail, found_at)
     select f.kind, f.subject, f.currency, f.amount, f.detail, $2
     from jsonb_to_recordset($1::jsonb) as f (kind text, subject text, currency text, amount bigint, detail text)
     on conflict (kind, subject) do update set cleared_at = null, amount = excluded.amount, detail = excluded.detail,
       found_at = case when close_difference.cleared_at is null then close_difference.found_at else excluded.found_at end
     returning kind, subject, currency, amount, detail, explained_at`,
    [JSON.stringify(found), now],
  );
  return rows.filter(({ explained_at }) => explained_at === null);
}

export interface DifferenceRow extends Difference {
  readonly id: number;
  readonly found_at: Date;
  readonly cleared_at: Date | null;
  readonly explained_at: Date | null;
  readonly explained_by: number | null;
  readonly reason: string | null;
}

const columns = 'id, kind, subject, currency, amount, detail, found_at, cleared_at, explained_at, explained_by, reason';

/** Those that wait for somebody first, the newest first. */
export const listDifferences = (sql: Sql, limit: number): Promise<DifferenceRow[]> =>
  sql.query<DifferenceRow>(
    `select ${columns} from close_difference order by (cleared_at is null and explained_at is null) desc, id desc limit $1`,
    [limit],
  );

export async function lockDifference(tx: Tx, id: number): Promise<DifferenceRow | null> {
  const rows = await tx.query<DifferenceRow>(`select ${columns} from close_difference where id = $1 for update`, [id]);
  return rows[0] ?? null;
}

export async function explain(tx: Tx, id: number, by: number, reason: string, now: string): Promise<void> {
  await tx.query('update close_difference set explained_at = $4, explained_by = $2, reason = $3 where id = $1', [
    id,
    by,
    reason,
    now,
  ]);
}

/** How many differences wait for somebody to explain them. */
export async function countOpenDifferences(sql: Sql): Promise<number> {
  const rows = await sql.query<{ count: number }>(
    'select count(*) as count from close_difference where cleared_at is null and explained_at is null',
  );
  return rows[0]?.count ?? 0;
}
