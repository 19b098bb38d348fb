import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { startApi, type Answer, type TestApi } from './support/api-with-mail';
import { goodPassword, newAddress, signUp, signUpHost, type Person } from './support/registered';

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const reasons = (answer: Answer): string[] =>
  answer.body.error.details.reasons.map((reason: { code: string }) => reason.code);

const erase = (person: Person, password = goodPassword) =>
  api.call('POST', '/api/me/erase', { token: person.token, body: { password } });

async function home(host: Person, name: string): Promise<string> {
  const body = {
    name,
    summary: `Summary of ${name}`,
    currency: 'EUR',
    point: { latitude: 38.71, longitude: -9.14 },
    address: { line1: `Door of ${name}`, city: 'Lisboa', country: 'PT' },
    prices: { base: 12_000 },
    houseRules: { other: `Rules of ${name}` },
  };
  const { documentId } = (await api.call('POST', '/api/properties', { token: host.token, body })).body.data;
  expect((await api.call('POST', `/api/properties/${documentId}/publish`, { token: host.token })).status).toBe(200);
  return documentId;
}

async function book(
  guest: Person,
  propertyId: string,
  message: string,
  checkIn = '2027-05-10',
  checkOut = '2027-05-13',
) {
  const quoted = await api.call('POST', `/api/properties/${propertyId}/quote`, {
    token: guest.token,
    body: { checkIn, checkOut, adults: 2 },
  });
  const booked = await api.call('POST', '/api/bookings', {
    token: guest.token,
    body: { quote: quoted.body.data.quote ?? quoted.body.data.token, message },
    headers: { 'Idempotency-Key': randomUUID() },
  });
  expect(booked.status).toBe(201);
  const data = booked.body.data.booking ?? booked.body.data;
  return data.documentId as string;
}

const cancel = (person: Person, id: string) =>
  api.call('POST', `/api/bookings/${id}/cancel`, {
    token: person.token,
    body: { reason: 'CANARY-REASON plans have changed' },
    headers: { 'Idempotency-Key': randomUUID() },
  });

/** Every table of every schema of ours that has a row with this text in it. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await api.sql(
    `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema', 'stripe_sandbox')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await api.sql(`select 1 from ${name} t where position(lower($1) in lower(t::text)) > 0 limit 1`, [
      text,
    ]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

/** Figures that must not change when somebody is forgotten. */
const figures = () =>
  api.sql(
    `select (select count(*) from bookings)::int as bookings, (select sum(total) from bookings)::text as total, (select count(*) from payments)::int as payments,
       (select count(*) from ledger_entry)::int as ledger, (select count(*) from reviews)::int as reviews, (select sum(overall) from reviews)::int as scores`,
  );

/** A dispute that was answered, and a claim for damage with words and pictures of both, for a booking. */
async function troubleWith(booking: string): Promise<void> {
  await api.sql(
    `with d as (insert into dispute (document_id, stripe_dispute, payment_id, booking_id, state, reason, amount, currency, opened_at, bearer, withdrawn_at, looked_at)
       select 'dispute-of-canary', 'du_canary', p.id, b.id, 'needs_response', 'fraudulent', 100, p.currency, now(), 'marketplace', now(), now()
       from bookings b join payments p on p.booking_id = b.id where b.document_id = $1 order by p.id limit 1 returning id),
     said as (insert into dispute_evidence (dispute_id, evidence, saved_by, at) select id, '{"customerName": "CANARY-NAME Silva"}', 1, now() from d)
     insert into dispute_file (document_id, dispute_id, field, kind, content, added_by, at) select 'file-of-canary', id, 'receipt', 'pdf', '\\x25', 1, now() from d`,
    [booking],
  );
  await api.sql(
    `with c as (insert into damage_claim (document_id, booking_id, n, host_id, state, amount, currency, description, answer, filed_at, answer_by)
       select 'claim-of-canary', id, 1, host_id, 'in_review', 100, currency, 'The lamp is broken', 'CANARY-ANSWER', now(), now() from bookings where document_id = $1 returning id),
     moved as (insert into damage_claim_event (claim_id, move, from_state, to_state, actor_kind, actor_name, door, reason, at)
       select id, 'dispute', 'filed', 'in_review', 'guest', 'CANARY-NAME', 'rest', 'CANARY-REASON', now() from c)
     insert into damage_claim_photo (document_id, claim_id, side, jpeg, at) select 'photo-' || side, id, side, '\\xff', now() from c, (values ('guest'), ('host')) as s (side)`,
    [booking],
  );
}

