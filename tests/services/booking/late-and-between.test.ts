import { Temporal } from 'temporal-polyfill';
import { previewCancellation } from '../../../src/api/booking/use-cases/cancel-booking';
import { runCalls } from '../../../src/outbox/run-calls';
import { endHolds, endRequests } from '../../../src/jobs/end-unpaid';
import { approveIt, as, cancelIt, paidStay, sure } from '../support/alterations';
import { createTestCasita, type TestCasita } from '../support/casita';
import { book, makeAccount, makeHome, pay, viewOf, type TestHome } from '../support/world';

let world: TestCasita;
beforeAll(async () => {
  world = await createTestCasita();
});
afterEach(() => world.checkInvariants());
afterAll(() => world.close());

const request = { instantBook: false, minNights: 1, maxNights: 60, cancellationPolicy: 'non_refundable' as const };
const stay = { checkIn: '2027-05-10', checkOut: '2027-05-13' };

describe('money that comes after the hold ended', () => {
  /** Paid in time, not heard of, and ended by the job; then something happens to the home. */
  async function paidLate(change: (home: TestHome) => Promise<unknown>) {
    const home = await makeHome(world.app);
    const held = await book(world.app, home, await makeAccount(world.app), stay);
    await pay(world, held);
    await world.clock.moveTo(world.clock.now().add({ minutes: 16 }));
    await endHolds.run(world.app);
    await change(home);
    await world.settle();
    return viewOf(world.app, held.id);
  }
  const refunded = { state: 'expired', payment: { capturedAmount: 41_000, refundedAmount: 41_000 } };

  it('confirms the booking where nothing has changed', async () => {
    expect(await paidLate(async () => undefined)).toMatchObject({ state: 'confirmed' });
  });

  it('goes back in full where the host has closed a night since', async () => {
    const close = (home: TestHome) =>
      world.app.db.query(
        `insert into calendar_ranges (document_id, property_id, first_night, last_night, closed, source) values ('late', $1, '2027-05-12', '2027-05-12', true, 'host')`,
        [home.id],
      );
    expect(await paidLate(close)).toMatchObject(refunded);
  });

  it('goes back in full where the nights are now the preparation time of another booking', async () => {
    const sellBeside = async (home: TestHome) => {
      await book(world.app, home, await makeAccount(world.app), { checkIn: '2027-05-13', checkOut: '2027-05-15' });
      await world.app.db.query(
        `update components_property_booking_rules set preparation_nights = 1
         where id = (select cmp_id from properties_cmps where entity_id = $1 and field = 'bookingRules')`,
        [home.id],
      );
    };
    expect(await paidLate(sellBeside)).toMatchObject(refunded);
  });
});

describe('between approval and capture', () => {
  /** Approved with a day to go: nothing goes back by the policy, and nothing was taken yet. */
  async function approved() {
    const requested = await paidStay(world, { days: 2, home: { bookingRules: request } });
    expect((await viewOf(world.app, requested.id)).state).toBe('requested');
    sure(await approveIt(world, requested));
    expect((await viewOf(world.app, requested.id)).payment).toMatchObject({ state: 'authorised' });
    return requested;
  }

  it('a guest who cancels gets what the policy says, as the preview said', async () => {
    const booking = await approved();
    const preview = sure(await previewCancellation(world.app, as(booking, 'guest')));
    expect(preview).toMatchObject({ paid: 41_000, refund: 0 });
    sure(await cancelIt(world, booking, 'guest'));
    await world.checkInvariants();
    await runCalls(world.app, booking.id);
    await world.settle();
    expect(await viewOf(world.app, booking.id)).toMatchObject({
      state: 'cancelled',
      refund_owed: 0,
      payment: { state: 'captured', capturedAmount: 41_000, refundedAmount: 0 },
    });
  });

  it('everything goes back where the host cancels', async () => {
    const booking = await approved();
    sure(await cancelIt(world, booking, 'host'));
    await world.settle();
    expect(await viewOf(world.app, booking.id)).toMatchObject({ refund_owed: 41_000, state: 'cancelled' });
    const { payment } = await viewOf(world.app, booking.id);
    expect((payment?.capturedAmount ?? 0) - (payment?.refundedAmount ?? 0)).toBe(0);
  });
});

it("takes an approval at the deadline's own instant, and none a moment later", async () => {
  for (const [late, state] of [
    [0, 'confirmed'],
    [1, 'expired'],
  ] as const) {
    const requested = await paidStay(world, { home: { bookingRules: request } });
    const deadline = (await viewOf(world.app, requested.id)).request_expires_at;
    const at = Temporal.Instant.fromEpochMilliseconds((deadline?.getTime() ?? 0) + late);
    const app = { ...world.app, clock: { ...world.clock, now: () => at } };
    await endRequests.run(app);
    const approved = await approveIt({ ...world, app }, requested);
    expect(approved.ok).toBe(state === 'confirmed');
    expect((await viewOf(world.app, requested.id)).state).toBe(state);
    await world.settle();
  }
});
