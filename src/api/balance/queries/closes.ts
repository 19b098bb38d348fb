import type { Sql, Tx } from '../../../adapters/postgres/sql';

/** The first movement that no close has covered; null where all are. */
export async function firstUnclosed(sql: Sql): Promise<Date | null> {
  const rows = await sql.query<{ at: Date | null }>(
    `select min(created_at) as at from balance_transaction
     where created_at >= coalesce((select max(day) + 1 from daily_close), '-infinity')::timestamp at time zone 'UTC'`,
  );
  return rows[0]?.at ?? null;
}

export interface NewClose {
  readonly currency: string;
  readonly ledger: number;
  readonly provider: number;
  readonly mirrored: number;
  /** What of provider less ledger is under way, or was explained by staff. */
  readonly accounted: number;
  readonly items: readonly unknown[];
}

/** Writes a day's closes once; another process may have been quicker. */
export async function insertCloses(tx: Tx, day: string, closes: readonly NewClose[], now: string): Promise<boolean> {
  const rows = await tx.query(
    `insert into daily_close (day, currency, ledger, provider, mirrored, accounted, items, closed_at)
     select $1, c.currency, c.ledger, c.provider, c.mirrored, c.accounted, c.items, $3
     from jsonb_to_recordset($2::jsonb) as c (currency text, ledger bigint, provider bigint, mirrored bigint, accounted bigint, items jsonb)
     on conflict (day, currency) do nothing returning currency`,
    [day, JSON.stringify(closes), now],
  );
  return rows.length > 0;
}

export interface CloseRow {
  readonly day: string;
  readonly currency: string;
  readonly ledger: number;
  readonly provider: number;
  readonly mirrored: number;
  readonly accounted: number;
  readonly difference: number;
  readonly items: readonly unknown[];
  readonly closed_at: Date;
}

/** The latest days, newest first. */
export const listCloses = (sql: Sql, before: string | null, limit: number): Promise<CloseRow[]> =>
  sql.query<CloseRow>(
    `select day, currency, ledger, provider, mirrored, accounted, difference, items, closed_at from daily_close
     where $1::date is null or day < $1 order by day desc, currency limit $2`,
    [before, limit],
  );
