import type { Database } from '../../../src/adapters/postgres/sql';
import { approveBooking, declineBooking } from '../../../src/api/booking/use-cases/answer-request';
import { cancelBooking } from '../../../src/api/booking/use-cases/cancel-booking';
import { changeShownRate } from '../../../src/api/host-profile/use-cases/change-shown-rate';
import { writeListings } from '../../../src/api/property/use-cases/write-listings';
import { countAnswers } from '../../../src/jobs/count-answers';
import type { AccountActor, Casita } from '../../../src/ports';
import { refreshSearchRows } from '../../../src/search/refresh-search-rows';
import { verifySearch } from '../../../src/search/whole-read-model';
import { sure } from '../support/alterations';
import { createTestCasita, type TestCasita } from '../support/casita';
import { openTestDatabase } from '../support/test-database';
import { book, homeRecord, makeAccount, makeHome, pay, viewOf, type TestHome } from '../support/world';

let world: TestCasita;
let app: Casita;
let guest: AccountActor;

beforeAll(async () => {
  world = await createTestCasita();
  app = world.app;
  guest = await makeAccount(app);
});
afterAll(() => world.close());
afterEach(async () => {
  expect((await verifySearch(app.db, () => undefined)).stale).toEqual([]);
});

const rateOf = async (hostId: number) =>
  (await app.db.query<{ rate: number | null }>('select response_rate_percent as rate from host_profiles where id = $1', [hostId]))[0]?.rate; // prettier-ignore
const rankingOf = async (homeId: number) =>
  (await app.db.query<{ ranking: number }>('select ranking from search_property where property_id = $1', [homeId]))[0]?.ranking ?? 0; // prettier-ignore

/** Which rows have been written, and when: a row that is written anew has another `xmin`. */
const versions = async () =>
  JSON.stringify(
    await app.db.query(
      `select 'home', property_id, xmin::text from search_property union all select 'host', id, xmin::text from host_profiles
       union all select 'rate', host_id, xmin::text from host_response_rate order by 1, 2`,
    ),
  );

/** Until a run finds nothing. */
async function countAll(by: Casita = app): Promise<void> {
  for (let round = 0; round < 50; round += 1) if ((await countAnswers.run(by)) === 0) return;
  throw new Error('the count does not come to an end');
}

/** As on the next day. */
const countAgain = async (by: Casita = app) => {
  await app.db.query("update daily_walk set day = day - 1 where name = 'answers'");
  await countAll(by);
};

describe('requests that were lived', () => {
  const requestHome = () =>
    makeHome(app, { bookingRules: { instantBook: false, minNights: 1, cancellationPolicy: 'moderate' } });
  let day = 40;

  async function request(home: TestHome): Promise<string> {
    const from = world.clock.now().toZonedDateTimeISO('Europe/Lisbon').toPlainDate().add({ days: (day += 2) });
    const booking = await book(app, home, guest, { checkIn: from.toString(), checkOut: from.add({ days: 1 }).toString() });
    await pay(world, booking);
    await world.settle();
    expect((await viewOf(app, booking.id)).state).toBe('requested');
    return booking.document_id;
  } // prettier-ignore

  const said = (home: TestHome, bookingDocumentId: string) =>
    ({ actor: home.host, side: 'host', door: 'rest', bookingDocumentId, reason: null }) as const;
  const approve = async (home: TestHome) => sure(await approveBooking(app, said(home, await request(home))));
  const decline = async (home: TestHome) => sure(await declineBooking(app, said(home, await request(home))));
  const takeBack = async (bookingDocumentId: string) =>
    sure(
      await cancelBooking(app, {
        actor: guest,
        side: 'guest',
        door: 'rest',
        bookingDocumentId,
        reason: null,
        expectedRefund: null,
      }),
    );

  it('are the share that the host answered, in the profile and in the order of search, from five on', async () => {
    const home = await requestHome();
    const unknown = await rankingOf(home.id);
    await request(home);
    await takeBack(await request(home));
    await approve(home);
    await approve(home);
    await decline(home);
    await approve(home);
    await countAgain();
    // One is open, one was taken back, four are too few.
    expect(await rateOf(home.hostId)).toBeNull();
    await world.advance('PT25H');
    await countAll();
    expect(await rateOf(home.hostId)).toBe(80);
    expect(await rankingOf(home.id)).toBeCloseTo(unknown - 0.02, 6);
    await approve(home);
    await countAgain();
    expect(await rateOf(home.hostId)).toBe(83);
  });
});

/** Requests that ended yesterday. */
async function insertRequests(db: Database, hostId: number, homeId: number, answered: number, left: number) {
  const now = world.clock.now().toString();
  await db.query(
    `with made as (
       insert into bookings (document_id, reference, property_id, host_id, guest_id, state, check_in, check_out, nights, total, currency, request_expires_at)
       select md5(random()::text), left(md5(random()::text), 20), $2::int, $1::int, null, case when n <= $3::int then 'declined' else 'expired' end,
         '2026-01-01', '2026-01-02', 1, 100, 'EUR', $5::timestamp - interval '1 day' from generate_series(1, $3::int + $4::int) n
       returning id, state, request_expires_at as by)
     insert into booking_events (document_id, booking_id, move, from_state, to_state, at)
     select md5(random()::text), id, case state when 'declined' then 'decline' else 'expire' end, 'requested', state, by + interval '1 second' from made`,
    [hostId, homeId, answered, left, now],
  );
}

const listings = (name: string, count: number, first = 0) =>
  Array.from({ length: count }, (_, n) =>
    homeRecord(`${name}-${first + n}`, { host: { sourceId: name, displayName: 'Rui', responseRatePercent: 97 } }),
  );

