import { Client } from 'pg';
import type { Database, Tx } from '../../../src/adapters/postgres/sql';
import { parsers, txOn } from '../../../src/adapters/postgres/tx-on';
import { settleIntent, settleRefund } from '../../../src/api/payment/use-cases/settle-intent';
import { openEvents } from '../../../src/inbox/queries/events';
import { takeEvent, workEvent } from '../../../src/inbox/take-event';
import { endHolds } from '../../../src/jobs/end-unpaid';
import { runCalls } from '../../../src/outbox/run-calls';
import type { Casita, PaymentProvider, ProviderIntent, ProviderRefund } from '../../../src/ports';
import { createTestCasita, type TestCasita } from '../support/casita';
import { isTaken } from '../support/proofs';
import { book, makeAccount, makeHome, viewOf } from '../support/world';

/**
 * The six events of a payment that comes too late and goes back, in all 720 orders, each told twice, each worked off by somebody who
 * saw the payment as it was when that event was made: whatever the order, the same rows.
 */

let world: TestCasita;
let client: Client;
beforeAll(async () => {
  world = await createTestCasita();
  client = new Client({
    connectionString: world.databaseUrl,
    types: parsers as never,
    pipeline: true,
    options: '-c timezone=UTC',
  });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await world.close();
});

/** Everything of an order in one transaction, so that each order begins where the first one did. */
function oneTransaction(): Database {
  const tx = txOn(client as never);
  return {
    query: tx.query,
    async transaction<T>(work: (inner: Tx) => Promise<T>): Promise<T> {
      await client.query('savepoint step');
      try {
        const done = await work(tx);
        await client.query('release savepoint step');
        return done;
      } catch (error) {
        await client.query('rollback to savepoint step; release savepoint step');
        throw error;
      }
    },
    close: async () => undefined,
  };
}

interface Scene {
  readonly app: Casita;
  readonly bookingId: number;
  readonly intentId: string;
  /** What the provider says when it is asked now. */
  says: ProviderIntent;
  refundSays: ProviderRefund['status'];
}

const REFUND = 're_of_orders';

/** A booking whose hold has ended, whose nights are somebody else's, and whose guest is paying all the same. */
async function scene(): Promise<Scene> {
  const home = await makeHome(world.app);
  const stay = { checkIn: '2027-08-10', checkOut: '2027-08-13' };
  const { id } = await book(world.app, home, await makeAccount(world.app), stay);
  const [row] = await world.app.db.query<{ intent: string }>(
    'select stripe_payment_intent as intent from payments where booking_id = $1',
    [id],
  );
  await world.clock.moveTo(world.clock.now().add({ minutes: 16 }));
  await endHolds.run(world.app);
  await book(world.app, home, await makeAccount(world.app), stay);
  const intentId = row?.intent ?? '';
  const says = await world.app.payments.retrieveIntent(intentId);
  const app = { ...world.app, db: oneTransaction(), jobs: { add: async () => undefined } };
  const made: Scene = { app, bookingId: id, intentId, says, refundSays: 'pending' };
  const refund = (amount: number): ProviderRefund => ({
    ...{ id: REFUND, intentId, amount, currency: 'EUR', failure: null, status: made.refundSays },
  });
  const payments = {
    retrieveIntent: async () => made.says,
    cancelIntent: async () => made.says,
    refund: async ({ amount }: { amount: number }) => refund(amount),
    retrieveRefund: async () => refund(made.says.amount),
  } as unknown as PaymentProvider;
  return Object.assign(made, { app: { ...app, payments } });
}

const charge = (fee: number | null) => ({ id: 'ch_of_orders', captured: true, fee, captureBefore: null });

/** How the payment stood when each event was made. */
const moments = (said: ProviderIntent): readonly (readonly [string, ProviderIntent, ProviderRefund['status']])[] => {
  const paid = { ...said, status: 'succeeded' as const, amountReceived: said.amount };
  return [
    ['payment_intent.created', said, 'pending'],
    ['payment_intent.processing', { ...said, status: 'processing' }, 'pending'],
    ['payment_intent.succeeded', { ...paid, charge: charge(null) }, 'pending'],
    ['charge.succeeded', { ...paid, charge: charge(null) }, 'pending'],
    ['charge.updated', { ...paid, charge: charge(1_219) }, 'pending'],
    ['refund.updated', { ...paid, charge: charge(1_219) }, 'succeeded'],
  ];
};

