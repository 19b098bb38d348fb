import type { Database } from '../../src/adapters/postgres/sql';
import { brokenInvariants } from '../../src/api/payment/queries/invariants';
import { alterationParties, nights, type Booked } from '../api/support/alteration-parties';
import { call } from '../api/support/client';
import { openDoors } from '../api/support/people';
import { payWith, until } from '../api/support/stays';
import { startApp } from '../services/support/app-process';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../services/support/test-database';

/** The process dies while the differences of three alterations are at three points of their way. */

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openTestDatabase(database.url);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

/** Time for the patience with a lost webhook, and for the lease of a call whose maker has died. */
const CONVERGES_MS = 60_000;
const LONG_MS = 600_000;

async function fault(url: string, body: object): Promise<void> {
  const token = process.env['STRIPE_SECRET_KEY'] ?? '';
  const answer = await call({ url }, 'POST', '/sandbox/stripe/_controls/faults', { token, body });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

/** What the local Stripe has of a booking's alteration, however often it was asked for it. */
const made = async (type: 'payment_intent' | 'refund'): Promise<number> =>
  (await db.query('select 1 from stripe_sandbox.object where type = $1', [type])).length;

it('converges after a kill between payment and news, in the middle of a payment made and of a refund made', async () => {
  const door = { url: '' };
  const first = await startApp({ database, env: { ...openDoors } });
  door.url = first.url;
  const parties = await alterationParties(door, db);
  const { guest, host } = parties;
  const [paid, longer, shorter] = [await parties.booked(), await parties.booked(), await parties.booked()] as const;
  const propose = async (stay: Booked, n: number) =>
    expect((await parties.send(guest, stay, '', nights(stay, n))).status).toBe(201);
  await propose(paid, 4);
  await propose(longer, 4);
  await propose(shorter, 2);
  expect((await parties.send(host, paid, '/1/accept')).body.data.state).toBe('accepted');
  const [{ payment }] = await parties.list(paid);

  await fault(first.url, { kind: 'webhook_drop', rate: 1 });
  await payWith(door, payment.clientSecret);
  // The provider acts and does not come to answering before the process, and its caller with it, is gone.
  for (const path of ['/v1/payment_intents', '/v1/refunds'])
    await fault(first.url, { kind: 'slow_answer', method: 'POST', path, rate: 1, delay_ms: LONG_MS });
  const before = { intents: await made('payment_intent'), refunds: await made('refund') };
  const unanswered = [longer, shorter].map((stay) => parties.send(host, stay, '/1/accept').catch(() => null));
  await until(async () => (await made('payment_intent')) > before.intents && (await made('refund')) > before.refunds);
  await first.kill();
  await Promise.all(unanswered);
  expect(await brokenInvariants(db)).toEqual([]);
  await db.query(`delete from stripe_sandbox.fault where kind = 'slow_answer'`);

  const second = await startApp({ database, env: { ...openDoors } });
  door.url = second.url;
  const started = Date.now();
  await until(async () => (await parties.list(paid))[0].state === 'applied');
  await until(async () => (await parties.read(shorter)).refunds[0]?.state === 'succeeded');
  await until(async () => (await parties.list(longer))[0].payment.clientSecret !== null);
  expect(Date.now() - started).toBeLessThan(CONVERGES_MS);
  expect({ intents: await made('payment_intent'), refunds: await made('refund') }).toEqual({
    intents: before.intents + 1,
    refunds: before.refunds + 1,
  });
  expect(await parties.books(paid)).toEqual({ kept: 53_000, taken: 53_000, back: 0, nights: 4 });
  expect(await parties.books(longer)).toEqual({ kept: 41_000, taken: 41_000, back: 0, nights: 4 });
  expect(await parties.books(shorter)).toEqual({ kept: 29_000, taken: 41_000, back: 12_000, nights: 2 });

  // What was interrupted can be paid, once.
  await payWith(door, (await parties.list(longer))[0].payment.clientSecret);
  await until(async () => (await parties.list(longer))[0].state === 'applied');
  expect(await parties.books(longer)).toEqual({ kept: 53_000, taken: 53_000, back: 0, nights: 4 });
  expect(await brokenInvariants(db)).toEqual([]);
  await second.stop();
}, 240_000);
