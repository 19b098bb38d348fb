import type { Sql } from '../../../adapters/postgres/sql';
import type { BankPayoutState } from '../../../domain/bank-payout';
import type { PayoutLineKind, PayoutState } from './payout-row';

/** A payout with all that a statement says of it. Amounts in minor units of `currency`. */
export interface PayoutView {
  readonly id: number;
  readonly document_id: string;
  readonly booking_document_id: string;
  readonly booking_reference: string;
  readonly home: string;
  readonly host_document_id: string;
  readonly host_name: string;
  readonly part: number | null;
  readonly state: PayoutState;
  readonly reason: string | null;
  readonly currency: string;
  readonly amount: number;
  readonly transferred: number;
  readonly hold_until: Date | null;
  readonly created_at: Date;
  readonly transferred_at: Date | null;
  readonly lines: readonly {
    readonly kind: PayoutLineKind;
    readonly bookingId: string;
    readonly reference: string;
    readonly amount: number;
    readonly at: string;
  }[];
  readonly transfers: readonly {
    readonly id: string | null;
    readonly state: 'creating' | 'succeeded' | 'failed';
    readonly amount: number;
    readonly reversed: number;
    readonly at: string;
    readonly bank: {
      readonly state: BankPayoutState;
      readonly arrivesAt: string;
      readonly failure: string | null;
    } | null;
  }[];
}

const instant = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const view = `
select p.id, p.document_id, b.document_id as booking_document_id, b.reference as booking_reference, h.name as home, hp.document_id as host_document_id,
  coalesce(hp.display_name, '') as host_name, p.part, p.state, p.reason, p.currency, p.amount, p.transferred, p.hold_until, p.created_at, p.transferred_at,
  coalesce((select json_agg(json_build_object('kind', l.kind, 'bookingId', lb.document_id, 'reference', lb.reference, 'amount', l.amount, 'at', ${instant('l.at')}) order by l.id)
    from payout_line l join bookings lb on lb.id = l.booking_id where l.payout_id = p.id), '[]') as lines,
  coalesce((select json_agg(json_build_object('id', t.stripe_transfer, 'state', t.state, 'amount', t.amount, 'reversed', t.reversed, 'at', ${instant('t.updated_at')},
    'bank', case when k.stripe_payout is not null then json_build_object('state', k.state, 'arrivesAt', ${instant('k.arrives_at')}, 'failure', k.failure) end) order by t.id)
    from transfer t left join bank_payout k on k.stripe_payout = t.bank_payout where t.payout_id = p.id), '[]') as transfers
from payout p join bookings b on b.id = p.booking_id join properties h on h.id = b.property_id join host_profiles hp on hp.id = p.host_id`;

export interface PayoutPage {
  readonly state: PayoutState | null;
  /** Those below this row id. */
  readonly beforeId: number | null;
  readonly limit: number;
}

/** Everybody's payouts, the latest first. */
export const payoutsForStaff = (sql: Sql, page: PayoutPage): Promise<PayoutView[]> =>
  sql.query<PayoutView>(
    `${view} where ($1::text is null or p.state = $1) and ($2::int is null or p.id < $2) order by p.id desc limit $3`,
    [page.state, page.beforeId, page.limit],
  );

export async function payoutForStaff(sql: Sql, documentId: string): Promise<PayoutView | null> {
  return (await sql.query<PayoutView>(`${view} where p.document_id = $1`, [documentId]))[0] ?? null;
}

/** A host's own payouts, the latest first. */
export const hostPayouts = (sql: Sql, hostId: number, page: PayoutPage): Promise<PayoutView[]> =>
  sql.query<PayoutView>(
    `${view} where p.host_id = $1 and ($2::text is null or p.state = $2) and ($3::int is null or p.id < $3) order by p.id desc limit $4`,
    [hostId, page.state, page.beforeId, page.limit],
  );

/** Another's is as missing as none. */
export async function hostPayout(sql: Sql, hostId: number, documentId: string): Promise<PayoutView | null> {
  const rows = await sql.query<PayoutView>(`${view} where p.document_id = $1 and p.host_id = $2`, [documentId, hostId]);
  return rows[0] ?? null;
}
