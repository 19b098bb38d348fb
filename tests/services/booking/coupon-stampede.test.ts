import { randomUUID } from 'node:crypto';
import { openDatabase } from '../../../src/adapters/postgres/database';
import type { Database, Tx } from '../../../src/adapters/postgres/sql';
import { placeBooking } from '../../../src/api/booking/use-cases/place-booking';
import type { AccountActor, Casita } from '../../../src/ports';
import { createTestCasita, type TestCasita } from '../support/casita';
import { makeCoupon } from '../support/coupons';
import { makeAccount, makeHome, quote, type TestHome } from '../support/world';

/**
 * Many want one coupon at once, each for another home, so that no lock but the coupon's is between them. Four apps with a pool
 * of connections each stand for four processes.
 */
const APPS = 4;
const ATTEMPTS = 40;
const LIMIT = 10;
const stay = { checkIn: '2027-05-10', checkOut: '2027-05-13', coupon: 'ten' };

let world: TestCasita;
let apps: Casita[];
let pools: Database[];

beforeEach(async () => {
  world = await createTestCasita();
  const name = (await world.app.db.query<{ name: string }>('select current_database() as name'))[0]?.name ?? '';
  const address = new URL(process.env['CASITA_TEST_POSTGRES_URL'] ?? '');
  address.pathname = `/${name}`;
  const limits = { poolMax: 10, lockTimeoutMs: 20_000, statementTimeoutMs: 30_000 };
  pools = Array.from({ length: APPS }, () => openDatabase({ connectionString: address.href, ...limits }));
  apps = pools.map((db) => ({ ...world.app, db }));
});
afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  await world.close();
});

interface Attempt {
  readonly app: Casita;
  readonly actor: AccountActor;
  readonly token: string;
}

const book = async ({ app, actor, token }: Attempt): Promise<string> => {
  const command = { actor, door: 'rest', quote: token, message: '', idempotencyKey: randomUUID() } as const;
  const placed = await placeBooking(app, command);
  return placed.ok ? 'booked' : placed.reasons.map(({ code }) => code).join();
};

async function homesAndGuests(count: number): Promise<{ home: TestHome; guest: AccountActor }[]> {
  const pairs = [];
  for (let i = 0; i < count; i += 1)
    pairs.push({ home: await makeHome(world.app), guest: await makeAccount(world.app) });
  return pairs;
}

function tally(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

async function stampede(change: (app: Casita) => Casita = (app) => app): Promise<Record<string, number>> {
  const attempts = [];
  for (const [i, { home, guest }] of (await homesAndGuests(ATTEMPTS)).entries()) {
    const token = await quote(world.app, home, guest, stay);
    attempts.push({ app: change(apps[i % APPS] as Casita), actor: guest, token });
  }
  return tally(await Promise.all(attempts.map(book)));
}

const usesOf = async (couponId: number) =>
  (await world.app.db.query('select 1 from coupon_use where coupon_id = $1 and released_at is null', [couponId]))
    .length;

const withoutCouponLock = (app: Casita): Casita => {
  const unlocked = (tx: Tx): Tx => ({
    ...tx,
    query: (text, values) => tx.query(text.replace(/(from coupons .*) for update/s, '$1'), values),
  });
  return { ...app, db: { ...app.db, transaction: (work) => app.db.transaction((tx) => work(unlocked(tx))) } };
};

it(`lets exactly ${LIMIT} of ${ATTEMPTS} bookings at once have a coupon for ${LIMIT}`, async () => {
  const couponId = await makeCoupon(world.app.db, { max_uses: LIMIT });
  expect(await stampede()).toEqual({ booked: LIMIT, coupon_used_up: ATTEMPTS - LIMIT });
  expect(await usesOf(couponId)).toBe(LIMIT);
  const bookings = await world.app.db.query('select 1 from bookings');
  expect(bookings).toHaveLength(LIMIT);
  await world.checkInvariants();
}, 60_000);

it('goes red where the lock of the coupon is taken away', async () => {
  const couponId = await makeCoupon(world.app.db, { max_uses: LIMIT });
  expect((await stampede(withoutCouponLock))['booked']).toBeGreaterThan(LIMIT);
  expect(await usesOf(couponId)).toBeGreaterThan(LIMIT);
}, 60_000);

it('lets a guest who books two homes at once have a coupon for one booking each once', async () => {
  const couponId = await makeCoupon(world.app.db, { max_uses_per_guest: 1 });
  for (let round = 0; round < 5; round += 1) {
    const guest = await makeAccount(world.app);
    const [first, second] = await Promise.all([makeHome(world.app), makeHome(world.app)]);
    const tokens = [await quote(world.app, first, guest, stay), await quote(world.app, second, guest, stay)];
    const attempts = tokens.map((token, i) => ({ app: apps[i] as Casita, actor: guest, token }));
    expect(tally(await Promise.all(attempts.map(book)))).toEqual({ booked: 1, coupon_used_up_by_guest: 1 });
    expect(await usesOf(couponId)).toBe(round + 1);
  }
}, 60_000);
