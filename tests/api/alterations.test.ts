import { randomUUID } from 'node:crypto';
import { openTestDatabase } from '../services/support/test-database';
import type { Database } from '../../src/adapters/postgres/sql';
import { brokenInvariants } from '../../src/api/payment/queries/invariants';
import { startApp, type AppProcess } from '../services/support/app-process';
import { alterationParties, eur, nights, type Booked } from './support/alteration-parties';
import { call, graphql, reasonsOf } from './support/client';
import { openDoors, type Person } from './support/people';
import { payWith, until } from './support/stays';

/** Whole alterations as both parties' apps make them, against the app and the local Stripe. */
let app: AppProcess;
let db: Database;
let parties: Awaited<ReturnType<typeof alterationParties>>;
let guest: Person;
let host: Person;
let stranger: Person;

beforeAll(async () => {
  app = await startApp({ env: { ...openDoors } });
  db = openTestDatabase(app.database.url);
  parties = await alterationParties(app, db);
  ({ guest, host, stranger } = parties);
}, 240_000);
afterEach(async () => expect(await brokenInvariants(db)).toEqual([]));
afterAll(async () => {
  await db?.close();
  await app?.end();
});

test('a guest stays longer: the host accepts, the guest pays the difference', async () => {
  const stay = await parties.booked();
  const key = { 'idempotency-key': randomUUID() };
  const proposed = await parties.send(guest, stay, '', { ...nights(stay, 4), reason: 'One more night' }, key);
  expect([proposed.status, proposed.body.data]).toMatchObject([
    201,
    { n: 1, state: 'proposed', before: { total: eur(41_000) }, after: { total: eur(53_000) }, difference: eur(12_000) },
  ]);
  const again = await parties.send(guest, stay, '', { ...nights(stay, 4), reason: 'One more night' }, key);
  expect([again.status, again.body]).toEqual([201, proposed.body]);
  const other = await parties.send(guest, stay, '', nights(stay, 5), key);
  expect([other.status, reasonsOf(other)]).toMatchObject([
    422,
    [{ code: 'idempotency_key_reused', field: 'Idempotency-Key' }],
  ]);
  const own = await parties.send(guest, stay, '/1/accept');
  expect([own.status, reasonsOf(own)]).toMatchObject([403, [{ code: 'move_not_yours' }]]);
  const accepted = await parties.send(host, stay, '/1/accept');
  expect([accepted.status, accepted.body.data]).toMatchObject([
    200,
    { state: 'accepted', payment: { clientSecret: null } },
  ]);
  const [{ decidedAt, paymentDueAt, payment }] = await parties.list(stay);
  expect(Date.parse(paymentDueAt) - Date.parse(decidedAt)).toBe(24 * 3_600_000);
  expect(await parties.read(stay)).toMatchObject({ nights: 3, total: eur(41_000) });
  expect(await parties.books(stay)).toEqual({ kept: 41_000, taken: 41_000, back: 0, nights: 4 });
  await payWith(app, payment.clientSecret);
  await until(async () => (await parties.list(stay))[0].state === 'applied');
  expect(await parties.read(stay)).toMatchObject({
    state: 'confirmed',
    checkOut: stay.day(4),
    nights: 4,
    total: eur(53_000),
  });
  expect(await parties.books(stay)).toEqual({ kept: 53_000, taken: 53_000, back: 0, nights: 4 });
  expect(await parties.moves(stay)).toEqual([
    'hold',
    'pay',
    'propose_alteration',
    'accept_alteration',
    'apply_alteration',
  ]);
});

test('a host proposes a shorter stay: the guest accepts, the difference goes back', async () => {
  const stay = await parties.booked();
  expect((await parties.send(host, stay, '', nights(stay, 2))).body.data).toMatchObject({
    proposer: 'host',
    difference: eur(-12_000),
  });
  const key = { 'idempotency-key': randomUUID() };
  const accepted = await parties.send(guest, stay, '/1/accept', {}, key);
  expect([accepted.status, accepted.body.data]).toMatchObject([200, { state: 'applied', payment: null }]);
  expect((await parties.send(guest, stay, '/1/accept', {}, key)).body).toEqual(accepted.body);
  await until(async () =>
    (await parties.read(stay)).refunds.some(({ state }: { state: string }) => state === 'succeeded'),
  );
  expect(await parties.read(stay)).toMatchObject({ nights: 2, total: eur(29_000), refunds: [{ amount: eur(12_000) }] });
  expect(await parties.books(stay)).toEqual({ kept: 29_000, taken: 41_000, back: 12_000, nights: 2 });
});

