import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { BalanceMovement } from '../../../ports';

/** Keeps movements that are not here yet. @returns how many those were */
export async function insertMovements(sql: Sql, movements: readonly BalanceMovement[], now: string): Promise<number> {
  if (movements.length === 0) return 0;
  const rows = await sql.query(
    `insert into balance_transaction (id, type, source, object, amount, fee, net, currency, created_at, available_on, seen_at)
     select m.id, m.type, m.source, m.object, m.amount, m.fee, m.net, m.currency, m."createdAt", m."availableOn", $2
     from jsonb_to_recordset($1::jsonb) as m (id text, type text, source text, object text, amount bigint, fee bigint, net bigint, currency text,
       "createdAt" timestamptz, "availableOn" timestamptz)
     on conflict (id) do nothing returning id`,
    [JSON.stringify(movements), now],
  );
  return rows.length;
}

/**
 * Finds the posting of each open movement: about the same object, and of the same amount on our balance. A posting is one movement's
 * alone. @returns how many were found
 */
export async function matchMovements(sql: Sql): Promise<number> {
  const rows = await sql.query(
    `with candidate as (
       select b.id, t.id as ledger_id, row_number() over (partition by b.id order by t.id) as of_movement,
         row_number() over (partition by t.id order by b.created_at, b.id) as of_posting
       from balance_transaction b join ledger_transaction t on t.source = 'stripe' and t.external_id = b.source
       where b.ledger_id is null and b.undone_by is null
         and not exists (select from balance_transaction taken where taken.ledger_id = t.id)
         and b.net = (select sum(e.amount) from ledger_entry e where e.transaction_id = t.id and e.account = 'stripe' and e.currency = b.currency)
     )
     update balance_transaction b set ledger_id = c.ledger_id from candidate c
     where c.id = b.id and c.of_movement = 1 and c.of_posting = 1 returning b.id`,
  );
  return rows.length;
}

/** Money that left and came back before anybody posted either (a refund that never arrived): the two movements are each other's end. */
export async function matchUndone(sql: Sql, before: string): Promise<number> {
  const rows = await sql.query(
    `with pair as (
       select distinct on (a.id) a.id, b.id as other from balance_transaction a join balance_transaction b
         on b.source = a.source and b.currency = a.currency and b.net = -a.net and b.id <> a.id
       where a.ledger_id is null and a.undone_by is null and b.ledger_id is null and b.undone_by is null
         and a.created_at < $1 and b.created_at < $1 and a.net < 0
       order by a.id, b.id
     ), both_ways as (select id, other from pair union all select other, id from pair)
     update balance_transaction b set undone_by = w.other from both_ways w where w.id = b.id returning b.id`,
    [before],
  );
  return rows.length;
}

export interface OpenMovement {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly object: string;
  readonly net: number;
  readonly currency: string;
  readonly created_at: Date;
}

/** Movements without their posting that are older than `before`, the oldest first; staff have those that were raised already. */
export async function openMovements(sql: Sql, before: string, limit: number): Promise<OpenMovement[]> {
  return sql.query<OpenMovement>(
    `select b.id, b.type, b.source, b.object, b.net, b.currency, b.created_at from balance_transaction b
     where b.ledger_id is null and b.undone_by is null and b.created_at < $1
       and not exists (select from close_difference d where d.kind = 'movement' and d.subject = b.id)
     order by b.created_at, b.id limit $2`,
    [before, limit],
  );
}

/** The movement still has no posting, and nobody else gives it one meanwhile. */
export async function lockOpenMovement(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.query(
    'select 1 from balance_transaction where id = $1 and ledger_id is null and undone_by is null for update',
    [id],
  );
  return rows.length === 1;
}
