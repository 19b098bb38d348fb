import { awaitCalls } from '../../../src/outbox/await-calls';
import { runCalls } from '../../../src/outbox/run-calls';
import { placeBooking } from '../../../src/api/booking/use-cases/place-booking';
import { createTestCasita, type TestCasita } from '../support/casita';
import { makeAccount, makeHome, quote, viewOf } from '../support/world';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterAll(() => world.close());

it('waits for the worker that was quicker, so that the answer has the client secret', async () => {
  const home = await makeHome(world.app);
  const actor = await makeAccount(world.app);
  const token = await quote(world.app, home, actor, { checkIn: '2027-05-10', checkOut: '2027-05-12' });
  const placed = await placeBooking(world.app, { actor, door: 'rest', quote: token, message: '', idempotencyKey: 'k' });
  if (!placed.ok) throw new Error(placed.message);
  const { bookingId } = placed.value;
  const worker = runCalls(world.app, bookingId);
  await world.app.db.query('select pg_sleep(0.02)');
  await awaitCalls(world.app, bookingId);
  expect((await viewOf(world.app, bookingId)).payment?.clientSecret).toMatch(/^pi_.*_secret_/);
  await worker;
});
