import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { PaymentState } from '../../../domain/payment-progress';
import { claimColumns, type ClaimRow } from './claim-row';

/** Lock the property, the booking and its payments first. */
export async function lockClaim(tx: Tx, bookingId: number, n: number): Promise<ClaimRow | null> {
  const rows = await tx.query<ClaimRow>(
    `select ${claimColumns} from damage_claim c where c.booking_id = $1 and c.n = $2 for update`,
    [bookingId, n],
  );
  return rows[0] ?? null;
}

/** The one that is still to be answered, decided or paid; the booking is locked. */
export async function openClaim(sql: Sql, bookingId: number): Promise<ClaimRow | null> {
  const rows = await sql.query<ClaimRow>(
    `select ${claimColumns} from damage_claim c where c.booking_id = $1 and c.state in ('filed', 'in_review', 'awaiting_payment')`,
    [bookingId],
  );
  return rows[0] ?? null;
}

/** Which claim of which booking a row is. */
export async function claimNumber(sql: Sql, id: number): Promise<{ bookingId: number; n: number }> {
  const rows = await sql.query<{ bookingId: number; n: number }>(
    'select booking_id as "bookingId", n from damage_claim where id = $1',
    [id],
  );
  const row = rows[0];
  if (!row) throw new Error(`no damage claim with row id ${id}`);
  return row;
}

export interface ClaimPlace {
  readonly n: number;
  readonly booking_id: number;
  readonly booking_document_id: string;
}

/** Where a claim belongs: what has to be locked before it is acted on. */
export async function placeOfClaim(sql: Sql, documentId: string): Promise<ClaimPlace | null> {
  const rows = await sql.query<ClaimPlace>(
    `select c.n, c.booking_id, b.document_id as booking_document_id from damage_claim c join bookings b on b.id = c.booking_id where c.document_id = $1`,
    [documentId],
  );
  return rows[0] ?? null;
}

/** A claim with its booking, its payment and its trail. */
export interface ClaimViewRow extends ClaimRow {
  readonly reference: string;
  readonly booking_document_id: string;
  readonly home: string;
  /** The guest keeps the card that the stay was paid with. */
  readonly card_kept: boolean;
  readonly payment: {
    state: PaymentState;
    amount: number;
    captured: number;
    clientSecret: string | null;
    lastError: string | null;
  } | null;
  readonly photos: readonly { id: string; by: 'guest' | 'host'; at: string }[];
  readonly events: readonly {
    move: string;
    from: string | null;
    to: string;
    by: string;
    name: string | null;
    door: string;
    reason: string | null;
    at: string;
  }[];
}

const view = `
select ${claimColumns}, b.reference, b.document_id as booking_document_id, coalesce(h.name, '') as home,
  exists (select from payments s where s.booking_id = c.booking_id and s.purpose = 'stay' and s.state = 'captured' and s.method is not null
    and b.guest_id is not null and not exists (select from card_removal x where x.payment_method = s.method)) as card_kept,
  (select json_build_object('state', p.state, 'amount', p.amount, 'captured', p.captured_amount, 'clientSecret', p.client_secret, 'lastError', p.last_error)
   from payments p where p.booking_id = c.booking_id and p.purpose = 'claim' and p.instalment = c.n order by (p.state in ('cancelled', 'failed')), p.id desc limit 1) as payment,
  coalesce((select json_agg(json_build_object('id', x.document_id, 'by', x.side, 'at', to_char(x.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by x.id)
     from damage_claim_photo x where x.claim_id = c.id), '[]') as photos,
  coalesce((select json_agg(json_build_object('move', e.move, 'from', e.from_state, 'to', e.to_state, 'by', e.actor_kind, 'name', e.actor_name, 'door', e.door,
     'reason', e.reason, 'at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by e.id) from damage_claim_event e where e.claim_id = c.id), '[]') as events
from damage_claim c join bookings b on b.id = c.booking_id join properties h on h.id = b.property_id`;

/** Oldest first. */
export async function claimsOfBooking(sql: Sql, bookingId: number): Promise<ClaimViewRow[]> {
  return sql.query<ClaimViewRow>(`${view} where c.booking_id = $1 order by c.n`, [bookingId]);
}

export async function claimView(sql: Sql, documentId: string): Promise<ClaimViewRow | null> {
  return (await sql.query<ClaimViewRow>(`${view} where c.document_id = $1`, [documentId]))[0] ?? null;
}

/** What staff look for: claims to decide, claims that a guest has not paid, all that are open, or every one. */
const filters = {
  to_decide: `c.state = 'in_review'`,
  unpaid: `c.state = 'awaiting_payment'`,
  open: `c.state in ('filed', 'in_review', 'awaiting_payment')`,
  all: 'true',
} as const;
export type ClaimFilter = keyof typeof filters;
export const claimFilters = Object.keys(filters) as [ClaimFilter, ...ClaimFilter[]];

/** The one that waits the longest first; of all of them the latest. */
export async function claimsWaiting(
  sql: Sql,
  filter: ClaimFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<ClaimViewRow[]> {
  return sql.query<ClaimViewRow>(
    `${view} where ${filters[filter]} order by c.id ${filter === 'all' ? 'desc' : ''} limit $1 offset $2`,
    [page.limit, page.offset],
  );
}

/** A host's own claims, the latest first. */
export async function claimsOfHost(
  sql: Sql,
  hostId: number,
  filter: ClaimFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<ClaimViewRow[]> {
  return sql.query<ClaimViewRow>(
    `${view} where c.host_id = $1 and ${filters[filter]} order by c.id desc limit $2 offset $3`,
    [hostId, page.limit, page.offset],
  );
}
