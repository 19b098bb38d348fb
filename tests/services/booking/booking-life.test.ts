import { approveBooking, declineBooking } from '../../../src/api/booking/use-cases/answer-request';
import { cancelBooking, previewCancellation } from '../../../src/api/booking/use-cases/cancel-booking';
import { checkInGuest } from '../../../src/api/booking/use-cases/receive-guest';
import { placeBooking } from '../../../src/api/booking/use-cases/place-booking';
import { runCalls } from '../../../src/outbox/run-calls';
import type { BookingViewRow } from '../../../src/api/booking/queries/booking-view';
import { bookingColumns, type BookingRow } from '../../../src/api/booking/queries/booking-row';
import { endHolds } from '../../../src/jobs/end-unpaid';
import type { AccountActor } from '../../../src/ports';
import { createTestCasita, type TestCasita } from '../support/casita';
import { book, makeAccount, makeHome, pay, quote, viewOf, type TestHome } from '../support/world';

let world: TestCasita;
let guest: AccountActor;

beforeAll(async () => {
  world = await createTestCasita();
  guest = await makeAccount(world.app);
});
afterEach(() => world.checkInvariants());
afterAll(() => world.close());

const request = { instantBook: false, minNights: 1, maxNights: 60, cancellationPolicy: 'moderate' as const };
const stay = { checkIn: '2027-05-10', checkOut: '2027-05-13' };

const asGuest = (booking: BookingViewRow) => ({
  actor: guest,
  side: 'guest' as const,
  door: 'rest' as const,
  bookingDocumentId: booking.document_id,
  reason: null,
});
const asHost = (home: TestHome, booking: BookingViewRow) => ({
  actor: home.host,
  side: 'host' as const,
  door: 'rest' as const,
  bookingDocumentId: booking.document_id,
  reason: null,
});

const movesOf = async (booking: BookingViewRow) =>
  (
    await world.app.db.query<{ move: string }>('select move from booking_events where booking_id = $1 order by id', [
      booking.id,
    ])
  ).map((row) => row.move);

const nightsOf = async (booking: BookingViewRow) =>
  (
    await world.app.db.query<{ night: string }>('select night from stay_night where booking_id = $1 order by night', [
      booking.id,
    ])
  ).map((row) => row.night);

const ledgerOf = async (booking: BookingViewRow) =>
  world.app.db.query<{ kind: string; account: string; amount: number }>(
    'select t.kind, e.account, e.amount from ledger_entry e join ledger_transaction t on t.id = e.transaction_id where t.booking_id = $1 order by e.id',
    [booking.id],
  );

