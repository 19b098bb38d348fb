import { startApp, type AppProcess } from '../services/support/app-process';
import { person } from '../services/support/tax-profile';
import { insert, makePanelWorld, send, type PanelWorld } from './support/panel-world';

let app: AppProcess;
let world: PanelWorld;
beforeAll(async () => {
  app = await startApp();
  world = await makePanelWorld(app.url, app.database.url);
}, 120_000);
afterAll(async () => {
  await world?.sql.end();
  await app?.end();
});

const asHost = (side: 'a' | 'b', method: string, path: string, body?: unknown) =>
  send(`${app.url}${path}`, method, world[side].accountToken, body);
const year = new Date().getUTCFullYear();
const yearOf = (file = '') => `/casita/reports/sellers${file}?year=${year}`;
const period = `from=${year}-01-01&to=${year}-12-31`;

/** What a stay of host A brought, as the job posts it. */
async function release(): Promise<void> {
  const booking = world.a.entry['api::booking.booking']?.id;
  const { sql } = world;
  await sql.query('begin');
  const { rows } = await sql.query<{ id: string }>(
    `insert into ledger_transaction (source, external_id, kind, booking_id, at) values ('casita', 'report-test', 'released', $1, now()) returning id`,
    [booking],
  );
  await sql.query(
    `insert into ledger_entry (transaction_id, account, amount, currency) values ($1, 'guest_funds:' || $2, 120, 'EUR'),
       ($1, 'host_payable:' || $3, -100, 'EUR'), ($1, 'tax_payable', -20, 'EUR')`,
    [rows[0]?.id, String(booking), String(world.a.hostId)],
  );
  await sql.query('commit');
}

test('a host says what tax offices are told, over REST and GraphQL; no other host and no list shows it', async () => {
  const written = await asHost('a', 'PUT', '/api/host/tax-profile', person);
  expect(written.status).toBe(200);
  expect(written.body.data).toMatchObject({ ...person, missing: [] });
  const query = '{ taxProfile { name missing tins { number country } address { city } } }';
  const graphql = await asHost('a', 'POST', '/graphql', { query });
  expect(graphql.body.data.taxProfile).toEqual({
    ...{ name: 'Ana Secreta', missing: [], tins: person.tins, address: { city: 'Lisboa' } },
  });
  expect((await asHost('b', 'GET', '/api/host/tax-profile')).body.data).toMatchObject({ name: null, updatedAt: null });

  const mutation = `mutation { setTaxProfile(input: { kind: entity, vatId: "PT501442601" }) { name } }`;
  const refused = await asHost('b', 'POST', '/graphql', { query: mutation });
  expect(refused.body.errors[0].extensions).toMatchObject({
    ...{ status: 422, reasons: [{ code: 'vat_id', field: 'vatId' }] },
  });
});

test.each([
  ['an unknown field', { nationality: 'PT' }, 400, 'nationality'],
  ['a country in words', { residences: ['Portugal'] }, 400, 'residences.0'],
  ['30 February', { kind: 'individual', dateOfBirth: '1980-02-30' }, 400, 'dateOfBirth'],
  ['a name of nothing', { name: ' ' }, 400, 'name'],
  ['a wrong number', { tins: [{ number: '123456780', country: 'PT' }] }, 422, 'tins.0.number'],
])('%s is refused and changes nothing', async (_, body, status, field) => {
  const answer = await asHost('a', 'PUT', '/api/host/tax-profile', body);
  expect([answer.status, answer.body.error.details.reasons[0].field]).toEqual([status, field]);
  expect(answer.text).not.toContain('123456780');
  expect((await asHost('a', 'GET', '/api/host/tax-profile')).body.data.name).toBe('Ana Secreta');
});

test('all own data has the profile in it', async () => {
  const all = await asHost('a', 'GET', '/api/me/export');
  expect(all.body.data.taxProfile).toMatchObject({ name: 'Ana Secreta', tins: person.tins });
});

test('staff read the yearly report as JSON and as a file, and each reading is written down', async () => {
  await release();
  const report = await world.operator.call('GET', yearOf());
  expect(report.status).toBe(200);
  expect(report.body.data.next).toBeNull();
  expect(report.body.data.sellers).toMatchObject([
    { name: 'Ana Secreta', listings: [{ money: [{ currency: 'EUR' }] }] },
  ]);

  const file = await fetch(app.url + yearOf('.csv'), { headers: { authorization: `Bearer ${world.operator.token}` } });
  expect(file.status).toBe(200);
  expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(file.headers.get('content-disposition')).toBe(`attachment; filename="sellers-${year}.csv"`);
  expect(file.headers.get('cache-control')).toBe('no-store');
  const bytes = Buffer.from(await file.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(bytes.toString()).toContain('Ana Secreta');
  const { rows } = await world.sql.query('select report, period from report_reading order by id');
  expect(rows).toEqual(Array(2).fill({ report: 'sellers', period: String(year) }));
});

test('the report on taxes is staff’s too, and wrong questions are named', async () => {
  const taxes = await world.operator.call('GET', `/casita/reports/taxes?${period}`);
  expect(taxes.status).toBe(200);
  expect(taxes.body.data.ledger).toMatchObject([{ currency: 'EUR', posted: 20 }]);
  const file = await world.operator.call('GET', `/casita/reports/taxes.csv?${period}`);
  expect(file.text.startsWith('country,region,city,currency,stays,')).toBe(true);
  const stays = await world.operator.call('GET', `/casita/reports/tax-stays.csv?${period}`);
  expect(stays.text.startsWith('booking,property,')).toBe(true);
  for (const [query, field] of [
    ['', 'from'],
    ['from=2027-02-30&to=2027-03-01', 'from'],
    ['from=2027-03-01&to=2027-02-01', 'to'],
    ['from=2027-01-01&to=2028-01-02', 'to'],
    [`${period}&country=portugal`, 'country'],
    [`${period}&currency=eur`, 'currency'],
    [`${period}&city=${'x'.repeat(121)}`, 'city'],
    [`${period}&guest=1`, 'guest'],
    [`${period}&city=a&city=b`, 'city'],
  ]) {
    const answer = await world.operator.call('GET', `/casita/reports/taxes?${query}`);
    expect([query, answer.status, answer.body.error.details.reasons[0].field]).toEqual([query, 400, field]);
  }
  for (const query of ['', 'year=1999', 'year=2027.5', 'year=2027&after=-1'])
    expect([query, (await world.operator.call('GET', `/casita/reports/sellers?${query}`)).status]).toEqual([
      query,
      400,
    ]);
});

test('a role of one’s own may read one report without the other', async () => {
  const role = await insert(world.sql, 'admin_roles', { name: 'Tax', code: 'tax-office', description: 'Taxes only' });
  const permission = await insert(world.sql, 'admin_permissions', {
    ...{
      action: 'api::casita.read-tax-reports',
      subject: null,
      properties: '{}',
      conditions: '[]',
      action_parameters: '{}',
    },
  });
  await world.sql.query('insert into admin_permissions_role_lnk (permission_id, role_id) values ($1, $2)', [
    permission.id,
    role.id,
  ]);
  // The moderator's account gets that role in place of its own; which one counts is read at each request.
  await world.sql.query(
    `update admin_users_roles_lnk set role_id = $1 where role_id = (select id from admin_roles where code = 'casita-moderator')`,
    [role.id],
  );
  expect((await world.moderator.call('GET', `/casita/reports/taxes?${period}`)).status).toBe(200);
  expect((await world.moderator.call('GET', yearOf())).status).toBe(403);
  expect((await world.moderator.call('GET', yearOf('.csv'))).status).toBe(403);
});
