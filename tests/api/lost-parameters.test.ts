import { startApp, type AppProcess } from '../services/support/app-process';
import { call } from './support/client';

/** Parameters whose names each JavaScript object has: the parser of queries would leave them out and answer as if nothing had been asked. */

let app: AppProcess;
beforeAll(async () => {
  app = await startApp({ env: { WORKERS: 'apart' } });
});
afterAll(() => app.end());

const doors = [
  ['GET', '/api/properties'],
  ['GET', `/api/properties/${'a'.repeat(24)}`],
  ['GET', '/api/amenities'],
  ['GET', '/api/host-profiles'],
  ['GET', '/api/search'],
  ['GET', '/api/bookings'],
  ['GET', `/api/properties/${'a'.repeat(24)}/availability`],
  ['POST', `/api/properties/${'a'.repeat(24)}/quote`],
  ['POST', '/api/auth/local'],
] as const;

const parameters: readonly (readonly [query: string, field: string])[] = [
  ['__proto__=1', '__proto__'],
  ['__proto__[pageSize]=1', '__proto__[pageSize]'],
  ['%5F%5Fproto%5F%5F=1', '__proto__'],
  ['constructor[prototype][pageSize]=1', 'constructor[prototype][pageSize]'],
  ['filters[__proto__][state]=draft', 'filters[__proto__][state]'],
  ['filters[constructor]=x', 'filters[constructor]'],
  ['hasOwnProperty', 'hasOwnProperty'],
  ['toString=1', 'toString'],
];

describe.each(doors)('%s %s', (method, path) => {
  test.each(parameters)('?%s', async (query, field) => {
    const answer = await call(app, method, `${path}?${query}`, method === 'GET' ? {} : { body: {} });
    expect([answer.status, answer.body]).toEqual([
      400,
      {
        data: null,
        error: {
          status: 400,
          name: 'ValidationError',
          message: expect.stringContaining(field),
          details: { reasons: [{ code: 'unknown_field', field }] },
        },
      },
    ]);
  });
});

test('as a value such a name is as good as any', async () => {
  expect((await call(app, 'GET', '/api/search?q=__proto__')).status).toBe(200);
  expect((await call(app, 'GET', '/api/properties?filters[name]=constructor')).status).toBe(200);
});
