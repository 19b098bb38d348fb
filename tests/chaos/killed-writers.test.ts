import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../src/adapters/postgres/database';
import type { Database } from '../../src/adapters/postgres/sql';
import { brokenInvariants } from '../../src/api/payment/queries/invariants';
import { addDays, nightOf } from '../../src/domain/night';
import type { Casita } from '../../src/ports';
import { systemClock } from '../../src/sandbox/clock';
import { verifySearch } from '../../src/search/whole-read-model';
import { apiClient, makeApiAccount, type ApiAccount, type ApiAnswer } from '../services/support/api-client';
import { startApp, type AppProcess } from '../services/support/app-process';
import { allProofs } from '../services/support/proofs';
import { createTestDatabase, type TestDatabase } from '../services/support/test-database';
import { makeHome, type TestHome } from '../services/support/world';

/**
 * Guests and hosts write through the app, which is killed (SIGKILL) while they do: whatever was under way is there with its search row, or
 * neither is. It is killed while each writer is held at the door of its search row, where one who had committed what the row says would be
 * found out; and every second time at any moment.
 */
const kills = allProofs ? 12 : 1;
/** Hosts write the first ones, guests book the last ones: some are written by both, and some by guests alone. */
const HOMES = 6;
const HOSTS = 4;
const GUESTS = 4;
/** Writes that are taken before the next kill. */
const TAKEN = 8;

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ connectionString: database.url, poolMax: 5, lockTimeoutMs: 5_000, statementTimeoutMs: 30_000 });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

interface Party {
  readonly homes: readonly TestHome[];
  readonly hosts: readonly ApiAccount[];
  readonly guests: readonly ApiAccount[];
}

async function makeParty(app: AppProcess): Promise<Party> {
  const api = apiClient(app.url);
  const writer = { db, clock: systemClock } as unknown as Casita;
  const homes: TestHome[] = [];
  for (let n = 0; n < HOMES; n += 1) homes.push(await makeHome(writer));
  const hosts: ApiAccount[] = [];
  for (const { hostId } of homes.slice(0, HOSTS)) hosts.push(await makeApiAccount(db, api, hostId));
  const guests: ApiAccount[] = [];
  for (let n = 0; n < GUESTS; n += 1) guests.push(await makeApiAccount(db, api));
  return { homes, hosts, guests };
}

const today = nightOf(new Date().toISOString().slice(0, 10));
const any = (below: number) => Math.floor(Math.random() * below);

/** What was answered before the app was gone. */
interface Written {
  ended: number;
  taken: number;
}

async function bookAndCancel(url: string, { homes, guests }: Party, n: number): Promise<ApiAnswer> {
  const api = apiClient(url, guests[n]?.token);
  const checkIn = addDays(today, 20 + any(300));
  const stay = { checkIn, checkOut: addDays(checkIn, 1 + any(5)), adults: 2 };
  const quoted = await api.post(`/api/properties/${homes[HOMES - 1 - any(4)]?.documentId}/quote`, stay);
  if (quoted.status !== 200) return quoted;
  const key = { 'idempotency-key': randomUUID() };
  const booked = await api.post('/api/bookings', { quote: quoted.body.data.quote }, key);
  if (booked.status !== 201 || Math.random() < 0.5) return booked;
  return api.post(`/api/bookings/${booked.body.data.documentId}/cancel`, {}, { 'idempotency-key': randomUUID() });
}

async function paint(url: string, { homes, hosts }: Party, n: number): Promise<ApiAnswer> {
  const api = apiClient(url, hosts[n]?.token);
  const firstNight = addDays(today, any(300));
  const range = { firstNight, lastNight: addDays(firstNight, any(9)), closed: Math.random() < 0.5, price: 9_900 };
  const path = `/api/properties/${homes[n]?.documentId}`;
  if (Math.random() < 0.3) return api.put(path, { prices: { base: 5_000 + any(10_000) } });
  return api.put(`${path}/calendar`, { ranges: [range] });
}

/** Guests and hosts go on until the app does not answer any more. */
async function writeUntilGone(app: AppProcess, party: Party, written: Written): Promise<void> {
  const goOn = async (act: (url: string, party: Party, n: number) => Promise<ApiAnswer>, n: number) => {
    for (;;) {
      const answer = await act(app.url, party, n).catch(() => null);
      if (answer === null) return;
      written.ended += 1;
      if (answer.status < 300) written.taken += 1;
    }
  };
  const guests = Array.from({ length: GUESTS }, (_, n) => goOn(bookAndCancel, n));
  await Promise.all([...guests, ...Array.from({ length: HOSTS }, (_, n) => goOn(paint, n))]);
}

const bookings = '%update search_property%';
const hostsWrites = '%insert into search_property%';

/** Who waits for the table that we have locked. */
async function heldWriters(like: string): Promise<number[]> {
  const rows = await db.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like $1 and pid <> pg_backend_pid()`,
    [like],
  );
  return rows.map(({ pid }) => pid);
}

/** Kills the app while a booking and a host's write wait to write their search rows. @returns how many waited */
async function killHeld(app: AppProcess): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.query('lock table search_property in exclusive mode');
    let held: number[] = [];
    for (let look = 0; look < 200; look += 1) {
      const [booked, written] = [await heldWriters(bookings), await heldWriters(hostsWrites)];
      held = [...booked, ...written];
      if (booked.length > 0 && written.length > 0) break;
      await sleep(20);
    }
    await app.kill();
    // A backend that waits for a lock does not see that its client is gone: it would write the row yet.
    await tx.query('select pg_terminate_backend(pid) from unnest($1::integer[]) pid', [held]);
    return held.length;
  });
}

async function killAnyTime(app: AppProcess): Promise<number> {
  await sleep(any(800));
  await app.kill();
  return 0;
}

it(`leaves search as the truth is when it is killed while everybody writes (kills: ${kills})`, async () => {
  let [party, held]: [Party | null, number] = [null, 0];
  const written: Written = { ended: 0, taken: 0 };
  for (let kill = 1; kill <= kills; kill += 1) {
    // The next one finds what the last one left.
    const app = await startApp({ database });
    party ??= await makeParty(app);
    const writing = writeUntilGone(app, party, written);
    while (written.taken < kill * TAKEN) await sleep(20);
    held += await (kill % 2 === 1 ? killHeld(app) : killAnyTime(app));
    await writing;
    expect(await verifySearch(db, () => undefined)).toEqual({ compared: HOMES, stale: [] });
    expect(await brokenInvariants(db)).toEqual([]);
  }
  process.stderr.write(`kills: ${kills}; ${written.taken} of ${written.ended} writes were taken, ${held} were held\n`);
  // A booking and a host's write each time.
  expect(held).toBeGreaterThanOrEqual(kills);
}, 600_000);
