import type { Sql } from '../../../adapters/postgres/sql';
import type { HostPenaltyRule } from '../../../domain/host-penalty';
import type { ActorKind, BookingState } from '../../../domain/booking-moves';
import type { PaymentState } from '../../../domain/payment-progress';
import type { SetupState } from '../../../domain/setup-progress';
import type { Door } from '../../../ports';
import { bookingColumns, type BookingRow } from './booking-row';

export interface BookingViewRow extends BookingRow {
  readonly property_document_id: string;
  readonly property_name: string;
  readonly guest_name: string | null;
  readonly message: string | null;
  readonly host_name: string;
  readonly host_document_id: string;
  readonly address: {
    line1: string | null;
    line2: string | null;
    postcode: string | null;
    city: string | null;
    region: string | null;
    country: string | null;
  } | null;
  readonly point: { latitude: number; longitude: number } | null;
  /** The booking's own payment; those of its alterations are in `payments`. */
  readonly payment: {
    state: PaymentState;
    amount: number;
    capturedAmount: number;
    refundedAmount: number;
    clientSecret: string | null;
    lastError: string | null;
  } | null;
  /** The card that is kept for a request. */
  readonly setup: { state: SetupState; clientSecret: string | null; lastError: string | null } | null;
  readonly host_penalty: { rule: HostPenaltyRule; amount: number; waived: boolean } | null;
  readonly payments: readonly {
    instalment: number;
    part: number;
    chargeAt: string | null;
    payBy: string | null;
    state: PaymentState;
    amount: number;
    capturedAmount: number;
    refundedAmount: number;
  }[];
  readonly events: readonly {
    move: string;
    alteration: number | null;
    from: BookingState | null;
    to: BookingState;
    by: ActorKind;
    door: Door;
    reason: string | null;
    at: string;
  }[];
  readonly refunds: readonly { state: string; since: string; amount: number; reason: string | null }[];
}

const part = (type: string, table: string, fields: string) => `(
  select json_build_object(${fields}) from properties_cmps x join ${table} t on t.id = x.cmp_id
  where x.entity_id = b.property_id and x.component_type = '${type}' limit 1)`;

const viewOf = (bookings: string) => `
select ${bookingColumns}, p.document_id as property_document_id, p.name as property_name, b.guest_name, b.message,
  h.display_name as host_name, h.document_id as host_document_id,
  ${part('property.address', 'components_property_address', "'line1', t.line_1, 'line2', t.line_2, 'postcode', t.postcode, 'city', t.city, 'region', t.region, 'country', t.country")} as address,
  ${part('property.point', 'components_property_point', "'latitude', t.latitude, 'longitude', t.longitude")} as point,
  (select json_build_object('state', y.state, 'amount', y.amount, 'capturedAmount', y.captured_amount, 'refundedAmount', y.refunded_amount,
     'clientSecret', y.client_secret, 'lastError', y.last_error)
   from payments y where y.booking_id = b.id and y.instalment = 0 and y.part = 0 and y.purpose = 'stay' order by (y.state in ('cancelled', 'failed')), y.id desc limit 1) as payment,
  (select json_build_object('state', s.state, 'clientSecret', s.client_secret, 'lastError', s.last_error)
   from payment_setup s where s.booking_id = b.id order by s.id desc limit 1) as setup,
  (select json_build_object('rule', n.rule, 'amount', n.amount, 'waived', n.waived_at is not null)
   from host_penalty n where n.booking_id = b.id) as host_penalty,
  coalesce((select json_agg(json_build_object('instalment', y.instalment, 'part', y.part, 'chargeAt', y.charge_at, 'payBy', y.pay_by, 'state', y.state, 'amount', y.amount, 'capturedAmount', y.captured_amount,
     'refundedAmount', y.refunded_amount) order by y.id) from payments y where y.booking_id = b.id and y.purpose = 'stay'), '[]') as payments,
  coalesce((select json_agg(json_build_object('move', e.move, 'alteration', e.alteration, 'from', e.from_state, 'to', e.to_state, 'by', e.actor_kind,
     'door', e.door, 'reason', e.reason, 'at', to_char(e.at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by e.id) from booking_events e where e.booking_id = b.id), '[]') as events,
  coalesce((select json_agg(json_build_object('state', r.state, 'since', to_char(coalesce(r.state_since, r.updated_at), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'amount', r.amount, 'reason', r.reason) order by r.id) from refunds r where r.booking_id = b.id), '[]') as refunds
from ${bookings} b
join properties p on p.id = b.property_id
join host_profiles h on h.id = b.host_id`;

const view = viewOf('bookings');

/** A booking for one of its parties: the ownership is part of the query, so another's is as missing as none. */
export async function bookingForParty(
  sql: Sql,
  documentId: string,
  party: { userId: number; hostId: number | null },
): Promise<BookingViewRow | null> {
  const rows = await sql.query<BookingViewRow>(
    `${view} where b.document_id = $1 and (b.guest_id = $2 or b.host_id = $3)`,
    [documentId, party.userId, party.hostId],
  );
  return rows[0] ?? null;
}

export async function bookingViewById(sql: Sql, id: number): Promise<BookingViewRow | null> {
  return (await sql.query<BookingViewRow>(`${view} where b.id = $1`, [id]))[0] ?? null;
}

export interface BookingListFilter {
  readonly guestId: number | null;
  readonly hostId: number | null;
  readonly state: string | null;
  /** Row id to continue below. */
  readonly beforeId: number | null;
  readonly limit: number;
}

/**
 * Newest first, of one guest or of one host. The page is cut before anything is joined to it: PostgreSQL takes a host of forty thousand
 * bookings for one like all others, and would look up the homes of all of them first.
 */
export async function listBookings(sql: Sql, filter: BookingListFilter): Promise<BookingViewRow[]> {
  const [column, owner] = filter.hostId === null ? ['guest_id', filter.guestId] : ['host_id', filter.hostId];
  return sql.query<BookingViewRow>(
    `${viewOf(`(
  select * from bookings own where own.${column} = $1 and ($2::text is null or own.state = $2) and ($3::int is null or own.id < $3)
  order by own.id desc limit $4)`)} order by b.id desc`,
    [owner, filter.state, filter.beforeId, filter.limit],
  );
}
