import { request } from 'node:http';
import { startApp, type AppProcess } from '../services/support/app-process';
import { call, reasonsOf } from './support/client';

let app: AppProcess;
beforeAll(async () => {
  app = await startApp({ env: { WORKERS: 'apart' } });
});
afterAll(() => app.end());

const quote = `/api/properties/${'a'.repeat(24)}/quote`;
const json = { 'content-type': 'application/json' };

const shape = (status: number) => ({
  data: null,
  error: { status, name: expect.any(String), message: expect.any(String), details: { reasons: expect.any(Array) } },
});

describe('a body that cannot be read', () => {
  test.each([
    ['cut off', '{"checkIn":"2027', 400, 'invalid_json'],
    ['empty', '', 400, 'required'],
    ['null', 'null', 400, 'invalid_json'],
    ['a number', '17', 400, 'invalid_json'],
    ['text', '"hello"', 400, 'invalid_json'],
    ['a list', '[]', 400, 'wrong_type'],
    ['10,000 deep', '['.repeat(10_000) + ']'.repeat(10_000), 400, 'wrong_type'],
    ['10,000 deep in a field', `{"checkIn":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`, 400, 'wrong_type'],
    ['a megabyte', `{"coupon":"${'a'.repeat(1_000_000)}"}`, 413, 'body_too_large'],
    ['a number beyond all', '{"adults":1e309}', 400, 'required'],
    ['__proto__', '{"__proto__":{"adults":2}}', 400, 'invalid'],
    ['an operator for an id', '{"checkIn":{"$ne":null}}', 400, 'wrong_type'],
  ])('%s', async (_what, body, status, code) => {
    const answer = await call(app, 'POST', quote, { body, headers: json });
    expect([answer.status, answer.body]).toEqual([status, shape(status)]);
    expect(reasonsOf(answer)).toEqual(expect.arrayContaining([expect.objectContaining({ code })]));
  });

  test.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'x',
    'application/json; charset=nonsense',
  ])('of type %s', async (type) => {
    const answer = await call(app, 'POST', quote, { body: '{"checkIn"', headers: { 'content-type': type } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body).toEqual(shape(answer.status));
  });

  test('said to be compressed, and is not', async () => {
    const answer = await call(app, 'POST', quote, {
      body: 'nothing of the kind',
      headers: { ...json, 'content-encoding': 'gzip' },
    });
    expect([answer.status, answer.body]).toEqual([400, shape(400)]);
  });

  test('what was sent is not said back', async () => {
    const answer = await call(app, 'POST', quote, { body: '{"password":"hunter2', headers: json });
    expect(JSON.stringify(answer.body)).not.toContain('hunter2');
  });
});

describe('an address that is none', () => {
  test.each([
    ['GET', '/api/nothing', 404, 'no_such_route'],
    ['GET', '/nothing', 404, 'no_such_route'],
    ['PATCH', '/api/bookings', 405, 'method_not_allowed'],
    ['DELETE', '/api/bookings', 405, 'method_not_allowed'],
    ['POST', '/', 405, 'method_not_allowed'],
    ['POST', '/ready', 405, 'method_not_allowed'],
    ['DELETE', '/graphql', 405, 'method_not_allowed'],
    ['GET', '/sandbox/clock', 405, 'method_not_allowed'],
    ['GET', '/api/%E0%A4%A', 400, 'invalid'],
    ['GET', '/%c0%ae%c0%ae/etc/passwd', 400, 'invalid'],
    ['GET', '/api/search?page%5B%5D=%FF', 400, 'unknown_field'],
  ])('%s %s', async (method, path, status, code) => {
    const answer = await call(app, method, path);
    expect([answer.status, answer.body]).toEqual([status, shape(status)]);
    expect(reasonsOf(answer)).toEqual([expect.objectContaining({ code })]);
  });

  test.each([
    'email',
    'upload',
    'upload/files',
    'users',
    'users/me',
    'users-permissions/roles',
    'i18n/locales',
    'content-type-builder/content-types',
  ])('plugins have no public door: /api/%s', async (path) => {
    for (const method of ['GET', 'POST'])
      expect([404, 405]).toContain(
        (await call(app, method, `/api/${path}`, { body: method === 'POST' ? {} : undefined })).status,
      );
  });

  test('a path that climbs is not followed', async () => {
    for (const path of [
      '/../package.json',
      '/uploads/../../package.json',
      '/docs/../../package.json',
      '/docs/%2e%2e/package.json',
    ]) {
      const { status, text } = await raw(path);
      expect([path, status >= 400, text.includes('"casita"')]).toEqual([path, true, false]);
    }
  });
});

/** fetch tidies paths up before it sends them. */
function raw(path: string): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((done, failed) => {
    const { hostname, port } = new URL(app.url);
    request({ hostname, port, path }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => done({ status: response.statusCode ?? 0, text }));
    })
      .on('error', failed)
      .end();
  });
}

describe('a parameter that is wrong', () => {
  test.each([
    ['/api/bookings?pageSize=-1', 401],
    ['/api/search?pageSize=1e9', 400],
    ['/api/search?pageSize=NaN', 400],
    ['/api/search?pageSize=9223372036854775808', 400],
    ['/api/search?pageSize=5&pageSize=6', 400],
    ['/api/search?pageSize[$gt]=1', 400],
    ['/api/properties?filters[host][user][email][$contains]=a', 400],
    ['/api/properties?filters[sourceId]=1', 400],
    ['/api/properties?sort=sourceId', 400],
    ['/api/properties?fields=sourceId', 400],
    ['/api/properties?nonsense=1', 400],
    ['/api/properties?status=draft', 400],
    [`/api/properties/${encodeURIComponent("' or 1=1 --")}/availability?from=2027-01-01&to=2027-02-01`, 400],
    ['/api/properties/%00/availability?from=2027-01-01&to=2027-02-01', 400],
  ])('%s', async (path, status) => {
    const answer = await call(app, 'GET', path);
    expect([answer.status, answer.body.data, answer.body.error?.status]).toEqual([status, null, status]);
  });

  test.each(['Basic YTpi', 'Bearer', 'Bearer ', 'Bearer a b', 'Bearer null', `Bearer ${'x'.repeat(5_000)}`])(
    'authorization %#',
    async (authorization) => {
      const answer = await call(app, 'GET', '/api/bookings', { headers: { authorization } });
      expect([answer.status, reasonsOf(answer)]).toEqual([
        401,
        [{ code: expect.stringMatching(/^(invalid_token|sign_in)$/) }],
      ]);
    },
  );
});

test('no answer of ours says more than it must', () => {
  expect(app.log()).not.toMatch(/UnhandledPromiseRejection|TypeError|Cannot read prop/);
});