describe('an instant booking', () => {
  it('is held, then confirmed once the money is there, and posts one capture', async () => {
    const home = await makeHome(world.app);
    const held = await book(world.app, home, guest, stay);
    expect(held.state).toBe('held');
    expect(await nightsOf(held)).toEqual(['2027-05-10', '2027-05-11', '2027-05-12']);
    expect(await pay(world, held)).toBe('succeeded');
    await world.settle();
    const confirmed = await viewOf(world.app, held.id);
    expect(confirmed).toMatchObject({
      state: 'confirmed',
      total: 41_000,
      payment: { state: 'captured', capturedAmount: 41_000 },
    });
    expect(await movesOf(held)).toEqual(['hold', 'pay']);
    const fee = Math.round(41_000 * 0.029) + 30;
    expect(await ledgerOf(held)).toEqual([
      { kind: 'captured', account: 'stripe', amount: 41_000 - fee },
      { kind: 'captured', account: 'stripe_fee', amount: fee },
      { kind: 'captured', account: `guest_funds:${held.id}`, amount: -41_000 },
    ]);
  });

  it('stays held after a declined card, and is confirmed by the next one', async () => {
    const home = await makeHome(world.app);
    const held = await book(world.app, home, guest, stay);
    expect(await pay(world, held, 'pm_card_visa_chargeDeclined')).toBe('card_declined');
    await world.settle();
    expect((await viewOf(world.app, held.id)).state).toBe('held');
    expect(await pay(world, held)).toBe('succeeded');
    await world.settle();
    expect((await viewOf(world.app, held.id)).state).toBe('confirmed');
  });

  it('ends when nobody pays: the nights are free and the intent can no longer be paid', async () => {
    const home = await makeHome(world.app);
    const held = await book(world.app, home, guest, stay);
    await world.advance('PT16M');
    expect(await viewOf(world.app, held.id)).toMatchObject({ state: 'expired', payment: { state: 'cancelled' } });
    expect(await nightsOf(held)).toEqual([]);
    expect(await pay(world, held)).toBe('payment_intent_unexpected_state');
  });

  it('is confirmed late when the money came as the hold ended and the nights are still free', async () => {
    const home = await makeHome(world.app);
    const held = await book(world.app, home, guest, stay);
    expect(await pay(world, held)).toBe('succeeded'); // the webhook has not been delivered
    await world.clock.moveTo(world.clock.now().add({ minutes: 16 }));
    await endHolds.run(world.app);
    expect((await viewOf(world.app, held.id)).state).toBe('expired');
    await world.settle();
    expect(await viewOf(world.app, held.id)).toMatchObject({ state: 'confirmed', payment: { refundedAmount: 0 } });
    expect(await movesOf(held)).toEqual(['hold', 'expire', 'pay_late']);
    expect(await nightsOf(held)).toHaveLength(3);
  });

  it('is refunded in full when the money came late and another has the nights', async () => {
    const home = await makeHome(world.app);
    const held = await book(world.app, home, guest, stay);
    expect(await pay(world, held)).toBe('succeeded');
    await world.clock.moveTo(world.clock.now().add({ minutes: 16 }));
    await endHolds.run(world.app);
    const other = await book(world.app, home, await makeAccount(world.app), stay);
    await world.settle();
    expect(await viewOf(world.app, held.id)).toMatchObject({
      state: 'expired',
      payment: { state: 'captured', refundedAmount: 41_000 },
      refunds: [{ state: 'succeeded', amount: 41_000 }],
    });
    expect((await viewOf(world.app, other.id)).state).toBe('held');
  });
});

describe('a request', () => {
  it('waits for the host on an authorised card; approval captures the money once', async () => {
    const home = await makeHome(world.app, { bookingRules: request });
    const held = await book(world.app, home, guest, stay);
    expect(await pay(world, held)).toBe('requires_capture');
    await world.settle();
    expect(await viewOf(world.app, held.id)).toMatchObject({
      state: 'requested',
      payment: { state: 'authorised', capturedAmount: 0 },
    });
    expect((await approveBooking(world.app, asHost(home, held))).ok).toBe(true);
    expect(await approveBooking(world.app, asHost(home, held))).toMatchObject({ ok: false, kind: 'conflict' });
    await runCalls(world.app, held.id);
    await world.settle();
    expect(await viewOf(world.app, held.id)).toMatchObject({
      state: 'confirmed',
      payment: { state: 'captured', capturedAmount: 41_000 },
    });
    expect((await ledgerOf(held)).filter((entry) => entry.account === 'stripe')).toHaveLength(1);
  });

  it('that is declined frees the nights and lets the authorisation go', async () => {
    const home = await makeHome(world.app, { bookingRules: request });
    const held = await book(world.app, home, guest, stay);
    await pay(world, held);
    await world.settle();
    expect((await declineBooking(world.app, asHost(home, held))).ok).toBe(true);
    await world.settle();
    expect(await viewOf(world.app, held.id)).toMatchObject({
      state: 'declined',
      payment: { state: 'cancelled', capturedAmount: 0 },
    });
    expect(await nightsOf(held)).toEqual([]);
  });

  it('that nobody answers expires after its deadline, not at it', async () => {
    const home = await makeHome(world.app, { bookingRules: request });
    const held = await book(world.app, home, guest, stay);
    await pay(world, held);
    await world.settle();
    await world.advance('PT23H59M');
    expect((await viewOf(world.app, held.id)).state).toBe('requested');
    await world.advance('PT2M');
    expect(await viewOf(world.app, held.id)).toMatchObject({ state: 'expired', payment: { state: 'cancelled' } });
    expect(await approveBooking(world.app, asHost(home, held))).toMatchObject({ ok: false, kind: 'conflict' });
  });
});

