import { randomUUID } from 'node:crypto';
import { approveBooking, declineBooking } from '../../../src/api/booking/use-cases/answer-request';
import { cancelBooking, previewCancellation } from '../../../src/api/booking/use-cases/cancel-booking';
import { placeBooking } from '../../../src/api/booking/use-cases/place-booking';
import { quoteStay } from '../../../src/api/booking/use-cases/quote-stay';
import { runCalls } from '../../../src/outbox/run-calls';
import type { BookingViewRow } from '../../../src/api/booking/queries/booking-view';
import { nightOf } from '../../../src/domain/night';
import { settle } from '../../../src/domain/settlement';
import type { AccountActor, StaffActor } from '../../../src/ports';
import { createTestCasita, type TestCasita } from '../support/casita';
import { makeCoupon, type TestCoupon } from '../support/coupons';
import { book, makeAccount, makeHome, pay, quote, viewOf, type TestHome } from '../support/world';

let world: TestCasita;
let home: TestHome;
let guest: AccountActor;
beforeEach(async () => {
  world = await createTestCasita();
  home = await makeHome(world.app);
  guest = await makeAccount(world.app);
});
afterEach(() => world.close());

const stay = { checkIn: '2027-05-10', checkOut: '2027-05-13', coupon: 'ten' };
const later = { ...stay, checkIn: '2027-06-10', checkOut: '2027-06-13' };
const coupon = (changes: TestCoupon = {}) => makeCoupon(world.app.db, changes);
const change = (set: string) => world.app.db.query(`update coupons set ${set}`);
const usesLeft = async () => (await world.app.db.query('select 1 from coupon_use where released_at is null')).length;

async function asked(wish: typeof stay, actor: AccountActor | null = guest) {
  const quoted = await quoteStay(world.app, {
    propertyDocumentId: home.documentId,
    request: {
      checkIn: nightOf(wish.checkIn),
      checkOut: nightOf(wish.checkOut),
      guests: { adults: 2, children: 0, infants: 0, pets: 0 },
    },
    coupon: wish.coupon,
    actor,
  });
  return quoted.ok ? quoted.value.payload : { kind: quoted.kind, reasons: quoted.reasons };
}

const place = (token: string, actor = guest) =>
  placeBooking(world.app, { actor, door: 'rest', quote: token, message: '', idempotencyKey: randomUUID() });

describe('a quote', () => {
  test('has the coupon’s line, however the code is typed', async () => {
    await coupon({ code: 'Ten' });
    expect(await asked({ ...stay, coupon: 'tEn' })).toMatchObject({
      coupon: 'TEN',
      price: { total: { amount: 37_400 }, lines: [{}, { code: 'coupon:TEN', label: 'Ten off', amount: -3_600 }, {}] },
    });
  });

  test.each<[string, TestCoupon, string]>([
    ['switched off', { active: false }, 'coupon_unknown'],
    ['ended', { valid_until: '2026-01-01T00:00:00Z' }, 'coupon_ended'],
    ['not begun', { valid_from: '2099-01-01T00:00:00Z' }, 'coupon_not_yet_valid'],
    ['dollars', { kind: 'amount', percent: null, amount: 500, currency: 'USD' }, 'coupon_currency'],
    ['for a week', { min_nights: 7 }, 'coupon_min_nights'],
    ['for June', { stay_from: '2027-06-01', stay_until: '2027-06-30' }, 'coupon_stay_dates'],
  ])('refuses one that is %s', async (_, changes, code) => {
    await coupon(changes);
    expect(await asked(stay)).toMatchObject({ kind: 'refused', reasons: [{ code, field: 'coupon' }] });
  });

  test('answers a code that is not there, one switched off and another host’s alike', async () => {
    const unknown = await asked(stay);
    expect(unknown).toEqual({ kind: 'refused', reasons: [{ code: 'coupon_unknown', field: 'coupon', value: 'ten' }] });
    await coupon({ active: false });
    expect(await asked(stay)).toEqual(unknown);
    const other = await makeHome(world.app);
    await change(`active = true, funded_by = 'host', host_id = ${other.hostId}`);
    expect(await asked(stay)).toEqual(unknown);
    await change(`host_id = ${home.hostId}`);
    expect(await asked(stay)).toMatchObject({ coupon: 'TEN' });
  });

  test('never comes to nothing', async () => {
    home = await makeHome(world.app, { prices: { base: 12_000, cleaningFee: 0 } });
    await coupon({ percent: 100 });
    expect(await asked(stay)).toMatchObject({ kind: 'refused', reasons: [{ code: 'coupon_pays_all' }] });
  });

  test('does not know what a guest used who is not signed in; the booking does', async () => {
    await coupon({ max_uses_per_guest: 1 });
    await book(world.app, home, guest, stay);
    expect(await asked(later)).toMatchObject({ reasons: [{ code: 'coupon_used_up_by_guest' }] });
    expect(await asked(later, null)).toMatchObject({ coupon: 'TEN' });
    const refused = await place(await quote(world.app, home, null, later));
    expect(refused).toMatchObject({ kind: 'refused', reasons: [{ code: 'coupon_used_up_by_guest', limit: 1 }] });
    expect(await place(await quote(world.app, home, null, later), await makeAccount(world.app))).toMatchObject({
      ok: true,
    });
  });
});

