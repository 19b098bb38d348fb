import type { Sql } from '../../../adapters/postgres/sql';
import type { LedgerSum } from '../../../domain/booking-money';
import type { PostingKind } from '../../../domain/ledger';

/** A booking's lines up to an instant, summed by kind, account and currency. */
export async function bookingSums(sql: Sql, bookingId: number, at: string): Promise<LedgerSum[]> {
  return sql.query<LedgerSum>(
    `select t.kind, split_part(e.account, ':', 1) as account, e.currency, sum(e.amount)::bigint as amount
     from ledger_transaction t join ledger_entry e on e.transaction_id = t.id
     where t.booking_id = $1 and t.at <= $2 group by 1, 2, 3`,
    [bookingId, at],
  );
}

export interface PostingRow {
  readonly id: number;
  readonly kind: PostingKind;
  readonly source: string;
  readonly external_id: string;
  readonly at: Date;
  readonly reason: string | null;
  readonly made_by: number | null;
  readonly reverses: number | null;
  readonly entries: readonly { readonly account: string; readonly amount: number; readonly currency: string }[];
}

/** A booking's postings up to an instant, oldest first, each with its lines. */
export async function bookingPostings(sql: Sql, bookingId: number, at: string, limit: number): Promise<PostingRow[]> {
  return sql.query<PostingRow>(
    `select t.id, t.kind, t.source, t.external_id, t.at, t.reason, t.made_by, t.reverses,
       (select coalesce(json_agg(json_build_object('account', split_part(e.account, ':', 1), 'amount', e.amount, 'currency', e.currency) order by e.id), '[]')
        from ledger_entry e where e.transaction_id = t.id) as entries
     from ledger_transaction t where t.booking_id = $1 and t.at <= $2 order by t.id limit $3`,
    [bookingId, at, limit],
  );
}

export interface AccountBalance {
  readonly account: string;
  readonly currency: string;
  /** Debits positive. */
  readonly amount: number;
}

/** Everybody's together, by kind of account: the whole ledger, which sums to zero in each currency. */
export async function platformBalances(sql: Sql, at: string): Promise<AccountBalance[]> {
  return sql.query<AccountBalance>(
    `select split_part(e.account, ':', 1) as account, e.currency, sum(e.amount)::bigint as amount
     from ledger_transaction t join ledger_entry e on e.transaction_id = t.id where t.at <= $1 group by 1, 2 order by 2, 1`,
    [at],
  );
}

/** What a host is owed and owes, and what is held of their bookings' money. */
export async function hostBalances(sql: Sql, hostId: number, at: string): Promise<AccountBalance[]> {
  return sql.query<AccountBalance>(
    `select split_part(e.account, ':', 1) as account, e.currency, sum(e.amount)::bigint as amount
     from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
     where t.at <= $2 and e.account in (select 'host_payable:' || $1::int union all select 'host_receivable:' || $1::int
       union all select 'guest_funds:' || b.id from bookings b where b.host_id = $1)
     group by 1, 2 order by 2, 1`,
    [hostId, at],
  );
}

export async function hostByDocumentId(sql: Sql, documentId: string): Promise<{ id: number; name: string } | null> {
  const rows = await sql.query<{ id: number; name: string }>(
    'select id, display_name as name from host_profiles where document_id = $1',
    [documentId],
  );
  return rows[0] ?? null;
}
