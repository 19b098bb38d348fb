import { setTimeout as sleep } from 'node:timers/promises';
import { keyedSecrets } from '../../../src/adapters/keyed-secrets';
import { brokenInvariants } from '../../../src/api/payment/queries/invariants';
import type { AccountActor, Casita } from '../../../src/ports';
import { systemClock } from '../../../src/sandbox/clock';
import { marketplaceConfig, testKeys } from '../support/casita';
import { makeCoupon } from '../support/coupons';
import { onlyDatabase } from '../support/test-database';
import { makeAccount, makeHome, quote } from '../support/world';
import { countedByStatus, startBookingProcesses, type Attempt, type BookingProcesses } from './booking-processes';

/** Several processes over one database, all after one coupon: some for the same home, most for another. */
const PROCESSES = 4;
const ATTEMPTS_EACH = 25;
const HOMES = 20;
const LIMIT = 10;
const STAYS = [
  { checkIn: '2027-05-03', checkOut: '2027-05-06' },
  { checkIn: '2027-05-10', checkOut: '2027-05-13' },
  { checkIn: '2027-05-17', checkOut: '2027-05-20' },
  { checkIn: '2027-05-24', checkOut: '2027-05-27' },
  { checkIn: '2027-05-31', checkOut: '2027-06-03' },
];

let database: Awaited<ReturnType<typeof onlyDatabase>>;
let app: Casita;
let processes: BookingProcesses;

beforeEach(async () => {
  database = await onlyDatabase();
  app = { db: database.db, clock: systemClock, config: marketplaceConfig(), secrets: keyedSecrets(testKeys) } as Casita;
  processes = await startBookingProcesses(PROCESSES, database.url, app.config, testKeys);
});
afterEach(async () => {
  processes.stop();
  await sleep(50);
  await database.drop();
});

/** No two want one night, and every quote is from before the coupon's first use: only its limit can refuse. */
async function wishes(coupon: string): Promise<Attempt[]> {
  const guests: AccountActor[] = [];
  for (let index = 0; index < 8; index += 1) guests.push(await makeAccount(app));
  const attempts: Attempt[] = [];
  for (let index = 0; index < HOMES; index += 1) {
    const home = await makeHome(app);
    for (const stay of STAYS) {
      const actor = guests[attempts.length % guests.length] as AccountActor;
      const token = await quote(app, home, actor, { ...stay, coupon });
      attempts.push({ actor, property: home.documentId, from: stay.checkIn, to: stay.checkOut, quote: token });
    }
  }
  return attempts;
}

const count = async (statement: string): Promise<number> =>
  (await database.db.query<{ n: number }>(`select count(*)::integer as n from ${statement}`))[0]?.n ?? -1;

it(`gives a coupon for ${LIMIT} to ${LIMIT} bookings of ${PROCESSES} processes × ${ATTEMPTS_EACH} at once`, async () => {
  await makeCoupon(database.db, { code: 'TEN', max_uses: LIMIT });
  const attempts = await wishes('ten');
  expect(attempts).toHaveLength(PROCESSES * ATTEMPTS_EACH);
  const results = await processes.attempt(attempts, ATTEMPTS_EACH);
  expect(countedByStatus(results)).toEqual({ 201: LIMIT, 422: attempts.length - LIMIT });
  const refused = results.flatMap(({ reasons }) => reasons);
  expect(refused).toHaveLength(attempts.length - LIMIT);
  for (const reason of refused) expect(reason).toMatchObject({ code: 'coupon_used_up', limit: LIMIT });
  expect(await count('coupon_use where released_at is null')).toBe(LIMIT);
  expect(await count('bookings')).toBe(LIMIT);
  expect(await count('stay_night')).toBe(LIMIT * 3);
  expect(await brokenInvariants(database.db)).toEqual([]);
});
