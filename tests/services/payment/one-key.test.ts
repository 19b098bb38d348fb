import { placeBooking } from '../../../src/api/booking/use-cases/place-booking';
import { awaitCalls } from '../../../src/outbox/await-calls';
import { createTestCasita, type TestCasita } from '../support/casita';
import { makeAccount, makeHome, pay, quote, viewOf } from '../support/world';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());

const AT_ONCE = 200;

it(`${AT_ONCE} payments at once under one key are one booking, one intent, one charge`, async () => {
  const { app } = world;
  const home = await makeHome(app);
  const actor = await makeAccount(app);
  const token = await quote(app, home, actor, { checkIn: '2027-08-10', checkOut: '2027-08-13' });
  const command = { actor, door: 'rest', quote: token, message: '', idempotencyKey: 'the-one' } as const;
  const ask = async (): Promise<number> => {
    const placed = await placeBooking(app, command);
    if (!placed.ok) return (expect(placed.kind).toBe('conflict'), ask());
    await awaitCalls(app, placed.value.bookingId);
    await pay(world, await viewOf(app, placed.value.bookingId));
    return placed.value.bookingId;
  };
  const ids = await Promise.all(Array.from({ length: AT_ONCE }, ask));
  expect(new Set(ids).size).toBe(1);
  await world.settle();
  const [row] = await app.db.query(
    `select (select count(*)::int from bookings) as bookings, (select count(*)::int from payments) as payments,
       (select count(*)::int from ledger_transaction where kind = 'captured') as captures,
       (select count(*)::int from stripe_sandbox.object where type = 'payment_intent') as intents,
       (select count(*)::int from stripe_sandbox.object where type = 'charge') as charges`,
  );
  expect(row).toEqual({ bookings: 1, payments: 1, captures: 1, intents: 1, charges: 1 });
  expect((await viewOf(app, ids[0] ?? 0)).state).toBe('confirmed');
  await world.checkInvariants();
});
