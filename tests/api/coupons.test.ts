import { openTestDatabase } from '../services/support/test-database';
import type { Casita } from '../../src/ports';
import { systemClock } from '../../src/sandbox/clock';
import { makeHome } from '../services/support/world';
import { call, graphql, reasonsOf } from './support/client';
import type { Reply } from './support/panel-world';
import { askQuote, place } from './support/stays';
import { startPanelApp, type PanelApp } from './support/panel-app';

/** Coupons from the staff's form to a guest's booking, over HTTP. */

let world: PanelApp;
let home: string;

beforeAll(async () => {
  world = await startPanelApp();
  const db = openTestDatabase(world.app.database.url);
  const { id, documentId } = await makeHome({ db, clock: systemClock } as unknown as Casita);
  await db.query('update properties set host_id = $2 where id = $1', [id, world.a.hostId]);
  await db.close();
  home = documentId;
});
afterAll(() => world?.stop());

const uid = 'api::coupon.coupon';
const path = (documentId = '') => `/content-manager/collection-types/${uid}${documentId && `/${documentId}`}`;
const ten = { code: 'ten', label: 'Ten off', kind: 'percent', percent: 10, fundedBy: 'marketplace', active: true };
const write = (changes: object) => world.operator.call('POST', path(), { ...ten, ...changes });
const fieldsOf = (reply: Reply): string[] =>
  (reply.body.error.details.reasons ?? []).map(
    ({ code, field }: { code: string; field: string }) => `${code} ${field}`,
  );

let counter = 0;
async function made(changes: object = {}): Promise<{ code: string; documentId: string }> {
  counter += 1;
  const code = `MADE-${counter}`;
  const reply = await write({ code, ...changes });
  if (reply.status !== 201) throw new Error(reply.text);
  return { code, documentId: reply.body.data.documentId };
}

const day = (offset: number) => new Date(Date.now() + (60 + offset) * 86_400_000).toISOString().slice(0, 10);
const stay = (coupon: string, first = 0) => ({ checkIn: day(first), checkOut: day(first + 3), coupon });

describe('the form', () => {
  test('writes a coupon in capitals, and says which code is taken', async () => {
    const first = await write({ code: ' summer-26 ' });
    expect([first.status, first.body.data.code]).toEqual([201, 'SUMMER-26']);
    const second = await write({ code: 'Summer-26' });
    expect(second.status).toBe(400);
    expect(second.text).toMatch(/"code"/);
    const copy = await world.operator.call('POST', `${path()}/clone/${first.body.data.documentId}`, {
      ...ten,
      code: 'SUMMER-26',
    });
    expect(copy.status).toBe(400);
  });

  test.each<[string, object, string]>([
    ['a code with a space', { code: 'A B C' }, 'invalid_format code'],
    ['101 %', { percent: 101 }, 'out_of_range percent'],
    ['no percentage', { percent: null }, 'required percent'],
    ['a percentage and an amount', { amount: 100, currency: 'EUR' }, 'not_with_percent amount'],
    ['an amount without a currency', { kind: 'amount', percent: null, amount: 100 }, 'required currency'],
    ['dinars that no card takes', { kind: 'amount', percent: null, amount: 105, currency: 'KWD' }, 'not_chargeable amount'], // prettier-ignore
    ["a host's coupon of nobody", { fundedBy: 'host' }, 'required host'],
    ['a host that there is not', { fundedBy: 'host', host: { connect: [{ id: 999_999 }] } }, 'unknown_relation host'],
    ['an end before the beginning', { validFrom: '2027-02-02T00:00:00Z', validUntil: '2027-02-01T00:00:00Z' }, 'order validUntil'], // prettier-ignore
    ['more for each than for all', { maxUses: 1, maxUsesPerGuest: 2 }, 'too_big maxUsesPerGuest'],
  ])('refuses %s, and names the field', async (_, changes, expected) => {
    const reply = await write({ code: 'REFUSED', ...changes });
    expect(reply.status).toBe(400);
    expect(fieldsOf(reply)).toContain(expected);
    expect((await world.sql.query("select 1 from coupons where code = 'REFUSED'")).rowCount).toBe(0);
  });

  test('refuses a change that makes no sense with what is stored', async () => {
    const { documentId } = await made({ maxUses: 3 });
    const reply = await world.operator.call('PUT', path(documentId), { maxUsesPerGuest: 4 });
    expect([reply.status, fieldsOf(reply)]).toEqual([400, ['too_big maxUsesPerGuest']]);
    expect((await world.operator.call('PUT', path(documentId), { maxUsesPerGuest: 3 })).status).toBe(200);
  });

  test('takes a host, and lets go of one only where nobody needs one', async () => {
    const { documentId } = await made({ fundedBy: 'host', host: { connect: [{ id: world.a.hostId }] } });
    const emptied = await world.operator.call('PUT', path(documentId), { host: { disconnect: [{ id: world.a.hostId }] } }); // prettier-ignore
    expect([emptied.status, fieldsOf(emptied)]).toEqual([400, ['required host']]);
    const row = await world.sql.query('select host_id from coupons where document_id = $1', [documentId]);
    expect(row.rows).toEqual([{ host_id: world.a.hostId }]);
  });
});

