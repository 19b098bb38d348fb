import { setTimeout as sleep } from 'node:timers/promises';
import { keyedSecrets } from '../../../src/adapters/keyed-secrets';
import type { Database } from '../../../src/adapters/postgres/sql';
import { brokenInvariants } from '../../../src/api/payment/queries/invariants';
import { nightOfDayNumber, dayNumber, nightOf } from '../../../src/domain/night';
import type { AccountActor, Casita } from '../../../src/ports';
import { systemClock } from '../../../src/sandbox/clock';
import { verifySearch } from '../../../src/search/whole-read-model';
import { marketplaceConfig, testKeys } from '../support/casita';
import { onlyDatabase } from '../support/test-database';
import { makeAccount, makeHome, quote, type TestHome } from '../support/world';
import {
  countedByStatus,
  startBookingProcesses,
  type Attempt,
  type Attempted,
  type BookingProcesses,
} from './booking-processes';

/** Several processes over one database, as instances behind a load balancer. */
const PROCESSES = 4;
const RANGES = 10_000;

let database: Awaited<ReturnType<typeof onlyDatabase>>;
let db: Database;
let app: Casita;
let guests: AccountActor[];
let processes: BookingProcesses;

beforeEach(async () => {
  database = await onlyDatabase();
  db = database.db;
  app = { db, clock: systemClock, config: marketplaceConfig(), secrets: keyedSecrets(testKeys) } as Casita;
  guests = await Promise.all(Array.from({ length: 8 }, () => makeAccount(app)));
  processes = await startBookingProcesses(PROCESSES, database.url, app.config, testKeys);
});
afterEach(async () => {
  processes.stop();
  await sleep(50);
  await database.drop();
});

/** @returns what came of all attempts, and how many seconds they took together */
async function attemptAll(attempts: readonly Attempt[], abreast: number) {
  const started = performance.now();
  const results = await processes.attempt(attempts, abreast);
  return { results, seconds: (performance.now() - started) / 1_000 };
}

const percentile = (results: readonly Attempted[], share_: number): string => {
  const times = results.map(({ ms }) => ms).sort((a, b) => a - b);
  return `${(times[Math.floor(times.length * share_)] ?? 0).toFixed(0)} ms`;
};

const say = (what: string, results: readonly Attempted[], seconds: number) =>
  process.stderr.write(
    `${what}: ${results.length} in ${seconds.toFixed(1)} s (${(results.length / seconds).toFixed(0)}/s), p50 ${percentile(results, 0.5)}, p99 ${percentile(results, 0.99)}, ${JSON.stringify(countedByStatus(results))}\n`,
  );

it('sells the same nights once to 4 processes × 250 that come at once', async () => {
  const home = await makeHome(app);
  const stay = { checkIn: '2027-05-10', checkOut: '2027-05-15' };
  const quotes = await Promise.all(guests.map((guest) => quote(app, home, guest, stay)));
  const attempts = Array.from({ length: PROCESSES * 250 }, (_, at): Attempt => ({
    actor: guests[at % 8] as AccountActor,
    property: home.documentId,
    from: stay.checkIn,
    to: stay.checkOut,
    quote: quotes[at % 8] as string,
  }));
  const { results, seconds } = await attemptAll(attempts, 250);
  say('stampede', results, seconds);
  expect(countedByStatus(results)).toEqual({ 201: 1, 409: PROCESSES * 250 - 1 });
  expect(await brokenInvariants(db)).toEqual([]);
  expect(await verifySearch(db, () => undefined)).toEqual({ compared: 1, stale: [] });
});

interface SoldNight {
  readonly property: string;
  readonly night: string;
  readonly booking_id: number;
  readonly at: Date;
}

/** Who has each night, and since when. Nothing is freed here: what is there in the end was there from then on. */
async function soldNights(): Promise<Map<string, SoldNight>> {
  const rows = await db.query<SoldNight>(
    `select p.document_id as property, s.night, s.booking_id, b.created_at as at
     from stay_night s join properties p on p.id = s.property_id join bookings b on b.id = s.booking_id`,
  );
  return new Map(rows.map((row) => [`${row.property} ${row.night}`, row]));
}

/** A refusal that names no night that was sold by then, or another reason than nights that are gone. */
function isUnjustified({ property, reasons, status, at }: Attempted, sold: Map<string, SoldNight>): boolean {
  const named = reasons.flatMap(({ code, value }) => (code === 'night_taken' && Array.isArray(value) ? value : []));
  if (status !== 409 || named.length === 0 || reasons.length !== 1) return true;
  return !named.every((night) => {
    const owner = sold.get(`${property} ${String(night)}`);
    return owner !== undefined && owner.at.getTime() <= at;
  });
}

it(`gives ${RANGES} random ranges on 20 homes no overlap, and refuses only what was sold by then`, async () => {
  const homes: TestHome[] = [];
  for (let index = 0; index < 20; index += 1) homes.push(await makeHome(app));
  const first = dayNumber(nightOf('2027-01-10'));
  // The same wishes every time: Lehmer's generator is chance enough here.
  let state = 20_270_110;
  const draw = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
  const attempts = Array.from({ length: RANGES }, (_, at): Attempt => {
    const from = first + draw(390);
    const home = homes[draw(20)] as TestHome;
    const to = from + 1 + draw(6);
    return {
      actor: guests[at % 8] as AccountActor,
      property: home.documentId,
      from: nightOfDayNumber(from),
      to: nightOfDayNumber(to),
    };
  });
  const { results, seconds } = await attemptAll(attempts, 8);
  say('random ranges', results, seconds);
  const counts = countedByStatus(results);
  expect(Object.keys(counts)).toEqual(['201', '409']);
  expect(Math.min(counts[201] ?? 0, counts[409] ?? 0)).toBeGreaterThan(1_000);
  const sold = await soldNights();
  expect(results.filter((result) => result.status !== 201 && isUnjustified(result, sold))).toEqual([]);
  const nights = results.reduce(
    (sum, { bookingId, from, to }) =>
      sum + (bookingId === null ? 0 : dayNumber(nightOf(to)) - dayNumber(nightOf(from))),
    0,
  );
  expect(sold.size).toBe(nights);
  expect(await brokenInvariants(db)).toEqual([]);
  expect(await verifySearch(db, () => undefined)).toEqual({ compared: 20, stale: [] });
});
