import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp, type AppProcess } from '../services/support/app-process';
import { call, graphql, reasonsOf } from './support/client';

/** Room for 4 requests, of which 1 is kept for bookings. */
let app: AppProcess;
beforeAll(async () => {
  app = await startApp({ env: { MAX_REQUESTS_IN_WORK: '4', WORKERS: 'apart' } });
});
afterAll(() => app.end());

const open: Socket[] = [];
afterEach(() => open.splice(0).forEach((socket) => socket.destroy()));

/** A request that has begun and does not end: its body is still on the way. */
async function halfSent(path: string): Promise<void> {
  const { hostname, port } = new URL(app.url);
  const socket = connect(Number(port), hostname);
  open.push(socket);
  socket.on('error', () => undefined);
  await new Promise((done) => socket.once('connect', done));
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`);
}

const quote = `/api/properties/${'a'.repeat(24)}/quote`;
/** What waits by REST waits by GraphQL. */
const waiting = [
  '{ searchProperties { data { documentId } } }',
  'mutation { forgotPassword(input: { email: "nobody@example.test" }) { __typename } }',
  '{ bookings { data { documentId } } searchProperties { data { documentId } } }',
  '{ __schema { types { name } } }',
];
const placing = 'mutation { placeBooking(input: { quote: "none" }, idempotencyKey: "crowded-0001") { documentId } }';

test('what is too much is told at once to come back; bookings are turned away last, probes never', async () => {
  for (let index = 0; index < 3; index += 1) await halfSent(quote);
  await sleep(300);
  const search = await call(app, 'GET', '/api/search');
  expect([search.status, reasonsOf(search)]).toEqual([503, [{ code: 'overload' }]]);
  expect(Number(search.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await call(app, 'GET', '/api/bookings')).status).toBe(401);
  for (const query of waiting) {
    const asked = await graphql(app, query);
    expect([query, asked.status, reasonsOf(asked)]).toEqual([query, 503, [{ code: 'overload' }]]);
    expect(Number(asked.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  for (const query of [placing, '{ bookings { data { documentId } } }']) {
    const answered = await graphql(app, query);
    expect([answered.status, JSON.stringify(answered.body)]).toEqual([200, expect.stringContaining('sign_in')]);
  }
  await halfSent('/api/bookings');
  await sleep(300);
  expect((await call(app, 'GET', '/api/bookings')).status).toBe(503);
  expect((await call(app, 'GET', '/live')).status).toBe(200);
  expect((await call(app, 'GET', '/ready')).status).toBe(200);
});

test('and all is taken again once there is room', async () => {
  await sleep(300);
  for (let round = 0; round < 10; round += 1) expect((await call(app, 'GET', '/api/search')).status).toBe(200);
});