describe('a booking after the coupon was changed', () => {
  test.each([
    ['takes off less', 'percent = 5', 'conflict', 'quote_stale'],
    ['has another name on the bill', "label = 'Other'", 'conflict', 'quote_stale'],
    ['is paid for by the host', `funded_by = 'host', host_id = (select max(host_id) from properties)`, 'conflict', 'quote_stale'], // prettier-ignore
    ['was switched off', 'active = false', 'refused', 'coupon_unknown'],
    ['has ended', "valid_until = '2026-01-01'", 'refused', 'coupon_ended'],
    ['has another code', "code = 'ELEVEN'", 'refused', 'coupon_unknown'],
  ])('%s: refused, and nothing is written', async (_, set, kind, code) => {
    await coupon();
    const token = await quote(world.app, home, guest, stay);
    await change(set);
    expect(await place(token)).toMatchObject({ ok: false, kind, reasons: [{ code }] });
    expect(await world.app.db.query('select 1 from bookings')).toEqual([]);
    expect(await usesLeft()).toBe(0);
  });

  test('used up by another: refused', async () => {
    await coupon({ max_uses: 1 });
    const token = await quote(world.app, home, guest, stay);
    await book(world.app, home, await makeAccount(world.app), later);
    expect(await place(token)).toMatchObject({ kind: 'refused', reasons: [{ code: 'coupon_used_up', limit: 1 }] });
    expect(await usesLeft()).toBe(1);
  });

  test('what is booked stays as it was', async () => {
    await coupon();
    const booking = await book(world.app, home, guest, stay);
    await change('percent = 50, active = false');
    expect(await pay(world, booking)).toBe('succeeded');
    await world.settle();
    expect(await viewOf(world.app, booking.id)).toMatchObject({
      state: 'confirmed',
      total: 37_400,
      quote: { coupon: { code: 'TEN', value: { kind: 'percent', basisPoints: 1_000 } } },
    });
  });
});

describe('a use', () => {
  const asGuest = (booking: BookingViewRow) =>
    ({ actor: guest, side: 'guest', door: 'rest', bookingDocumentId: booking.document_id, reason: null }) as const;
  const asHost = (booking: BookingViewRow) => ({ ...asGuest(booking), actor: home.host, side: 'host' }) as const;
  const sam: StaffActor = { kind: 'staff', adminId: 1, name: 'Sam' };
  const paid = async (): Promise<BookingViewRow> => {
    const booking = await book(world.app, home, guest, stay);
    await pay(world, booking);
    await world.settle();
    return booking;
  };
  const requested = async () => {
    home = await makeHome(world.app, { bookingRules: { instantBook: false } });
    return paid();
  };
  const cancel = (command: ReturnType<typeof asGuest> | ReturnType<typeof asHost>) =>
    cancelBooking(world.app, { ...command, expectedRefund: null });

  test.each<[string, number, () => Promise<unknown>]>([
    [
      'a hold that ends unpaid gives it back',
      0,
      async () => {
        await book(world.app, home, guest, stay);
        await world.advance('PT16M');
      },
    ],
    [
      'a guest who gives up a hold gives it back',
      0,
      async () => cancel(asGuest(await book(world.app, home, guest, stay))),
    ],
    [
      'a request that nobody answers gives it back',
      0,
      async () => {
        await requested();
        await world.advance('PT25H');
      },
    ],
    ['a request that is declined gives it back', 0, async () => declineBooking(world.app, asHost(await requested()))],
    ['a request that is withdrawn gives it back', 0, async () => cancel(asGuest(await requested()))],
    ['a request that is approved keeps it', 1, async () => approveBooking(world.app, asHost(await requested()))],
    ['a guest who cancels what was confirmed has used it', 1, async () => cancel(asGuest(await paid()))],
    ['a host who cancels gives it back to the guest', 0, async () => cancel(asHost(await paid()))],
    [
      'staff who cancel give it back to the guest',
      0,
      async () =>
        cancelBooking(world.app, { ...asGuest(await paid()), actor: sam, side: 'staff', expectedRefund: null }),
    ],
  ])('%s', async (_, expected, live) => {
    // prettier-ignore
    await coupon({ max_uses: 1, max_uses_per_guest: 1 });
    await live();
    expect(await usesLeft()).toBe(expected);
    const again = await asked(expected === 0 ? stay : { ...stay, checkIn: '2028-03-01', checkOut: '2028-03-04' });
    if (expected === 0) expect(again).toMatchObject({ coupon: 'TEN' });
    else expect(again).toMatchObject({ reasons: expect.arrayContaining([expect.objectContaining({ code: 'coupon_used_up' })]) }); // prettier-ignore
    await world.checkInvariants();
  });

  /** The money comes after the hold ended; nobody heard of it before. */
  async function payLate(meanwhile: () => Promise<unknown>): Promise<BookingViewRow> {
    const booking = await book(world.app, home, guest, stay);
    await world.app.db.query(`update bookings set hold_expires_at = $2 where id = $1`, [
      booking.id,
      world.clock.now().subtract({ seconds: 1 }).toString(),
    ]);
    const cancelled = world.app.payments.cancelIntent;
    world.app.payments.cancelIntent = () => Promise.reject(new Error('the provider is away'));
    await world.settle();
    world.app.payments.cancelIntent = cancelled;
    expect((await viewOf(world.app, booking.id)).state).toBe('expired');
    await meanwhile();
    expect(await pay(world, booking)).toBe('succeeded');
    await world.settle();
    await runCalls(world.app, booking.id);
    await world.settle();
    return viewOf(world.app, booking.id);
  }

  test('is taken again by money that came late', async () => {
    await coupon({ max_uses: 1 });
    expect(await payLate(async () => expect(await usesLeft()).toBe(0))).toMatchObject({ state: 'confirmed' });
    expect(await usesLeft()).toBe(1);
    await world.checkInvariants();
  });

  test('that somebody else has by then is not taken again: the money goes back', async () => {
    await coupon({ max_uses: 1 });
    const late = await payLate(async () => book(world.app, home, await makeAccount(world.app), later));
    expect(late).toMatchObject({ state: 'expired', payment: { refundedAmount: late.total } });
    expect(await usesLeft()).toBe(1);
    await world.checkInvariants();
  });
});

