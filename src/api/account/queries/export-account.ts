import type { Sql } from '../../../adapters/postgres/sql';

export type ExportedRow = Record<string, unknown>;

/** What we hold of a person, by kind. The guests of a host's bookings and the words of others are theirs, and stay out. */
export interface AccountExport {
  readonly account: ExportedRow;
  readonly hostProfile: ExportedRow | null;
  readonly hostAccount: ExportedRow | null;
  readonly sessions: ExportedRow[];
  readonly bookingsAsGuest: ExportedRow[];
  readonly bookingsAsHost: ExportedRow[];
  readonly payments: ExportedRow[];
  readonly actions: ExportedRow[];
  readonly reviewsWritten: ExportedRow[];
  readonly replies: ExportedRow[];
  readonly reports: ExportedRow[];
  /** Claims for damage, each with what its party has said and shown. */
  readonly claimsAsGuest: ExportedRow[];
  readonly claimsAsHost: ExportedRow[];
}

const bookingColumns = `b.document_id as "documentId", b.reference, p.name as property, b.state, b.check_in as "checkIn", b.check_out as "checkOut",
  b.adults, b.children, b.infants, b.pets, b.currency, b.total, b.created_at as "createdAt", b.ended_at as "endedAt"`;

const reviewColumns = `r.document_id as "documentId", p.name as property, r.side, r.state, r.overall, r.cleanliness, r.accuracy,
  r.check_in as "checkIn", r.communication, r.location, r.value, r.body, r.private_note as "privateNote", r.written_at as "writtenAt"`;

type OfHost = 'bookingsAsHost' | 'claimsAsHost' | 'replies' | 'hostProfile' | 'hostAccount';

/** Pictures are fetched where each is read, by whom it is told of here. */
const claimColumns = (side: 'guest' | 'host') =>
  `b.reference as booking, c.n, c.state, c.amount, c.awarded, c.currency, c.filed_at as "filedAt", c.ended_at as "endedAt",
  coalesce((select json_agg('/api/bookings/' || b.document_id || '/claims/' || c.n || '/photos/' || x.document_id || '.jpg' order by x.id)
    from damage_claim_photo x where x.claim_id = c.id and x.side = '${side}'), '[]') as pictures`;

const ofAccount: Readonly<Record<Exclude<keyof AccountExport, OfHost>, string>> = {
  account: `select document_id as "documentId", username, email, display_name as "displayName", phone, created_at as "createdAt"
    from up_users where id = $1`,
  sessions: `select created_at as "createdAt", expires_at as "expiresAt" from strapi_sessions
    where user_id = $1::text and origin = 'users-permissions' order by id`,
  bookingsAsGuest: `select ${bookingColumns}, b.guest_name as "guestName", b.message from bookings b join properties p on p.id = b.property_id
    where b.guest_id = $1 order by b.id`,
  payments: `select y.document_id as "documentId", b.reference as booking, y.state, y.amount, y.captured_amount as "capturedAmount",
      y.refunded_amount as "refundedAmount", y.currency, y.created_at as "createdAt"
    from payments y join bookings b on b.id = y.booking_id where b.guest_id = $1 order by y.id`,
  actions: `select b.reference as booking, e.move, e.door, e.reason, e.at from booking_events e join bookings b on b.id = e.booking_id
    where e.actor_id = $1 and e.actor_kind in ('guest', 'host') order by e.id`,
  reviewsWritten: `select ${reviewColumns} from reviews r left join properties p on p.id = r.property_id where r.author_id = $1 order by r.id`,
  reports: `select document_id as "documentId", reason_code as "reasonCode", details, state, created_at as "createdAt" from reports
    where reporter_id = $1 order by id`,
  claimsAsGuest: `select ${claimColumns('guest')}, c.offered, c.answer, c.answered_at as "answeredAt"
    from damage_claim c join bookings b on b.id = c.booking_id where b.guest_id = $1 order by c.id`,
};

const ofHost: Readonly<Record<OfHost, string>> = {
  hostProfile: `select document_id as "documentId", display_name as "displayName", about, languages, location, host_since as "hostSince"
    from host_profiles where id = $1`,
  hostAccount: `select stripe_account as "stripeAccount", state, state_since as "since", country, currency, requirements, created_at as "createdAt"
    from host_account where host_id = $1`,
  bookingsAsHost: `select ${bookingColumns}, b.host_payout as "hostPayout", b.host_note as "hostNote"
    from bookings b join properties p on p.id = b.property_id where b.host_id = $1 order by b.id`,
  replies: `select r.document_id as review, r.reply, r.replied_at as "repliedAt" from reviews r join properties p on p.id = r.property_id
    where p.host_id = $1 and r.side = 'guest' and r.reply is not null order by r.id`,
  claimsAsHost: `select ${claimColumns('host')}, c.description, c.items
    from damage_claim c join bookings b on b.id = c.booking_id where c.host_id = $1 order by c.id`,
};

export async function exportAccount(sql: Sql, userId: number, hostId: number | null): Promise<AccountExport> {
  const person = (part: keyof typeof ofAccount) => sql.query<ExportedRow>(ofAccount[part], [userId]);
  const host = (part: keyof typeof ofHost) => (hostId === null ? [] : sql.query<ExportedRow>(ofHost[part], [hostId]));
  return {
    account: (await person('account'))[0] ?? {},
    hostProfile: (await host('hostProfile'))[0] ?? null,
    hostAccount: (await host('hostAccount'))[0] ?? null,
    sessions: await person('sessions'),
    bookingsAsGuest: await person('bookingsAsGuest'),
    bookingsAsHost: await host('bookingsAsHost'),
    payments: await person('payments'),
    actions: await person('actions'),
    reviewsWritten: await person('reviewsWritten'),
    replies: await host('replies'),
    reports: await person('reports'),
    claimsAsGuest: await person('claimsAsGuest'),
    claimsAsHost: await host('claimsAsHost'),
  };
}
