import { createId } from '@paralleldrive/cuid2';
import { Client } from 'pg';

/** Two hosts, each with one of everything, a moderator and the operator: made by SQL, signed in over HTTP. */
export interface PanelWorld {
  readonly sql: Client;
  readonly operator: PanelCaller;
  readonly moderator: PanelCaller;
  readonly a: HostWorld;
  readonly b: HostWorld;
  readonly guestEmail: string;
}

export interface HostWorld {
  readonly panel: PanelCaller;
  readonly accountToken: string;
  readonly userId: number;
  readonly hostId: number;
  readonly adminId: number;
  /** One entry of each type, by uid. */
  readonly entry: Readonly<Record<string, Entry>>;
  readonly fileId: number;
  /** Stands in everything that is this host's: another host must never see it. */
  readonly canary: string;
  /** Stands in what no moderator may see either. */
  readonly secret: string;
}

export interface Entry {
  readonly id: number;
  readonly documentId: string;
}

export interface Reply {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of any route; each test looks at what it expects.
  readonly body: any;
  readonly text: string;
}

export interface PanelCaller {
  readonly token: string;
  call(method: string, path: string, body?: unknown): Promise<Reply>;
}

export const password = 'Correct-horse-7';
/** bcrypt of it, with few rounds. */
const passwordHash = '$2a$04$trd1ZGRPAKhBLrWqmf8bwO6jMkt2PONFiZUdr92Sj/qloofecEpa.';

export async function makePanelWorld(url: string, databaseUrl: string): Promise<PanelWorld> {
  const sql = new Client({ connectionString: databaseUrl });
  await sql.connect();
  // A test whose world is not made ends at once, and does not wait for an open connection.
  return fillWorld(url, sql).catch(async (error: unknown) => {
    await sql.end();
    throw error;
  });
}

async function fillWorld(url: string, sql: Client): Promise<PanelWorld> {
  const operator = await registerOperator(url);
  const moderator = await inviteModerator(url, operator);
  const guestEmail = 'guest.gisela@example.com';
  const guestId = await insertAccount(sql, guestEmail);
  const a = await makeHost(url, sql, 'alma', guestId);
  const b = await makeHost(url, sql, 'bruno', guestId);
  return { sql, operator, moderator, a, b, guestEmail };
}

export function callerWith(url: string, token: string): PanelCaller {
  return { token, call: (method, path, body) => send(`${url}${path}`, method, token, body) };
}

