import type { Database, Tx } from '../../../src/adapters/postgres/sql';
import { cancelBooking } from '../../../src/api/booking/use-cases/cancel-booking';
import { placeBooking } from '../../../src/api/booking/use-cases/place-booking';
import { settleIntent } from '../../../src/api/payment/use-cases/settle-intent';
import { forgetCalls } from '../../../src/outbox/queries/forget-calls';
import { bookingLane } from '../../../src/outbox/owe-call';
import { forgetOldCalls, forgetOldEvents, forgetOldKeys } from '../../../src/jobs/forget-finished';
import { runDueJobs } from '../../../src/jobs/run-due-jobs';
import { paidStay, sure, type PaidStay } from '../support/alterations';
import { createTestCasita, type TestCasita } from '../support/casita';
import { openTestDatabase } from '../support/test-database';
import { makeAccount, makeHome, quote } from '../support/world';

let world: TestCasita;
let db: Database;
beforeAll(async () => {
  world = await createTestCasita();
  db = world.app.db;
});
afterAll(() => world.close());
afterEach(() => world.checkInvariants());

describe('idempotency keys', () => {
  const age = (by: string) => db.query('update idempotency_key set created_at = $1::timestamptz - $2::interval', [world.clock.now().toString(), by]); // prettier-ignore

  it('answer the same for thirty days, and are new ones after', async () => {
    const home = await makeHome(world.app);
    const actor = await makeAccount(world.app);
    const day = (n: number) => world.clock.now().toZonedDateTimeISO('UTC').toPlainDate().add({ days: n }).toString();
    const command = {
      ...{ actor, door: 'rest', message: '', idempotencyKey: 'one' } as const,
      quote: await quote(world.app, home, actor, { checkIn: day(10), checkOut: day(12) }),
    };
    const place = async () => placeBooking(world.app, command);
    const first = sure(await place()).bookingId;
    await age('29 days 23:59:59');
    expect(await forgetOldKeys.run(world.app)).toBe(0);
    expect(sure(await place()).bookingId).toBe(first);
    await age('30 days 00:00:01');
    expect(await forgetOldKeys.run(world.app)).toBe(1);
    // The nights are the first booking's: it is asked for anew.
    expect(await place()).toMatchObject({ ok: false, kind: 'conflict' });
  }); // prettier-ignore

  it('go a thousand at a time, and nobody waits: not the job for a request, nor a request for the job', async () => {
    await db.query(
      `insert into idempotency_key (user_id, key, operation, request_hash, created_at)
       select -n, 'k', 'o', 'h', $1::timestamptz - interval '31 days' - n * interval '1 second' from generate_series(1, 2500) n`,
      [world.clock.now().toString()],
    );
    const other = openTestDatabase(world.databaseUrl);
    const counts = await other.transaction(async (tx) => {
      await tx.query('select from idempotency_key where user_id = -2500 for update');
      const first = await forgetOldKeys.run(world.app);
      return [first, await forgetOldKeys.run(world.app), await forgetOldKeys.run(world.app)];
    });
    expect([...counts, await forgetOldKeys.run(world.app)]).toEqual([1_000, 1_000, 499, 1]);
    await other.close();
  });
});

describe('events of the provider', () => {
  it('go when they were worked off long ago; what never came to an end stays', async () => {
    await db.query('delete from stripe_event');
    const insert = (id: string, days: number, processed: boolean, error: string | null) =>
      db.query(
        `insert into stripe_event (id, type, object_id, payload, received_at, processed_at, attempts, last_error)
         values ($1, 't', 'o', '{}', $2::timestamptz - make_interval(days => $3), case when $4 then $2::timestamptz end, 9, $5)`,
        [id, world.clock.now().toString(), days, processed, error],
      );
    await insert('evt_old', 401, true, null);
    await insert('evt_kept', 399, true, null);
    await insert('evt_open', 4_000, false, null);
    await insert('evt_failed', 4_000, false, 'no such payment');
    expect(await forgetOldEvents.run(world.app)).toBe(1);
    const left = await db.query<{ id: string }>('select id from stripe_event order by id');
    expect(left.map(({ id }) => id)).toEqual(['evt_failed', 'evt_kept', 'evt_open']);
    await db.query("delete from stripe_event where object_id = 'o'");
  });
});