test('a guest is found nowhere afterwards, and the figures stay', async () => {
  const host = await signUpHost(api);
  const guest = await signUp(api, newAddress('canary-mail'));
  await api.call('PUT', '/api/me', {
    token: guest.token,
    body: { displayName: 'CANARY-NAME Silva', phone: '+351 299 888 777' },
  });
  const property = await home(host, 'House of another');
  const booking = await book(guest, property, 'CANARY-MESSAGE we come late');
  await api.sql(
    `insert into reviews (document_id, property_id, side, author_id, author_name, state, overall, body, private_note, written_at, created_at)
     select 'review-of-canary', p.id, 'guest', u.id, u.display_name, 'published', 5, 'CANARY-WORDS lovely', 'CANARY-NOTE', now(), now()
     from properties p, up_users u where p.document_id = $1 and u.email = $2`,
    [property, guest.email],
  );

  const early = await erase(guest);
  expect([early.status, reasons(early)]).toEqual([409, expect.arrayContaining(['open_bookings'])]);
  expect((await cancel(guest, booking)).status).toBe(200);
  // A registration that waits and a mail that could not be sent are traces as well.
  await api.call('POST', '/api/auth/local/register', { body: { email: guest.email, password: goodPassword } });
  await api.call('POST', '/api/auth/forgot-password', { body: { email: guest.email } });
  await api.mailTo(guest.email, 3);

  await troubleWith(booking);
  expect(reasons(await erase(guest))).toEqual(['open_payments']);
  await api.sql(`update dispute set state = 'won', reinstated_at = now()`);
  await api.sql(`update damage_claim set state = 'rejected', ended_at = now()`);
  const before = await figures();
  expect(reasons(await erase(guest, 'not the password'))).toEqual(['wrong_password']);
  expect(await tablesWith('CANARY-NAME')).not.toEqual([]);
  const erased = await erase(guest);
  expect([erased.status, erased.text]).toEqual([200, expect.any(String)]);

  for (const trace of [guest.email, 'CANARY-', '299 888 777'])
    expect([trace, await tablesWith(trace)]).toEqual([trace, []]);
  const kept = await api.sql(
    `select (select count(*) from dispute_file where content is not null)::int as papers,
       (select string_agg(side, ' ') from damage_claim_photo) as pictures, (select description from damage_claim) as words`,
  );
  expect(kept).toEqual([{ papers: 0, pictures: 'host', words: 'The lamp is broken' }]);
  expect(await figures()).toEqual(before);
  expect((await api.call('GET', '/api/me', { token: guest.token })).status).toBe(401);
  expect(
    (await api.call('POST', '/api/auth/local', { body: { identifier: guest.email, password: goodPassword } })).status,
  ).toBe(401);
  const seen = (await api.call('GET', '/api/bookings?as=host', { token: host.token })).body.data;
  expect(JSON.stringify(seen)).toContain('Former member');
  // The address is free again.
  await signUp(api, newAddress('again'));
});