export async function send(url: string, method: string, token: string | null, body?: unknown): Promise<Reply> {
  const isForm = body instanceof FormData;
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

export async function registerOperator(url: string): Promise<PanelCaller> {
  const reply = await send(`${url}/admin/register-admin`, 'POST', null, {
    ...{ email: 'operator@example.com', firstname: 'Olga', lastname: 'Operator', password },
  });
  return callerWith(url, must(reply.body?.data?.token, reply));
}

async function inviteModerator(url: string, operator: PanelCaller): Promise<PanelCaller> {
  const roles = await operator.call('GET', '/admin/roles');
  const role = roles.body.data.find((candidate: { code: string }) => candidate.code === 'casita-moderator');
  const invited = await operator.call('POST', '/admin/users', {
    ...{ email: 'moderator@example.com', firstname: 'Mona', lastname: 'Moderator', roles: [role.id] },
  });
  const reply = await send(`${url}/admin/register`, 'POST', null, {
    registrationToken: must(invited.body?.data?.registrationToken, invited),
    userInfo: { firstname: 'Mona', lastname: 'Moderator', password },
  });
  return callerWith(url, must(reply.body?.data?.token, reply));
}

/** Opens the panel as the guest app does: with the account's token, and the cookie from the answer. */
export async function openPanel(
  url: string,
  accountToken: string,
): Promise<{ response: Response; token: string | null; cookies: string[] }> {
  const response = await fetch(`${url}/api/host/panel-session`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accountToken}` },
  });
  const cookies = response.headers.getSetCookie();
  const token = cookies.map((cookie) => /^jwtToken=([^;]+)/.exec(cookie)?.[1]).find(Boolean) ?? null;
  return { response, token, cookies };
}

export async function signIn(url: string, email: string): Promise<string> {
  const reply = await send(`${url}/api/auth/local`, 'POST', null, { identifier: email, password });
  return must(reply.body?.jwt ?? reply.body?.data?.jwt, reply);
}

async function makeHost(url: string, sql: Client, name: string, guestId: number): Promise<HostWorld> {
  const canary = `canary-of-${name}`;
  const secret = `secret-of-${name}`;
  const email = `${name}@example.com`;
  const userId = await insertAccount(sql, email);
  const host = await insert(sql, 'host_profiles', { display_name: `Host ${name}`, user_id: userId, about: canary });
  const accountToken = await signIn(url, email);
  const opened = await openPanel(url, accountToken);
  if (opened.token === null)
    throw new Error(`no panel session: ${opened.response.status} ${await opened.response.text()}`);
  const adminId = (await sql.query('select admin_user_id from host_profiles where id = $1', [host.id])).rows[0]
    .admin_user_id as number;
  const fileId = (await insert(sql, 'files', fileRow(name, adminId))).id;
  const entry = await insertEntries(sql, { name, canary, secret, host, guestId, fileId });
  return {
    panel: callerWith(url, opened.token),
    accountToken,
    userId,
    hostId: host.id,
    adminId,
    entry,
    fileId,
    canary,
    secret,
  };
}

const fileRow = (name: string, adminId: number) => ({
  ...{
    name: `${name}.png`,
    hash: `${name}_hash`,
    ext: '.png',
    mime: 'image/png',
    size: 1,
    url: `/uploads/${name}.png`,
  },
  ...{ provider: 'local', folder_path: '/', created_by_id: adminId },
});

interface Seed {
  readonly name: string;
  readonly canary: string;
  readonly secret: string;
  readonly host: Entry;
  readonly guestId: number;
  readonly fileId: number;
}

async function insertEntries(sql: Client, seed: Seed): Promise<Record<string, Entry>> {
  const { name, canary, secret, host, guestId, fileId } = seed;
  const property = await insert(sql, 'properties', {
    ...{ name: `Casa ${name} ${canary}`, property_type: 'Apartment', room_type: 'entire_home', host_id: host.id },
    ...{ state: 'published', currency: 'EUR', state_reason: `${canary} ${secret}`, time_zone: 'Europe/Lisbon' },
  });
  await insertAddress(sql, property.id, `${canary} ${secret}`);
  const photo = await insert(sql, 'photo_uses', { property_id: property.id, caption: canary, position: 0 });
  await sql.query(
    `insert into files_related_mph (file_id, related_id, related_type, field, "order") values ($1, $2, 'api::photo-use.photo-use', 'file', 1)`,
    [fileId, photo.id],
  );
  const range = await insert(sql, 'calendar_ranges', {
    ...{
      property_id: property.id,
      first_night: '2027-03-01',
      last_night: '2027-03-03',
      closed: true,
      reason: canary,
      source: 'host',
    },
  });
  const booking = await insert(sql, 'bookings', {
    ...{
      reference: `R-${name}`.toUpperCase(),
      property_id: property.id,
      host_id: host.id,
      guest_id: guestId,
      state: 'requested',
    },
    ...{ check_in: '2027-05-01', check_out: '2027-05-04', nights: 3, adults: 2, children: 0, infants: 0, pets: 0 },
    ...{
      currency: 'EUR',
      total: 55000,
      guest_name: 'Gisela',
      message: `${canary} ${secret}`,
      host_note: canary,
      instant: false,
    },
  });
  const event = await insert(sql, 'booking_events', {
    ...{
      booking_id: booking.id,
      move: 'hold',
      to_state: 'held',
      actor_kind: 'guest',
      actor_name: 'Gisela Private',
      door: 'rest',
    },
    ...{ reason: `${canary} ${secret}`, at: new Date() },
  });
  const payment = await insert(sql, 'payments', {
    ...{
      booking_id: booking.id,
      state: 'authorised',
      capture_method: 'manual',
      amount: 55000,
      captured_amount: 0,
      instalment: 0,
      part: 0,
      purpose: 'stay',
    },
    ...{ refunded_amount: 0, currency: 'EUR', stripe_payment_intent: `pi_${secret}`, client_secret: `cs_${secret}` },
  });
  const refund = await insert(sql, 'refunds', {
    ...{
      payment_id: payment.id,
      booking_id: booking.id,
      state: 'creating',
      amount: 100,
      currency: 'EUR',
      reason: `${canary} ${secret}`,
    },
  });
  const words = {
    property_id: property.id,
    side: 'guest',
    author_name: 'Gisela',
    author_id: guestId,
    overall: 4,
    written_at: new Date(),
  };
  const review = await insert(sql, 'reviews', {
    ...words,
    state: 'published',
    body: `fine ${canary}`,
    private_note: secret,
    visible_at: new Date(),
  });
  const pending = await insert(sql, 'reviews', { ...words, state: 'pending', body: `pending stay at ${name}` });
  const sealed = await insert(sql, 'reviews', { ...words, state: 'sealed', body: `sealed stay at ${name}` });
  const report = await insert(sql, 'reports', {
    review_id: review.id,
    reporter_id: guestId,
    reason_code: 'fake',
    details: 'never stayed',
    state: 'open',
  });
  const decision = await insert(sql, 'review_decisions', {
    review_id: review.id,
    decision: 'publish',
    moderator_name: 'Mona',
    at: new Date(),
  });
  const feed = await insert(sql, 'calendar_feeds', {
    ...{ property_id: property.id, name: canary, server: `${name}.example.com`, state: 'fresh', events: 1 },
  });
  const conflict = await insert(sql, 'calendar_conflicts', {
    ...{ property_id: property.id, feed_id: feed.id, booking_id: booking.id, feed_name: canary, state: 'open' },
    ...{ first_night: '2027-05-01', last_night: '2027-05-02', found_at: new Date() },
  });
  return {
    'api::calendar-feed.calendar-feed': feed,
    'api::calendar-conflict.calendar-conflict': conflict,
    'api::property.property': property,
    'api::photo-use.photo-use': photo,
    'api::calendar-range.calendar-range': range,
    'api::host-profile.host-profile': host,
    'api::booking.booking': booking,
    'api::booking-event.booking-event': event,
    'api::payment.payment': payment,
    'api::refund.refund': refund,
    'api::review.review': review,
    'pending review': pending,
    'sealed review': sealed,
    'api::report.report': report,
    'api::review-decision.review-decision': decision,
  };
}

async function insertAddress(sql: Client, propertyId: number, canary: string): Promise<void> {
  const address = await sql.query(
    `insert into components_property_address (line_1, postcode, city, country) values ($1, '1000', 'Lisbon', 'PT') returning id`,
    [canary],
  );
  await sql.query(
    `insert into properties_cmps (entity_id, cmp_id, component_type, field, "order") values ($1, $2, 'property.address', 'address', 1)`,
    [propertyId, address.rows[0].id],
  );
}

export async function insertAccount(sql: Client, email: string): Promise<number> {
  const account = await insert(sql, 'up_users', {
    username: email,
    email,
    provider: 'local',
    password: passwordHash,
    confirmed: true,
    blocked: false,
  });
  await sql.query(
    `insert into up_users_role_lnk (user_id, role_id) select $1, id from up_roles where type = 'authenticated'`,
    [account.id],
  );
  return account.id;
}

/** As Strapi would: a document id and its dates beside the given columns. */
export async function insert(sql: Client, table: string, values: Record<string, unknown>): Promise<Entry> {
  const now = new Date();
  const row = { document_id: createId(), created_at: now, updated_at: now, published_at: now, ...values };
  const names = Object.keys(row);
  const result = await sql.query(
    `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning id, document_id`,
    Object.values(row),
  );
  return { id: result.rows[0].id, documentId: result.rows[0].document_id };
}

function must<T>(value: T | undefined, reply: Reply): T {
  if (value === undefined) throw new Error(`${reply.status} ${reply.text}`);
  return value;
}
