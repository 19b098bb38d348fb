import { randomUUID } from 'node:crypto';
import { placeBooking } from '../../../src/api/booking/use-cases/place-booking';
import type { Database, Tx } from '../../../src/adapters/postgres/sql';
import type { AccountActor, Casita } from '../../../src/ports';
import { createTestCasita, type TestCasita } from '../support/casita';
import { makeAccount, makeHome, quote, type TestHome } from '../support/world';

let world: TestCasita;
let guests: AccountActor[];

beforeEach(async () => {
  world = await createTestCasita();
  guests = await Promise.all(Array.from({ length: 10 }, () => makeAccount(world.app)));
});
afterEach(() => world.close());

const ATTEMPTS = 100;
const stay = { checkIn: '2027-05-10', checkOut: '2027-05-15' };

/** Everybody wants the same nights at once. */
async function stampede(app: Casita, home: TestHome): Promise<Record<string, number>> {
  const quotes = await Promise.all(guests.map((guest) => quote(app, home, guest, stay)));
  const outcomes = await Promise.all(
    Array.from({ length: ATTEMPTS }, async (_, attempt) => {
      const actor = guests[attempt % guests.length] as AccountActor;
      const token = quotes[attempt % guests.length] as string;
      const placed = await placeBooking(app, {
        actor,
        door: 'rest',
        quote: token,
        message: '',
        idempotencyKey: randomUUID(),
      });
      return placed.ok ? 'booked' : placed.kind;
    }),
  );
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

const nightsSoldTwice = async () =>
  (await world.app.db.query('select night from stay_night group by property_id, night having count(*) > 1')).length;

async function expectOneWinner(app: Casita, home: TestHome): Promise<void> {
  expect(await stampede(app, home)).toEqual({ booked: 1, conflict: ATTEMPTS - 1 });
  expect(await nightsSoldTwice()).toBe(0);
}

/** The same database, with the property's lock left out of every transaction. */
function withoutLock(db: Database): Database {
  const unlocked = (tx: Tx): Tx => ({
    ...tx,
    query: (text, values) => tx.query(text.replace(/(from properties .*) for update/s, '$1'), values),
  });
  return { ...db, transaction: (work) => db.transaction((tx) => work(unlocked(tx))) };
}

const withoutKey = () => world.app.db.query('alter table stay_night drop constraint stay_night_pkey');

it('sells the nights once, and tells everybody else that they are gone', async () => {
  await expectOneWinner(world.app, await makeHome(world.app));
  await world.checkInvariants();
});

it('still sells them once where the lock is taken away: the key is enough', async () => {
  await expectOneWinner({ ...world.app, db: withoutLock(world.app.db) }, await makeHome(world.app));
});

it('goes red where lock and key are taken away', async () => {
  const home = await makeHome(world.app);
  await withoutKey();
  await expect(expectOneWinner({ ...world.app, db: withoutLock(world.app.db) }, home)).rejects.toThrow();
  expect(await nightsSoldTwice()).toBeGreaterThan(0);
});

it('gives many ranges of nights no overlap, and refuses only what is really taken', async () => {
  const home = await makeHome(world.app);
  const wanted = Array.from({ length: 60 }, (_, index) => {
    const first = 1 + ((index * 7) % 24);
    const last = first + 1 + (index % 4);
    const night = (day: number) => `2027-09-${String(day).padStart(2, '0')}`;
    return { checkIn: night(first), checkOut: night(last) };
  });
  const tokens = await Promise.all(
    wanted.map((wish, index) => quote(world.app, home, guests[index % 10] as AccountActor, wish)),
  );
  const outcomes = await Promise.all(
    wanted.map(async (wish, index) => {
      const actor = guests[index % 10] as AccountActor;
      const placed = await placeBooking(world.app, {
        actor,
        door: 'rest',
        quote: tokens[index] as string,
        message: '',
        idempotencyKey: randomUUID(),
      });
      return { ...wish, booked: placed.ok, kind: placed.ok ? null : placed.kind };
    }),
  );
  const booked = outcomes.filter((outcome) => outcome.booked);
  for (const outcome of outcomes.filter((each) => !each.booked)) {
    expect(outcome.kind).toBe('conflict');
    expect(booked.some((other) => other.checkIn < outcome.checkOut && outcome.checkIn < other.checkOut)).toBe(true);
  }
  expect(await nightsSoldTwice()).toBe(0);
  await world.checkInvariants();
});

it('does one thing for one key, however often and however much at once it is asked', async () => {
  const home = await makeHome(world.app);
  const actor = guests[0] as AccountActor;
  const token = await quote(world.app, home, actor, stay);
  const ask = () => placeBooking(world.app, { actor, door: 'rest', quote: token, message: 'x', idempotencyKey: 'one' });
  const outcomes = await Promise.all(Array.from({ length: 50 }, ask));
  const ids = new Set(outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.bookingId] : [])));
  expect(ids.size).toBe(1);
  for (const outcome of outcomes)
    if (!outcome.ok) expect(outcome.reasons).toMatchObject([{ code: 'idempotency_key_in_use' }]);
  expect(await ask()).toMatchObject({ ok: true, value: { replay: true } });
  const other = await placeBooking(world.app, {
    actor,
    door: 'rest',
    quote: token,
    message: 'y',
    idempotencyKey: 'one',
  });
  expect(other).toMatchObject({ ok: false, kind: 'refused', reasons: [{ code: 'idempotency_key_reused' }] });
  await world.checkInvariants();
});
