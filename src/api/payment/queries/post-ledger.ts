import type { Tx } from '../../../adapters/postgres/sql';
import type { Posting } from '../../../domain/ledger';

/**
 * Writes a posting once: (source, external id, kind) is unique, so a doubled event posts nothing the second time.
 * The database checks the zero sum when the transaction commits.
 * @returns false when it was posted before.
 */
export async function postLedger(
  tx: Tx,
  posting: Posting,
  about: {
    readonly source: 'stripe' | 'casita';
    readonly externalId: string;
    readonly bookingId: number | null;
    readonly hostId?: number | null;
    readonly at: string;
    /** Staff who posted it by hand, and why. */
    readonly madeBy?: number | null;
    readonly reason?: string | null;
    /** The transaction that it undoes. */
    readonly reverses?: number | null;
  },
): Promise<boolean> {
  const rows = await tx.query<{ id: number }>(
    `with posted as (
       insert into ledger_transaction (source, external_id, kind, booking_id, host_id, at, made_by, reason, reverses)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (source, external_id, kind) do nothing returning id
     ), entries as (
       insert into ledger_entry (transaction_id, account, amount, currency)
       select posted.id, e.account, e.amount, e.currency
       from posted, jsonb_to_recordset($10::jsonb) as e (account text, amount bigint, currency text)
     )
     select id from posted`,
    [
      about.source,
      about.externalId,
      posting.kind,
      about.bookingId,
      about.hostId ?? null,
      about.at,
      about.madeBy ?? null,
      about.reason ?? null,
      about.reverses ?? null,
      JSON.stringify(posting.entries),
    ],
  );
  return rows.length === 1;
}
