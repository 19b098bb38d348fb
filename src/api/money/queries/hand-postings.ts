import type { Sql } from '../../../adapters/postgres/sql';

/** A correction by hand, with whose money it was about and what became of it. */
export interface CorrectionView {
  readonly id: number;
  readonly at: Date;
  /** Minor units: above zero the host got it, below they owe it. */
  readonly amount: number;
  readonly currency: string;
  readonly reason: string;
  readonly made_by: string | null;
  readonly booking_document_id: string;
  readonly reference: string;
  readonly host_document_id: string;
  readonly host_name: string;
  readonly undone_at: Date | null;
  readonly undone_reason: string | null;
}

/** The latest first, below a row id. */
export const listCorrections = (
  sql: Sql,
  page: { readonly beforeId: number | null; readonly limit: number },
): Promise<CorrectionView[]> =>
  sql.query<CorrectionView>(
    `select t.id, t.at, t.reason, e.amount, e.currency, b.document_id as booking_document_id, b.reference,
       h.document_id as host_document_id, coalesce(h.display_name, '') as host_name, r.at as undone_at, r.reason as undone_reason,
       (select coalesce(nullif(concat_ws(' ', a.firstname, a.lastname), ''), a.email) from admin_users a where a.id = t.made_by) as made_by
     from ledger_transaction t join bookings b on b.id = t.booking_id join host_profiles h on h.id = t.host_id
     join ledger_entry e on e.transaction_id = t.id and e.account = 'platform_fee'
     left join ledger_transaction r on r.reverses = t.id
     where t.kind = 'adjustment' and ($1::bigint is null or t.id < $1) order by t.id desc limit $2`,
    [page.beforeId, page.limit],
  );