test('declined and withdrawn ones change nothing, and cannot be answered again', async () => {
  const stay = await parties.booked();
  const before = await parties.read(stay);
  await parties.send(guest, stay, '', nights(stay, 4));
  expect((await parties.send(host, stay, '/1/decline', { reason: 'We are away' })).body.data.state).toBe('declined');
  await parties.send(host, stay, '', nights(stay, 2));
  expect((await parties.send(host, stay, '/2/withdraw')).body.data.state).toBe('withdrawn');
  for (const n of [1, 2]) {
    const late = await parties.send(n === 1 ? host : guest, stay, `/${n}/accept`);
    expect([late.status, reasonsOf(late)]).toMatchObject([409, [{ code: 'move_not_allowed' }]]);
  }
  expect({ ...(await parties.read(stay)), events: [] }).toEqual({ ...before, events: [] });
  expect(await parties.books(stay)).toEqual({ kept: 41_000, taken: 41_000, back: 0, nights: 3 });
});

test('another account’s booking is not there, nor is another booking’s alteration', async () => {
  const [stay, second] = [await parties.booked(), await parties.booked()];
  await parties.send(guest, stay, '', nights(stay, 4));
  const gone = { ...stay, id: 'a'.repeat(24) };
  const twin = (act: string, { id }: Booked, { token }: Person) =>
    graphql(app, `mutation ($id: ID!) { ${act}Alteration(id: $id, n: 1) { n } }`, { id }, token);
  const bodyOf = (path: string) => (path === '' ? nights(stay, 2) : {});
  for (const path of ['', '/1/accept', '/1/decline', '/1/withdraw']) {
    const answer = await parties.send(stranger, stay, path, bodyOf(path));
    expect([path, answer.status, reasonsOf(answer)]).toMatchObject([path, 404, [{ code: 'not_found', field: 'id' }]]);
    expect(answer.body).toEqual((await parties.send(stranger, gone, path, bodyOf(path))).body);
  }
  for (const act of ['accept', 'decline', 'withdraw']) {
    const answer = await twin(act, stay, stranger);
    expect([answer.body, reasonsOf(answer)]).toMatchObject([
      (await twin(act, gone, stranger)).body,
      [{ code: 'not_found', field: 'id' }],
    ]);
    const wrong = [await parties.send(host, second, `/1/${act}`), await twin(act, second, host)];
    for (const each of wrong) expect(reasonsOf(each)).toMatchObject([{ code: 'not_found', field: 'n' }]);
  }
  const lists = [stay, gone].map(({ id }) =>
    call(app, 'GET', `/api/bookings/${id}/alterations`, { token: stranger.token }),
  );
  const [seen, none] = await Promise.all(lists);
  expect([seen?.status, seen?.body]).toEqual([404, none?.body]);
  expect((await parties.list(stay)).map(({ state }: { state: string }) => state)).toEqual(['proposed']);
});

test('a price that has changed since is a 409, and nothing is owed', async () => {
  const stay = await parties.booked();
  await parties.send(guest, stay, '', nights(stay, 4));
  await db.query(
    `update components_property_prices set base = 13000 where id =
       (select c.cmp_id from properties_cmps c join properties p on p.id = c.entity_id where p.document_id = $1 and c.field = 'prices')`,
    [stay.home],
  );
  const stale = await parties.send(host, stay, '/1/accept');
  expect([stale.status, reasonsOf(stale)]).toEqual([409, [{ code: 'alteration_stale', field: 'state' }]]);
  expect(await parties.books(stay)).toEqual({ kept: 41_000, taken: 41_000, back: 0, nights: 3 });
});