/** Every row that money touches, without ids and instants. */
const ROWS = `select md5(string_agg(line, E'\\n' order by line)) as hash, string_agg(line, E'\\n' order by line) as lines from (
  select concat_ws(' ', 'booking', id, state, total, refund_owed) as line from bookings
  union all select concat_ws(' ', 'payment', booking_id, state, captured_amount, refunded_amount, stripe_charge) from payments
  union all select concat_ws(' ', 'refund', booking_id, state, amount, stripe_refund) from refunds
  union all select concat_ws(' ', 'posting', t.source, regexp_replace(t.external_id, '^refund-.*', 'refund'), t.kind, e.account, e.amount, e.currency)
    from ledger_transaction t join ledger_entry e on e.transaction_id = t.id
  union all select concat_ws(' ', 'call', kind, lane, state) from stripe_call
  union all select concat_ws(' ', 'event', booking_id, move, to_state) from booking_events
  union all select concat_ws(' ', 'night', property_id, night, booking_id) from stay_night
  union all select concat_ws(' ', 'inbox', id, processed_at is null) from stripe_event) rows`;

async function live(place: Scene, order: readonly number[]): Promise<string> {
  const { app, bookingId, intentId } = place;
  const events = moments(intent);
  for (const index of order) {
    const [type, says, refundSays] = events[index] as (typeof events)[number];
    Object.assign(place, { says, refundSays });
    for (const time of [1, 2]) {
      const id = `evt_${index}_${time}`;
      const objectId = type.startsWith('refund') ? REFUND : intentId;
      await takeEvent(app, { id, type, objectId, account: null, payload: {} });
      await workEvent(app, id).catch(() => undefined);
    }
    await runCalls(app, bookingId);
  }
  // What was left open is worked off by who comes later, and the reconciler asks after what is on its way.
  const [, says, refundSays] = events[5] as (typeof events)[number];
  Object.assign(place, { says, refundSays });
  for (const id of await openEvents(app.db, 20)) await workEvent(app, id);
  await settleIntent(app, intentId, 'job');
  // A call whose answer could not be used yet waits for its next turn: that time passes.
  await app.db.query(`update stripe_call set next_attempt_at = now() where state = 'pending'`);
  await runCalls(app, bookingId);
  await settleRefund(app, REFUND);
  const { rows } = await client.query<{ hash: string }>(ROWS);
  return rows[0]?.hash ?? '';
}

let intent: ProviderIntent;

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

const orders = permutations([0, 1, 2, 3, 4, 5]).filter((order) => isTaken(order.join(), 0.12));

it(`${orders.length} of the 720 orders of six events, each told twice, end in the same rows`, async () => {
  expect(orders.length).toBeGreaterThan(40);
  const place = await scene();
  intent = place.says;
  const hashes = new Map<string, number[][]>();
  for (const order of orders) {
    await client.query('begin');
    const hash = await live(place, order);
    hashes.set(hash, [...(hashes.get(hash) ?? []), order]);
    await client.query('rollback');
  }
  expect([...hashes.values()].map((same) => same.length)).toEqual([orders.length]);
  // And once for good, to see that it is what it should be.
  await client.query('begin');
  await live(place, [5, 4, 3, 2, 1, 0]);
  await client.query('commit');
  const booking = await viewOf(world.app, place.bookingId);
  expect(booking).toMatchObject({ state: 'expired', payment: { capturedAmount: 41_000, refundedAmount: 41_000 } });
  const kinds = await world.app.db.query(`select kind from ledger_transaction where booking_id = $1 order by id`, [
    place.bookingId,
  ]);
  expect(kinds).toEqual([{ kind: 'captured' }, { kind: 'refunded' }, { kind: 'refund_succeeded' }]);
  await world.checkInvariants();
}, 400_000);