describe('a cancelled booking with a coupon', () => {
  /** 3 nights of 120 less 10 %, and 50 for cleaning. */
  async function cancelled(fundedBy: 'marketplace' | 'host', policy: 'limited' | 'flexible') {
    const prices = { base: 12_000, cleaningFee: 5_000 };
    home = await makeHome(world.app, { prices, bookingRules: { instantBook: true, cancellationPolicy: policy } });
    await coupon({ funded_by: fundedBy, host_id: fundedBy === 'host' ? home.hostId : null });
    const from = world.clock.now().toZonedDateTimeISO('Europe/Lisbon').toPlainDate().add({ days: 10 });
    const wish = { checkIn: from.toString(), checkOut: from.add({ days: 3 }).toString(), coupon: 'TEN' };
    const booking = await book(world.app, home, guest, wish);
    expect(booking.total).toBe(37_400);
    await pay(world, booking);
    await world.settle();
    await world.advance('PT25H');
    const command = { actor: guest, side: 'guest', door: 'rest', bookingDocumentId: booking.document_id, reason: null } as const; // prettier-ignore
    const preview = await previewCancellation(world.app, command);
    if (!preview.ok) throw new Error('no preview');
    await cancelBooking(world.app, { ...command, expectedRefund: preview.value.refund });
    await world.settle();
    await world.checkInvariants();
    const view = await viewOf(world.app, booking.id);
    const price = {
      currency: 'EUR',
      lines: view.quote.lines,
      hostFee: { amount: view.quote.hostFee, currency: 'EUR' },
    };
    return { view, preview: preview.value, shares: settle(price, preview.value.lines) };
  }

  test('in the free period gives back exactly what was paid', async () => {
    const { view, preview, shares } = await cancelled('marketplace', 'flexible');
    expect(preview.lines.map(({ refund }) => refund)).toEqual([36_000, -3_600, 5_000]);
    expect(view.refunds).toMatchObject([{ amount: 37_400, state: 'succeeded' }]);
    expect(shares).toEqual({ hostPayout: 0, platformFee: 0, tax: 0 });
  });

  test('half of it: the marketplace pays its half of the coupon, the host has half of the whole', async () => {
    const { view, preview, shares } = await cancelled('marketplace', 'limited');
    expect(preview).toMatchObject({ rule: 'half', refund: 18_700 });
    expect(view.refunds).toMatchObject([{ amount: 18_700, state: 'succeeded' }]);
    // Half of 410 is 205.00, less 15.5 %; the guest leaves 187.00, so the fee of 31.78 pays for 18.00 of coupon.
    expect(shares).toEqual({ hostPayout: 17_322, platformFee: 1_378, tax: 0 });
    expect(shares.hostPayout + shares.platformFee).toBe(view.total - 18_700);
  });

  test("half of it: a host's coupon lowers the host's half", async () => {
    const { shares } = await cancelled('host', 'limited');
    // Half of 374 is 187.00, less 15.5 %.
    expect(shares).toEqual({ hostPayout: 15_801, platformFee: 2_899, tax: 0 });
  });
});