describe('a cancellation', () => {
  it('by the guest gives back what the preview said, and no more', async () => {
    const home = await makeHome(world.app);
    const held = await book(world.app, home, guest, { checkIn: '2027-06-10', checkOut: '2027-06-15' });
    await pay(world, held);
    await world.settle();
    await world.clock.moveTo(
      world.clock.now().toZonedDateTimeISO('UTC').with({ year: 2027, month: 6, day: 7 }).toInstant(),
    );
    const preview = await previewCancellation(world.app, asGuest(held));
    if (!preview.ok) throw new Error(preview.message);
    // Moderate, three days before: one night and half of the rest is kept of 5 × 120 + 50, cleaning counted in: 130 + 260.
    expect(preview.value).toMatchObject({ paid: 65_000, refund: 26_000, policy: 'moderate' });
    expect(await cancelBooking(world.app, { ...asGuest(held), expectedRefund: 1 })).toMatchObject({
      ok: false,
      reasons: [{ code: 'refund_changed' }],
    });
    expect((await cancelBooking(world.app, { ...asGuest(held), expectedRefund: 26_000 })).ok).toBe(true);
    await world.settle();
    expect(await viewOf(world.app, held.id)).toMatchObject({
      state: 'cancelled',
      payment: { refundedAmount: 26_000 },
      refunds: [{ state: 'succeeded', amount: 26_000 }],
    });
    expect(await nightsOf(held)).toEqual([]);
    expect(await cancelBooking(world.app, { ...asGuest(held), expectedRefund: null })).toMatchObject({
      ok: false,
      kind: 'conflict',
    });
  });

  it('by the host gives everything back', async () => {
    const home = await makeHome(world.app);
    const held = await book(world.app, home, guest, { checkIn: '2027-07-10', checkOut: '2027-07-12' });
    await pay(world, held);
    await world.settle();
    expect((await cancelBooking(world.app, { ...asHost(home, held), expectedRefund: null })).ok).toBe(true);
    await world.settle();
    expect(await viewOf(world.app, held.id)).toMatchObject({ state: 'cancelled', payment: { refundedAmount: 29_000 } });
  });

  it("of another's booking is as missing as none", async () => {
    const home = await makeHome(world.app);
    const held = await book(world.app, home, guest, { checkIn: '2027-08-10', checkOut: '2027-08-12' });
    const stranger = await makeAccount(world.app);
    const asStranger = { ...asGuest(held), actor: stranger, expectedRefund: null };
    const missing = await cancelBooking(world.app, { ...asStranger, bookingDocumentId: 'a'.repeat(24) });
    expect(await cancelBooking(world.app, asStranger)).toEqual(missing);
  });
});

describe('a stay', () => {
  it('is checked in by the host on its day, and complete at check-out', async () => {
    const home = await makeHome(world.app);
    const arrival = world.clock.now().toZonedDateTimeISO('Europe/Lisbon').toPlainDate().add({ days: 3 });
    const held = await book(world.app, home, guest, {
      checkIn: arrival.toString(),
      checkOut: arrival.add({ days: 2 }).toString(),
    });
    await pay(world, held);
    await world.settle();
    expect(await checkInGuest(world.app, asHost(home, held))).toMatchObject({
      ok: false,
      reasons: [{ code: 'too_early' }],
    });
    await world.advance('P3DT18H');
    expect((await checkInGuest(world.app, asHost(home, held))).ok).toBe(true);
    await world.advance('P3D');
    expect((await viewOf(world.app, held.id)).state).toBe('completed');
    expect(await movesOf(held)).toEqual(['hold', 'pay', 'check_in', 'complete']);
    expect(await nightsOf(held)).toHaveLength(2);
  });
});

describe('a quote', () => {
  it('binds: after the price has changed the booking is refused, not made at another price', async () => {
    const home = await makeHome(world.app);
    const token = await quote(world.app, home, guest, { checkIn: '2028-01-10', checkOut: '2028-01-12' });
    await world.app.db.query(
      `update components_property_prices set base = 99900 where id = (select cmp_id from properties_cmps where entity_id = $1 and field = 'prices')`,
      [home.id],
    );
    const refused = await placeBooking(world.app, {
      actor: guest,
      door: 'rest',
      quote: token,
      message: '',
      idempotencyKey: 'k1',
    });
    expect(refused).toMatchObject({ ok: false, kind: 'conflict', reasons: [{ code: 'quote_stale' }] });
    const rows = await world.app.db.query<BookingRow>(
      `select ${bookingColumns} from bookings b where b.property_id = $1`,
      [home.id],
    );
    expect(rows).toEqual([]);
  });
});
