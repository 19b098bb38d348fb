import type { Sql } from '../../../adapters/postgres/sql';

export type WalkName = 'balance' | 'events';

/**
 * Takes a walk for this process, unless somebody took it after `before`. @returns how far the last one came, or null where it is not
 * this process's turn.
 */
export async function takeWalk(
  sql: Sql,
  name: WalkName,
  now: string,
  before: string,
): Promise<{ readonly position: Date | null } | null> {
  const rows = await sql.query<{ position: Date | null }>(
    `insert into reconcile_walk (name, looked_at) values ($1, $2)
     on conflict (name) do update set looked_at = $2 where reconcile_walk.looked_at <= $3 returning position`,
    [name, now, before],
  );
  return rows[0] ?? null;
}

/** A walk that came to its end: the next one begins here. Never goes back. */
export async function endWalk(tx: Sql, name: WalkName, position: Date): Promise<void> {
  await tx.query('update reconcile_walk set position = greatest(position, $2::timestamptz) where name = $1', [
    name,
    position.toISOString(),
  ]);
}

/** A place some days before the one that the last walk came to; null where there was none. */
export async function walkedUntil(sql: Sql, name: WalkName, daysBack: number): Promise<Date | null> {
  const rows = await sql.query<{ position: Date | null }>(
    'select position - make_interval(days => $2) as position from reconcile_walk where name = $1',
    [name, daysBack],
  );
  return rows[0]?.position ?? null;
}
