import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../src/adapters/postgres/database';
import type { Database } from '../../src/adapters/postgres/sql';
import { brokenInvariants } from '../../src/api/payment/queries/invariants';
import { systemClock } from '../../src/sandbox/clock';
import { verifySearch } from '../../src/search/whole-read-model';
import type { Casita } from '../../src/ports';
import { apiClient, makeApiAccount, type ApiAccount, type ApiClient } from '../services/support/api-client';
import { startApp, type AppProcess } from '../services/support/app-process';
import { createTestDatabase, type TestDatabase } from '../services/support/test-database';
import { makeHome, type TestHome } from '../services/support/world';

let database: TestDatabase;
let db: Database;

beforeEach(async () => {
  database = await createTestDatabase();
  db = openDatabase({ connectionString: database.url, poolMax: 5, lockTimeoutMs: 5_000, statementTimeoutMs: 30_000 });
});
afterEach(async () => {
  await db.close();
  await database.drop();
});

const makeTestHome = (): Promise<TestHome> => makeHome({ db, clock: systemClock } as unknown as Casita);

async function quoteOf(api: ApiClient, home: TestHome): Promise<string> {
  const answer = await api.post(`/api/properties/${home.documentId}/quote`, {
    checkIn: '2027-05-10',
    checkOut: '2027-05-15',
    adults: 2,
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.data.quote;
}

const book = (api: ApiClient, quote: string) =>
  api.post('/api/bookings', { quote }, { 'idempotency-key': randomUUID() });

async function stateOf(bookingId: string): Promise<string> {
  const rows = await db.query<{ state: string }>('select state from bookings where document_id = $1', [bookingId]);
  return rows[0]?.state ?? 'gone';
}

async function until(what: string, condition: () => Promise<boolean>, seconds = 60): Promise<number> {
  const started = Date.now();
  while (Date.now() - started < seconds * 1_000) {
    if (await condition()) return Date.now() - started;
    await sleep(100);
  }
  throw new Error(`not within ${seconds} s: ${what}`);
}

it('sells the same nights once to 4 processes × 100 attempts, and answers everybody', async () => {
  const home = await makeTestHome();
  const apps = await Promise.all(Array.from({ length: 4 }, () => startApp({ database })));
  const guests: ApiAccount[] = [];
  for (let index = 0; index < 8; index += 1)
    guests.push(await makeApiAccount(db, apiClient((apps[index % 4] as AppProcess).url)));
  const quotes = await Promise.all(guests.map((guest) => quoteOf(guest.client, home)));
  const answers = await Promise.all(
    Array.from({ length: 400 }, (_, attempt) => {
      const guest = guests[attempt % 8] as ApiAccount;
      return book(apiClient((apps[attempt % 4] as AppProcess).url, guest.token), quotes[attempt % 8] as string);
    }),
  );
  const counts = new Map<number, number>();
  for (const answer of answers) counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1);
  await Promise.all(apps.map((app) => app.stop()));
  expect(Object.fromEntries(counts)).toEqual({ 201: 1, 409: 399 });
  expect(await brokenInvariants(db)).toEqual([]);
  expect(await verifySearch(db, () => undefined)).toEqual({ compared: 1, stale: [] });
}, 180_000);

it('confirms once and posts one capture when it is killed between payment and webhook', async () => {
  const home = await makeTestHome();
  const first = await startApp({ database });
  const guest = await makeApiAccount(db, apiClient(first.url));
  const booked = await book(guest.client, await quoteOf(guest.client, home));
  expect(booked.status).toBe(201);
  const { documentId, payment } = booked.body.data;
  // The local Stripe takes the money and its webhooks get lost; then the process dies.
  await dropWebhooks(first.url);
  expect(await confirm(first.url, payment.clientSecret)).toBe('succeeded');
  await first.kill();
  expect(await stateOf(documentId)).toBe('held');

  const second = await startApp({ database });
  const took = await until('confirmed after the restart', async () => (await stateOf(documentId)) === 'confirmed');
  expect(took).toBeLessThan(60_000);
  await second.stop();
  const captures = await db.query(`select id from ledger_transaction where kind = 'captured'`);
  expect(captures).toHaveLength(1);
  expect(await brokenInvariants(db)).toEqual([]);
}, 180_000);

const testKey = (name: string): string => process.env[name] ?? '';

async function confirm(url: string, clientSecret: string): Promise<string> {
  const response = await fetch(
    `${url}/sandbox/stripe/v1/payment_intents/${clientSecret.split('_secret_')[0]}/confirm`,
    {
      method: 'POST',
      headers: {
        authorization: `Bearer ${testKey('STRIPE_PUBLISHABLE_KEY')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ client_secret: clientSecret, payment_method: 'pm_card_visa' }),
    },
  );
  return ((await response.json()) as { status: string }).status;
}

async function dropWebhooks(url: string): Promise<void> {
  const response = await fetch(`${url}/sandbox/stripe/_controls/faults`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey('STRIPE_SECRET_KEY')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'webhook_drop', rate: 1 }),
  });
  if (!response.ok) throw new Error(await response.text());
}