describe('nobody else', () => {
  test('hosts and moderators neither see nor write a coupon', async () => {
    const { documentId } = await made();
    for (const panel of [world.a.panel, world.moderator]) {
      const answers = await Promise.all([
        panel.call('GET', path()),
        panel.call('GET', path(documentId)),
        panel.call('POST', path(), ten),
        panel.call('PUT', path(documentId), { active: false }),
        panel.call('DELETE', path(documentId)),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    }
  });

  test('there is no public way to them', async () => {
    const { documentId } = await made();
    expect((await call(world.app, 'GET', '/api/coupons')).status).toBe(404);
    expect((await call(world.app, 'GET', `/api/coupons/${documentId}`)).status).toBe(404);
    const types = await graphql(world.app, '{ __schema { queryType { fields { name } } } }');
    const names: string[] = (types.body.data?.__schema.queryType.fields ?? []).map(
      ({ name }: { name: string }) => name,
    );
    expect(names).toContain('properties');
    expect(names.filter((name) => /coupon/i.test(name))).toEqual([]);
  });
});

describe('a guest', () => {
  test('has it in the quote and the booking, through REST and GraphQL', async () => {
    const { code } = await made({ label: 'Welcome' });
    const quoted = await askQuote(world.app, home, stay(code.toLowerCase()));
    expect(quoted.body.data).toMatchObject({ coupon: code });
    const line = quoted.body.data.lines.find(({ kind }: { kind: string }) => kind === 'coupon');
    expect(line).toMatchObject({ code: `coupon:${code}`, label: 'Welcome' });
    const mutation =
      'mutation ($id: ID!, $input: QuoteStayInput!) { quoteStay(id: $id, input: $input) { coupon total { amount } } }';
    const twin = await graphql(world.app, mutation, { id: home, input: { ...stay(code), adults: 2 } });
    expect(twin.body.data.quoteStay).toEqual({ coupon: code, total: { amount: quoted.body.data.total.amount } });
    const placed = await place(world.app, world.b.accountToken, home, stay(code));
    expect([placed.status, placed.body.data?.total]).toEqual([201, quoted.body.data.total]);
    expect(placed.body.data.lines).toContainEqual(line);
    const uses = await world.sql.query(
      'select u.guest_id, u.released_at from coupon_use u join coupons c on c.id = u.coupon_id where c.code = $1',
      [code],
    );
    expect(uses.rows).toEqual([{ guest_id: world.b.userId, released_at: null }]);
  });

  test('is told the same of a code that is not there, switched off, or of another host', async () => {
    const off = await made({ active: false });
    const theirs = await made({ fundedBy: 'host', host: { connect: [{ id: world.b.hostId }] } });
    for (const code of ['NO-SUCH-CODE', off.code, theirs.code]) {
      const refused = await askQuote(world.app, home, stay(code, 10));
      expect([refused.status, reasonsOf(refused)]).toEqual([
        422,
        [{ code: 'coupon_unknown', field: 'coupon', value: code }],
      ]);
    }
  });

  test('a coupon that was used cannot be removed, one that was not can', async () => {
    const used = await made();
    await place(world.app, world.b.accountToken, home, stay(used.code, 20));
    const refused = await world.operator.call('DELETE', path(used.documentId));
    expect([refused.status, fieldsOf(refused)]).toEqual([400, ['in_use active']]);
    const unused = await made();
    expect((await world.operator.call('DELETE', path(unused.documentId))).status).toBe(200);
  });

  test('who guesses is stopped, by either door; a quote without a code is not', async () => {
    const token = world.b.accountToken;
    const attempt = () => askQuote(world.app, home, stay('GUESSED', 30), token);
    const statuses = new Set<number>();
    for (let i = 0; i < 70; i += 1) statuses.add((await attempt()).status);
    expect([...statuses]).toEqual([422, 429]);
    const limited = await attempt();
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    const mutation = 'mutation ($id: ID!, $input: QuoteStayInput!) { quoteStay(id: $id, input: $input) { coupon } }';
    const twin = await graphql(world.app, mutation, { id: home, input: { ...stay('GUESSED', 30), adults: 2 } }, token);
    expect(twin.body.errors[0].extensions.code).toBe('TOO_MANY');
    const { coupon, ...plain } = stay('GUESSED', 30);
    expect(coupon).toBe('GUESSED');
    expect((await askQuote(world.app, home, plain, token)).status).toBe(200);
  }, 120_000);
});

describe('the penalty of a host', () => {
  const owed = async (host: 'a' | 'b') => {
    const booking = world[host].entry['api::booking.booking'];
    await world.sql.query(
      `insert into host_penalty (booking_id, host_id, amount, currency, rule, at) values ($1, $2, 5000, 'EUR', 'middle', now()) on conflict do nothing`,
      [booking?.id, world[host].hostId],
    );
    return `/casita/bookings/${booking?.documentId ?? ''}/waive-penalty`;
  };

  test('is waived by staff, with a reason, once; by nobody else', async () => {
    const route = await owed('a');
    const reason = 'The roof came down';
    for (const panel of [world.a.panel, world.moderator])
      expect((await panel.call('POST', route, { reason })).status).toBe(403);
    expect((await call(world.app, 'POST', route, { body: { reason } })).status).toBe(401);
    expect((await world.operator.call('POST', route, {})).status).toBe(400);
    expect((await world.operator.call('POST', route, { reason: ' ' })).status).toBe(400);
    expect((await world.operator.call('POST', route, { reason })).status).toBe(200);
    expect((await world.operator.call('POST', route, { reason })).status).toBe(409);
    const { rows } = await world.sql.query('select waive_reason from host_penalty');
    expect(rows).toEqual([{ waive_reason: reason }]);
  });
});
