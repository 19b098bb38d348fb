import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { startApp, type AppProcess } from '../services/support/app-process';
import { createTestDatabase, type TestDatabase } from '../services/support/test-database';
import { lineTo, type BrokenLine } from './support/broken-line';
import { call, graphql, reasonsOf } from './support/client';

let database: TestDatabase;
let line: BrokenLine;
let app: AppProcess;
beforeAll(async () => {
  database = await createTestDatabase();
  line = await lineTo(database.url);
  app = await startApp({ database: { url: line.url } });
});
afterAll(async () => {
  await app.end();
  await line.cut();
  await database.drop();
});

describe('with everything there', () => {
  test('live, ready, and Strapi says so too', async () => {
    expect((await call(app, 'GET', '/live')).body).toEqual({ status: 'live' });
    expect((await call(app, 'GET', '/ready')).body).toEqual({ status: 'ready' });
    expect((await call(app, 'GET', '/_health')).status).toBe(204);
  });

  test('an answer is named after its request', async () => {
    const given = await call(app, 'GET', '/live', { headers: { 'x-request-id': 'from-the-proxy-1' } });
    expect(given.headers.get('x-request-id')).toBe('from-the-proxy-1');
    const unfit = await call(app, 'GET', '/api/search', { headers: { 'x-request-id': 'a b\tc' } });
    expect(unfit.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('metrics name routes, never what was asked for, and are for this machine alone', async () => {
    await call(app, 'GET', `/api/bookings/${'b'.repeat(24)}`);
    const { status, headers, body } = await call(app, 'GET', '/metrics');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(body).toMatch(
      /casita_http_request_seconds_count\{method="GET",route="\/api\/bookings\/:id",status="401"\} 1\n/,
    );
    expect(body).not.toContain('bbbb');
    for (const line of String(body).trim().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{[^}]+\})? (-?[\d.e+-]+|NaN))$/);
    expect((await call(app, 'GET', '/metrics', { headers: { 'x-forwarded-for': '192.0.2.1' } })).status).toBe(404);
  });

  test('not ready without a migration or a constraint, and says which', async () => {
    const direct = new Client({ connectionString: database.url });
    await direct.connect();
    const gone = async (table: string, name: string) => {
      await direct.query(`delete from ${table} where name = $1`, [name]);
      const answer = await call(app, 'GET', '/ready');
      await direct.query(`insert into ${table} (name) values ($1)`, [name]);
      return answer;
    };
    const { rows } = await direct.query<{ name: string }>('select name from strapi_migrations order by name limit 1');
    const migration = rows[0]?.name ?? '';
    const unmigrated = await gone('strapi_migrations', migration);
    expect([unmigrated.status, reasonsOf(unmigrated)]).toEqual([503, [{ code: 'migration', value: migration }]]);
    const unkept = await gone('content_type_constraint', '002-checks');
    expect([unkept.status, reasonsOf(unkept)]).toEqual([503, [{ code: 'constraint', value: '002-checks' }]]);
    await direct.end();
    expect((await call(app, 'GET', '/ready')).status).toBe(200);
  });
});

describe('without the database', () => {
  beforeAll(() => line.cut());
  afterAll(() => line.mend());

  test('live, but not ready', async () => {
    expect((await call(app, 'GET', '/live')).status).toBe(200);
    const answer = await call(app, 'GET', '/ready');
    expect([answer.status, reasonsOf(answer)]).toEqual([503, [{ code: 'database' }]]);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  const id = 'a'.repeat(24);
  test.each([
    [
      'an own operation',
      'POST',
      `/api/properties/${id}/quote`,
      { checkIn: '2027-03-01', checkOut: '2027-03-04', adults: 2 },
    ],
    ['search', 'GET', '/api/search', undefined],
    ['a collection', 'GET', '/api/properties', undefined],
    ['one of a collection', 'GET', `/api/properties/${id}`, undefined],
  ])('%s answers 503 and when to come back', async (_what, method, path, body) => {
    const answer = await call(app, method, path, { body });
    expect([answer.status, answer.body.error?.name]).toEqual([503, 'ServiceUnavailableError']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(JSON.stringify(answer.body)).not.toMatch(/ECONN|postgres|127\.0\.0\.1/);
  });

  test('a token is not called false', async () => {
    const answer = await call(app, 'GET', '/api/bookings', { token: 'some.token.here' });
    expect([401, 503]).toContain(answer.status);
    if (answer.status === 401) expect(reasonsOf(answer)).toEqual([{ code: 'invalid_token' }]);
  });

  test('GraphQL says the same', async () => {
    const quote = `mutation { quoteStay(id: "${id}", input: { checkIn: "2027-03-01", checkOut: "2027-03-04", adults: 2 }) { quote } }`;
    const { body } = await graphql(app, quote);
    const extensions = body.errors?.[0]?.extensions ?? { status: body.error?.status };
    expect(extensions.status).toBe(503);
    expect(JSON.stringify(body)).not.toMatch(/ECONN|127\.0\.0\.1/);
  });
});

test('and all is well once it is back', async () => {
  const deadline = Date.now() + 20_000;
  while ((await call(app, 'GET', '/ready')).status !== 200 && Date.now() < deadline) await sleep(200);
  expect((await call(app, 'GET', '/ready')).status).toBe(200);
  expect((await call(app, 'GET', '/api/search')).status).toBe(200);
  expect((await call(app, 'GET', '/api/properties')).status).toBe(200);
});

test('with a token, metrics are for whoever has it', async () => {
  const guarded = await startApp({ env: { METRICS_TOKEN: 'metrics-of-tests', WORKERS: 'apart' } });
  expect((await call(guarded, 'GET', '/metrics')).status).toBe(404);
  expect((await call(guarded, 'GET', '/metrics', { token: 'metrics-of-tesst' })).status).toBe(404);
  const seen = await call(guarded, 'GET', '/metrics', {
    token: 'metrics-of-tests',
    headers: { 'x-forwarded-for': '192.0.2.1' },
  });
  expect(seen.status).toBe(200);
  await guarded.end();
});
