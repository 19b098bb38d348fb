import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { LedgerEntry, PostingKind } from '../../../domain/ledger';

export interface CorrectedPosting {
  readonly id: number;
  readonly kind: PostingKind;
  readonly source: string;
  readonly external_id: string;
  readonly booking_document_id: string | null;
  readonly host_id: number | null;
  readonly reversed: boolean;
  readonly entries: readonly LedgerEntry[];
}

/** A posting that staff want to undo. Postings never change; whether it is undone is certain under the booking's lock alone. */
export async function postingToCorrect(sql: Sql, id: number): Promise<CorrectedPosting | null> {
  const rows = await sql.query<CorrectedPosting>(
    `select t.id, t.kind, t.source, t.external_id, t.host_id, b.document_id as booking_document_id,
       exists (select from ledger_transaction r where r.reverses = t.id) as reversed,
       (select coalesce(json_agg(json_build_object('account', e.account, 'amount', e.amount, 'currency', e.currency)), '[]')
        from ledger_entry e where e.transaction_id = t.id) as entries
     from ledger_transaction t left join bookings b on b.id = t.booking_id where t.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** The payout that was just made beside a booking's releases. Lock the booking first. */
export async function latestExtraPayout(tx: Tx, bookingId: number): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    'select max(id) as id from payout where booking_id = $1 and part is null',
    [bookingId],
  );
  return rows[0]?.id ?? 0;
}

/** Lock the host's balance first. */
export async function receivableById(
  tx: Tx,
  id: number,
): Promise<{ readonly amount: number; readonly settled: number; readonly reversing: number } | null> {
  const rows = await tx.query<{ amount: number; settled: number; reversing: number }>(
    'select amount, settled, reversing from host_receivable where id = $1',
    [id],
  );
  return rows[0] ?? null;
}