test('a host goes with listings, pictures and words; where guests have been a nameless home stays off the market', async () => {
  const host = await signUpHost(api);
  const guest = await signUp(api);
  await api.call('PUT', '/api/me', { token: host.token, body: { displayName: 'CANARY-HOST' } });
  await api.sql(
    `update host_profiles set display_name = 'CANARY-HOST', about = 'CANARY-ABOUT' where user_id = (select id from up_users where email = $1)`,
    [host.email],
  );
  const visited = await home(host, 'CANARY-VISITED');
  const empty = await home(host, 'CANARY-EMPTY');
  const picture = await sharp({ create: { width: 50, height: 50, channels: 3, background: '#123456' } })
    .png()
    .toBuffer();
  const urls: string[] = [];
  for (const property of [visited, empty]) {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(picture)]), 'a.png');
    form.append('caption', 'CANARY-CAPTION');
    urls.push(
      (await api.call('POST', `/api/properties/${property}/photos`, { token: host.token, raw: form })).body.data[0].url,
    );
  }
  const booking = await book(guest, visited, 'Hello');
  expect((await erase(host)).status).toBe(409);
  await cancel(guest, booking);
  await api.sql(
    `insert into damage_claim (document_id, booking_id, n, host_id, state, amount, currency, description, items, filed_at, answer_by, ended_at)
     select 'claim-of-host', id, 1, host_id, 'rejected', 100, currency, 'CANARY-DAMAGE', '[{"label": "CANARY-LAMP", "amount": 100}]', now(), now(), now()
     from bookings where document_id = $1`,
    [booking],
  );
  const before = await figures();
  expect((await erase(host)).status).toBe(200);
  expect(await api.sql(`select items from damage_claim where document_id = 'claim-of-host'`)).toEqual([
    { items: [{ label: '', amount: 100 }] },
  ]);

  expect((await tablesWith('CANARY-')).filter((name) => !/booking_events|idempotency_key/.test(name))).toEqual([]);
  expect(await tablesWith(host.email)).toEqual([]);
  expect(await figures()).toEqual(before);
  for (const url of urls) expect((await fetch(api.app.url + url)).status).toBe(404);
  expect(
    await api.sql('select document_id, state from properties where document_id = any($1)', [[visited, empty]]),
  ).toEqual([{ document_id: visited, state: 'unpublished' }]);
  expect((await api.call('GET', `/api/bookings/${booking}`, { token: guest.token })).status).toBe(200);
});

test('what is exported is all of the one person, and nothing of the other', async () => {
  const host = await signUpHost(api);
  const guest = await signUp(api);
  await api.call('PUT', '/api/me', {
    token: guest.token,
    body: { displayName: 'GUEST-NAME', phone: '+351 211 222 333' },
  });
  const property = await home(host, 'Exported house');
  const booking = await book(guest, property, 'GUEST-MESSAGE', '2027-06-01', '2027-06-04');
  await api.sql(
    `with c as (insert into damage_claim (document_id, booking_id, n, host_id, state, amount, currency, description, answer, filed_at, answer_by)
       select 'claim-exported', id, 1, host_id, 'in_review', 100, currency, 'HOST-WORDS', 'GUEST-ANSWER', now(), now() from bookings where document_id = $1 returning id)
     insert into damage_claim_photo (document_id, claim_id, side, jpeg, at) select 'exported-' || side, id, side, '\\xff', now() from c, (values ('guest'), ('host')) as s (side)`,
    [booking],
  );
  const exported = async (person: Person) =>
    (await api.call('GET', '/api/me/export', { token: person.token })).body.data;

  const ofGuest = await exported(guest);
  expect(ofGuest.account).toMatchObject({ email: guest.email, displayName: 'GUEST-NAME', phone: '+351 211 222 333' });
  expect(ofGuest.bookingsAsGuest).toEqual([
    expect.objectContaining({ message: 'GUEST-MESSAGE', property: 'Exported house' }),
  ]);
  expect([ofGuest.hostProfile, ofGuest.listings, ofGuest.bookingsAsHost]).toEqual([null, [], []]);
  expect(ofGuest.payments).toHaveLength(1);
  const claim = { n: 1, state: 'in_review', amount: 100 };
  const picture = (side: string) => [`/api/bookings/${booking}/claims/1/photos/exported-${side}.jpg`];
  expect(ofGuest.claimsAsGuest).toEqual([
    expect.objectContaining({ ...claim, answer: 'GUEST-ANSWER', pictures: picture('guest') }),
  ]);
  expect(JSON.stringify(ofGuest)).not.toContain('HOST-WORDS');
  expect(JSON.stringify(ofGuest)).not.toContain(host.email);

  const ofHost = await exported(host);
  expect(ofHost.listings).toEqual([expect.objectContaining({ documentId: property })]);
  expect(ofHost.bookingsAsHost).toHaveLength(1);
  expect(ofHost.claimsAsHost).toEqual([
    expect.objectContaining({ ...claim, description: 'HOST-WORDS', pictures: picture('host') }),
  ]);
  for (const foreign of ['GUEST-', guest.email, '211 222 333']) expect(JSON.stringify(ofHost)).not.toContain(foreign);
  expect(JSON.stringify(ofHost)).not.toMatch(/password|secret|"id":/i);
});

test('nobody is erased or exported without signing in', async () => {
  expect((await api.call('POST', '/api/me/erase', { body: { password: goodPassword } })).status).toBe(401);
  expect((await api.call('GET', '/api/me/export')).status).toBe(401);
});