test('bad input is refused by field and rule, and changes nothing', async () => {
  const stay = await parties.booked();
  const good = nights(stay, 4);
  const wrong: readonly (readonly [string, unknown, Record<string, string>?])[] = [
    ['400 unknown_field total', { ...good, total: 1 }],
    ['400 unknown_field price', { ...good, price: eur(1) }],
    ['400 required checkOut', { checkIn: good.checkIn, adults: 2 }],
    ['400 invalid_date checkIn', { ...good, checkIn: '2027-02-30' }],
    ['422 check_out_not_after_check_in checkOut', { ...good, checkIn: stay.day(4), checkOut: stay.day(1) }],
    ['422 check_out_not_after_check_in checkOut', { ...good, checkOut: good.checkIn }],
    ['400 too_small adults', { ...good, adults: 0 }],
    ['400 wrong_type adults', { ...good, adults: 1.5 }],
    ['422 capacity guests', { ...good, adults: 40 }],
    ['422 in_the_past checkOut', { ...good, checkIn: '2020-01-01', checkOut: '2020-01-04' }],
    ['422 nothing_changes checkIn', nights(stay, 3)],
    ['400 too_big reason', { ...good, reason: 'x'.repeat(2_001) }],
    ['400 invalid_format Idempotency-Key', good, { 'idempotency-key': 'x'.repeat(256) }],
  ];
  const said = [];
  for (const [, body, headers] of wrong) {
    const answer = await parties.send(guest, stay, '', body, headers);
    const [first] = (reasonsOf(answer) ?? []) as { code: string; field: string }[];
    said.push(`${answer.status} ${first?.code} ${first?.field}`);
  }
  expect(said).toEqual(wrong.map(([expected]) => expected));
  const answers = await Promise.all(
    ['/0/accept', '/x/accept', '/7/accept'].map((path) => parties.send(host, stay, path)),
  );
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 404]);
  expect(await parties.list(stay)).toEqual([]);
  expect(await parties.moves(stay)).toEqual(['hold', 'pay']);
});

test('the same through GraphQL: proposed, accepted, paid', async () => {
  const stay = await parties.booked();
  const fields = '{ n state difference { amount currency } payment { clientSecret } }';
  const propose = `mutation ($id: ID!, $input: ProposeAlterationInput!, $key: String) { proposeAlteration(id: $id, input: $input, idempotencyKey: $key) ${fields} }`;
  const accept = `mutation ($id: ID!) { acceptAlteration(id: $id, n: 1) ${fields} }`;
  const variables = { id: stay.id, input: nights(stay, 5), key: randomUUID() };
  const reversed = { ...variables, input: { ...variables.input, checkOut: stay.day(-1) } };
  const refused = await graphql(app, propose, reversed, guest.token);
  expect(reasonsOf(refused)).toMatchObject([{ code: 'check_out_not_after_check_in', field: 'checkOut' }]);
  for (let time = 0; time < 2; time += 1) {
    const { body } = await graphql(app, propose, variables, guest.token);
    expect(body.data?.proposeAlteration).toMatchObject({ n: 1, state: 'proposed', difference: eur(24_000) });
  }
  const another = await graphql(app, accept, { id: stay.id }, stranger.token);
  expect(another.body.errors[0].extensions).toMatchObject({ status: 404 });
  const accepted = await graphql(app, accept, { id: stay.id }, host.token);
  expect(accepted.body.data.acceptAlteration).toMatchObject({ state: 'accepted', payment: { clientSecret: null } });
  const query = `query ($id: ID!) { alterations(id: $id) ${fields} }`;
  const listed = async () => (await graphql(app, query, { id: stay.id }, guest.token)).body.data.alterations[0];
  await payWith(app, (await listed()).payment.clientSecret);
  await until(async () => (await listed()).state === 'applied');
  expect(await parties.read(stay)).toMatchObject({ nights: 5, total: eur(65_000) });
  expect(await parties.books(stay)).toEqual({ kept: 65_000, taken: 65_000, back: 0, nights: 5 });
});