describe('calls to the provider', () => {
  let stay: PaidStay;
  /** Paid, cancelled and given back, 401 days ago. */
  beforeAll(async () => {
    stay = await paidStay(world, { days: 40 });
    const { guest: actor, documentId: bookingDocumentId } = stay;
    const said = { actor, side: 'guest', door: 'rest', bookingDocumentId, reason: null } as const;
    sure(await cancelBooking(world.app, { ...said, expectedRefund: null }));
    await world.settle();
    await world.settle();
    await age(db);
  });

  const age = (sql: Database | Tx, days = 401) =>
    sql.query("update stripe_call set created_at = created_at - make_interval(days => $1), done_at = done_at - make_interval(days => $1)", [days]); // prettier-ignore
  const callsOf = (sql: Database | Tx) =>
    sql.query<{ kind: string }>('select kind from stripe_call where lane = $1 order by id', [bookingLane(stay.id)]);

  /** How many of the booking's calls would go if it were so. */
  async function goneAfter(change: string): Promise<number> {
    let gone = -1;
    const undone = new Error('undone');
    const trial = db.transaction(async (tx) => {
      await tx.query('set local session_replication_role = replica');
      await tx.query(change.replaceAll('$id', String(stay.id)));
      const before = (await callsOf(tx)).length;
      const ids = (await tx.query<{ id: number }>('select id from stripe_call')).map(({ id }) => id);
      await forgetCalls(tx, ids, 400);
      gone = before - (await callsOf(tx)).length;
      throw undone;
    });
    await expect(trial).rejects.toBe(undone);
    return gone;
  }

  const now = 'now(), now()';
  test.each([
    ['one that is open', "update stripe_call set state = 'pending', done_at = null where id = (select max(id) from stripe_call where lane = 'booking:$id')"],
    ['one that was refused', "update stripe_call set state = 'failed' where id = (select max(id) from stripe_call where lane = 'booking:$id')"],
    ['one of 399 days ago', "update stripe_call set done_at = now() - interval '399 days' where id = (select max(id) from stripe_call where lane = 'booking:$id')"],
    ['a stay to come', "update bookings set state = 'confirmed' where id = $id"],
    ['a payment on its way', "update payments set state = 'processing' where booking_id = $id"],
    ['a balance to be paid', "update payments set state = 'scheduled', stripe_payment_intent = null, charge_at = now() where booking_id = $id"],
    ['a card that is being kept', `insert into payment_setup (document_id, booking_id, state, created_at, updated_at) values ('s', $id, 'open', ${now})`],
    ['a refund on its way', "update refunds set state = 'pending' where booking_id = $id"],
    ['a refund that failed and waits for staff', "update refunds set state = 'failed' where booking_id = $id"],
    ['a payout that cannot be sent', `insert into payout (document_id, host_id, booking_id, part, currency, amount, state, next_try_at, created_at) values ('p', 1, $id, 1, 'EUR', 1, 'owed', ${now})`],
    ['a dispute that is open', `insert into dispute (document_id, stripe_dispute, payment_id, booking_id, state, reason, amount, currency, opened_at, bearer, looked_at) values ('d', 'du', 1, $id, 'needs_response', 'fraudulent', 1, 'EUR', now(), 'marketplace', now())`],
    ['a damage claim that is open', `insert into damage_claim (document_id, booking_id, n, host_id, state, amount, currency, description, filed_at, answer_by) values ('c', $id, 1, 1, 'filed', 1, 'EUR', 'd', ${now})`],
  ])('all of a booking stay with %s', async (_, change) => {
    expect(await goneAfter('select 1')).toBeGreaterThanOrEqual(2);
    expect(await goneAfter(change)).toBe(0);
  }); // prettier-ignore

  test.each([
    ['a reversal, by which the books know who took money back', 'reverse_transfer', "'booking:$id'", 1],
    ['a host’s, which are counted', 'create_account', "'host:1'", 1],
    ['a card that was removed does not', 'remove_card', "'guest:1'", 0],
  ])('stays: %s', async (_, kind, lane, left) => {
    const [row] = await db.query<{ id: number }>(
      `insert into stripe_call (lane, kind, subject_id, idempotency_key, state, next_attempt_at, created_at, done_at)
       values (${lane.replace('$id', String(stay.id))}, $1, 1, 'extra', 'done', now(), now() - interval '500 days', now() - interval '500 days') returning id`,
      [kind],
    );
    const id = row?.id ?? 0;
    const undone = new Error('undone');
    const trial = db.transaction(async (tx) => {
      await forgetCalls(tx, [id], 400);
      expect(await tx.query('select from stripe_call where id = $1', [id])).toHaveLength(left);
      throw undone;
    });
    await expect(trial).rejects.toBe(undone);
    await db.query('delete from stripe_call where id = $1', [id]);
  });

  it('go with all of their booking, and nothing of it is owed again', async () => {
    expect((await callsOf(db)).map(({ kind }) => kind)).toEqual(['create_intent', 'refund']);
    expect(await forgetOldCalls.run(world.app)).toBe(0);
    await db.query("update daily_walk set day = day - 1 where name = 'calls'");
    await runDueJobs(world.app, [forgetOldCalls]);
    expect(await callsOf(db)).toEqual([]);
    const [payment] = await db.query<{ intent: string }>(
      'select stripe_payment_intent as intent from payments where booking_id = $1',
      [stay.id],
    );
    await settleIntent(world.app, payment?.intent ?? '', 'webhook');
    await world.settle();
    expect(await callsOf(db)).toEqual([]);
  });

  it('are gone through a thousand at a time, by one process', async () => {
    await db.query(
      `insert into stripe_call (lane, kind, subject_id, idempotency_key, state, next_attempt_at, created_at, done_at)
       select 'guest:' || n % 7, 'remove_card', n, 'many' || n, 'done', now(), now() - interval '401 days', now() - interval '401 days' from generate_series(1, 2500) n`,
    );
    await db.query("update daily_walk set day = day - 1 where name = 'calls'");
    const both = () => Promise.all([forgetOldCalls.run(world.app), forgetOldCalls.run(world.app)]);
    const seen = [...(await both()), ...(await both()), ...(await both()), ...(await both())];
    expect(Math.max(...seen)).toBe(1_000);
    expect(seen.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(2_500);
    expect(await db.query("select from stripe_call where kind = 'remove_card'")).toEqual([]);
  });
});