/** A host with so many homes. */
async function makeHost(name: string, homes: number): Promise<{ hostId: number; homes: number[] }> {
  await app.db.transaction((tx) => writeListings(tx, listings(name, homes), app.clock.now()));
  const rows = await app.db.query<{ id: number; host_id: number }>(
    "select id, host_id from properties where source = 'test' and source_id like $1 || '-%' order by id",
    [name],
  );
  return { hostId: rows[0]?.host_id ?? 0, homes: rows.map(({ id }) => id) };
}

it('is what was imported until enough was counted, and again where too little is', async () => {
  const { hostId, homes } = await makeHost('imported', 1);
  const [home = 0] = homes;
  await insertRequests(app.db, hostId, home, 2, 2);
  await countAgain();
  expect(await rateOf(hostId)).toBe(97);
  await insertRequests(app.db, hostId, home, 1, 0);
  await countAgain();
  expect(await rateOf(hostId)).toBe(60);
  // The import comes again, with another figure: what is counted goes before it, once it is counted.
  await app.db.transaction((tx) =>
    writeListings(tx, [homeRecord('imported-0', { host: { sourceId: 'imported', displayName: 'Rui', responseRatePercent: 91 } })], app.clock.now()),
  ); // prettier-ignore
  await countAgain();
  expect(await rateOf(hostId)).toBe(60);
  await app.db.query("update bookings set request_expires_at = request_expires_at - interval '366 days' where host_id = $1", [hostId]); // prettier-ignore
  await countAgain();
  expect(await rateOf(hostId)).toBe(91);
  expect(await app.db.query('select 1 from host_response_rate where host_id = $1', [hostId])).toEqual([]);
});

it('writes nothing where nothing changed', async () => {
  await countAgain();
  const before = await versions();
  await countAgain();
  expect(await versions()).toBe(before);
  expect(await countAnswers.run(app)).toBe(0);
});

describe('of a host with many homes', () => {
  const changed = async (hostId: number, homes: readonly number[]) => {
    const before = Math.max(...(await Promise.all(homes.map(rankingOf))));
    return async () => (await Promise.all(homes.map(rankingOf))).filter((ranking) => ranking < before - 0.05).length + ((await rateOf(hostId)) === 0 ? 1_000 : 0); // prettier-ignore
  };

  /** The walk has found it, and no home has it yet. */
  async function findOnly(hostId: number, home: number): Promise<void> {
    await insertRequests(app.db, hostId, home, 0, 5);
    await countAnswers.run(app);
    await app.db.query("update daily_walk set day = day - 1, after_id = null where name = 'answers'");
    expect(await countAnswers.run(app)).toBeGreaterThan(0);
    expect(await app.db.query('select homes_until from host_response_rate where host_id = $1', [hostId])).toEqual([{ homes_until: 0 }]); // prettier-ignore
  }

  it('changes a hundred homes at a time, each row true at every instant, and goes on where it died', async () => {
    const { hostId, homes } = await makeHost('many', 230);
    const done = await changed(hostId, homes);
    await findOnly(hostId, homes[0] ?? 0);
    const states = [await done()];
    const dies: Casita = { ...app, clock: { now: () => { throw new Error('killed'); } } }; // prettier-ignore
    for (let part = 0; part < 3; part += 1) {
      expect((await verifySearch(app.db, () => undefined)).stale).toEqual([]);
      if (part === 2) await expect(changeShownRate(dies, hostId)).rejects.toThrow('killed');
      states.push(await done());
      expect(await changeShownRate(app, hostId)).toBe(true);
      states.push(await done());
    }
    expect(states).toEqual([0, 0, 100, 100, 200, 200, 1_230]);
    expect(await changeShownRate(app, hostId)).toBe(false);
  });

  it('two workers at once come to the same, and another home of the host as well', async () => {
    const { hostId, homes } = await makeHost('pair', 120);
    await insertRequests(app.db, hostId, homes[0] ?? 0, 1, 4);
    await app.db.query("update daily_walk set day = day - 1 where name = 'answers'");
    const other = { ...app, db: openTestDatabase(world.databaseUrl) };
    const more = app.db.transaction((tx) => writeListings(tx, listings('pair', 5, 120), app.clock.now()));
    await Promise.all([countAll(), countAll(other), more]);
    await countAgain(other);
    await other.db.close();
    expect(await rateOf(hostId)).toBe(20);
  });

  it('waits for a home that is just becoming the host’s', async () => {
    const { hostId, homes } = await makeHost('late', 3);
    await findOnly(hostId, homes[0] ?? 0);
    const began = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const newHome = app.db.transaction(async (tx) => {
      await tx.query('set local lock_timeout = 0');
      // Not by an import, which would write the host too.
      await tx.query(
        `insert into properties (document_id, name, host_id, state, currency, time_zone) values ('latehome', 'L', $1, 'draft', 'EUR', 'UTC')`,
        [hostId],
      );
      await refreshSearchRows(tx, (await tx.query<{ id: number }>("select id from properties where document_id = 'latehome'")).map(({ id }) => id)); // prettier-ignore
      began.resolve();
      await goOn.promise;
    });
    await began.promise;
    const change = changeShownRate(app, hostId);
    const first = await Promise.race([change, new Promise((resolve) => setTimeout(resolve, 300, 'waits'))]);
    goOn.resolve();
    await newHome;
    expect([first, await change]).toEqual(['waits', false]);
    await countAll();
    expect(await rateOf(hostId)).toBe(0);
  });
});
