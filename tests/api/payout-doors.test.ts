import type { Casita } from '../../src/ports';
import { systemClock } from '../../src/sandbox/clock';
import { startApp, type AppProcess } from '../services/support/app-process';
import { openTestDatabase } from '../services/support/test-database';
import { makeHome } from '../services/support/world';
import { call, graphql, reasonsOf } from './support/client';
import { openDoors, signUp, signUpHost, type Person } from './support/people';
import { bookConfirmed, until } from './support/stays';

/** A host's money over HTTP: as JSON, as GraphQL, for spreadsheets and for paper; never another's. */

let app: AppProcess;
let [a, b]: Person[] = [];
let id = '';

beforeAll(async () => {
  app = await startApp({ env: openDoors });
  [a, b] = [await signUpHost(app, 'payout-a'), await signUpHost(app, 'payout-b')];
  const guest = await signUp(app, 'payout-guest');
  const db = openTestDatabase(app.database.url);
  const home = await makeHome({ db, clock: systemClock } as unknown as Casita, { name: '<b>Casa & Mar</b>' });
  await db.query(
    `update properties set host_id = (select p.id from host_profiles p join up_users u on u.id = p.user_id where u.email = $2) where id = $1`,
    [home.id, a.email],
  );
  await db.close();
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  await bookConfirmed(app, guest.token, home.documentId, { checkIn: day(2), checkOut: day(5) });
  await call(app, 'POST', '/sandbox/clock', { body: { advance: 'P4D' } });
  const list = () => call(app, 'GET', '/api/host/payouts', { token: a?.token ?? '' });
  await until(async () => (await list()).body.data.length === 1);
  id = String((await list()).body.data[0].id);
}, 240_000);
afterAll(() => app?.stop());

const get = (path: string, who: Person | undefined = a) => call(app, 'GET', path, { token: who?.token ?? null });
const month = () => new Date(Date.now() + 4 * 86_400_000).toISOString().slice(0, 7);

test('what was released waits for an account, and says so', async () => {
  const { body } = await get(`/api/host/payouts/${id}`);
  expect(body.data).toMatchObject({ state: 'owed', reason: 'no_account', lines: [{ kind: 'stay' }], transfers: [] });
  expect(body.data.lines[0].amount).toEqual(body.data.amount);
  const { body: earned } = await get('/api/host/earnings');
  expect(earned.data.currencies).toMatchObject([{ currency: 'EUR', onTheWay: body.data.amount, paid: { amount: 0 } }]);
});

test('GraphQL says the same', async () => {
  const query = `query ($id: ID!) { hostPayout(id: $id) { id state amount { amount currency } } hostEarnings { currencies { currency } } }`;
  const { body } = await graphql(app, query, { id }, a?.token ?? null);
  expect(body.data).toMatchObject({
    hostPayout: { id, state: 'owed' },
    hostEarnings: { currencies: [{ currency: 'EUR' }] },
  });
});

test('the files say what the JSON says, and nobody’s words are markup', async () => {
  const csv = await get(`/api/host/payouts/${id}.csv`);
  expect([csv.status, csv.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(String(csv.body)).toContain('date,kind,booking,amount,currency\r\n');
  const page = await get(`/api/host/payouts/${id}.html`);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(String(page.body)).toContain('&lt;b&gt;Casa &amp; Mar&lt;/b&gt;');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  for (const kind of ['csv', 'html']) expect((await get(`/api/host/statements/${month()}.${kind}`)).status).toBe(200);
});

test('another host’s is as missing as none, in every form', async () => {
  for (const end of ['', '.csv', '.html']) {
    const [another, missing] = [await get(`/api/host/payouts/${id}${end}`, b), await get(`/api/host/payouts/${'z'.repeat(24)}${end}`, b)]; // prettier-ignore
    expect([another.status, missing.status]).toEqual([404, 404]);
    expect(another.body).toEqual(missing.body);
  }
  expect((await get('/api/host/payouts', b)).body.data).toEqual([]);
  expect((await get(`/api/host/statements/${month()}`, b)).body.data.currencies).toEqual([]);
  expect((await call(app, 'GET', `/api/host/payouts/${id}.csv`)).status).toBe(401);
});

test.each([
  ['/api/host/payouts/x', 'id'],
  ['/api/host/payouts/x.csv', 'id'],
  ['/api/host/statements/2026-13', 'month'],
  ['/api/host/statements/2026-13.html', 'month'],
  ['/api/host/payouts?cursor=-1', 'cursor'],
  ['/api/host/payouts?state=gone', 'state'],
])('%s is refused by its field', async (path, field) => {
  const answer = await get(path);
  expect(answer.status).toBe(400);
  expect(reasonsOf(answer)).toMatchObject([{ field }]);
});
