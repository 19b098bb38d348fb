import { cancelBooking, previewCancellation } from '../../../src/api/booking/use-cases/cancel-booking';
import { approveBooking } from '../../../src/api/booking/use-cases/answer-request';
import { proposeAlteration } from '../../../src/api/alteration/use-cases/propose-alteration';
import { chargeLater } from '../../../src/api/payment/use-cases/charge-later';
import { ownCards, removeCard } from '../../../src/api/saved-card/use-cases/own-cards';
import { nightOf } from '../../../src/domain/night';
import { endHolds } from '../../../src/jobs/end-unpaid';
import { endUnpaidBalances } from '../../../src/jobs/end-unpaid-balances';
import { runCalls } from '../../../src/outbox/run-calls';
import type { BookingViewRow } from '../../../src/api/booking/queries/booking-view';
import type { AccountActor } from '../../../src/ports';
import { createTestCasita, marketplaceConfig, type TestCasita } from '../support/casita';
import {
  authenticate,
  depositPaid,
  farStay,
  heldInParts,
  instalments,
  mailsTo,
  partsOf,
  payable,
  placeWith,
} from '../support/instalments';
import { confirmWithCard, makeAccount, makeHome, pay, viewOf, type TestHome } from '../support/world';

let world: TestCasita;
let guest: AccountActor;
let home: TestHome;
beforeAll(async () => {
  world = await createTestCasita({ config: { ...marketplaceConfig(), instalments } });
});
beforeEach(async () => {
  guest = await makeAccount(world.app);
  home = await makeHome(world.app);
});
afterEach(() => world.checkInvariants());
afterAll(() => world.close());

const asGuest = (booking: BookingViewRow) => ({
  actor: guest,
  side: 'guest' as const,
  door: 'rest' as const,
  bookingDocumentId: booking.document_id,
  reason: null,
});
const cancel = (booking: BookingViewRow, expectedRefund: number | null = null) =>
  cancelBooking(world.app, { ...asGuest(booking), expectedRefund });
/** A card that may be kept, but whose bank asks the guest each time. */
const ASKS = 'pm_card_authenticationRequired';
const lastMove = async (booking: BookingViewRow) => (await viewOf(world.app, booking.id)).events.at(-1)?.move;

it('takes the deposit now and the balance on its day, with the same card and without the guest', async () => {
  const booking = await depositPaid(world, home, guest);
  expect(booking).toMatchObject({ state: 'confirmed', total: 41_000 });
  expect(await partsOf(world, booking)).toEqual([
    { part: 0, state: 'captured', captured: 12_300, back: 0 },
    { part: 1, state: 'scheduled', captured: 0, back: 0 },
  ]);
  const due = Date.parse(String(booking.payments[1]?.chargeAt));
  expect((booking.check_in_at.getTime() - due) / 86_400_000).toBeCloseTo(30, 0);
  await world.advance('P50D');
  expect((await partsOf(world, booking))[1]).toMatchObject({ state: 'scheduled' });
  await world.advance('P60D');
  expect((await partsOf(world, booking))[1]).toEqual({ part: 1, state: 'captured', captured: 28_700, back: 0 });
  expect(await mailsTo(world, guest.userId)).toEqual([]);
});

it('is not offered for a stay that is near, nor taken where it is asked for all the same', async () => {
  expect(await placeWith(world, home, guest, farStay(world, 5))).toMatchObject({
    ok: false,
    kind: 'refused',
    reasons: [{ code: 'instalments_not_offered', field: 'payment' }],
  });
});

describe('where the bank wants the guest', () => {
  it('the guest is told once, and pays on the link before its deadline', async () => {
    const booking = await depositPaid(world, home, guest, ASKS);
    const asked = await untilAsked(booking);
    expect(asked.payments[1]).toMatchObject({ state: 'requires_payment' });
    expect(await mailsTo(world, guest.userId)).toEqual([`Booking ${booking.reference}: please pay`]);
    // The card is tried again meanwhile, in vain; the guest is not told again, and the deadline stays.
    await world.advance('PT30H');
    const [row] = await world.app.db.query<{ tries: number }>(
      'select tries from payments where booking_id = $1 and part = 1',
      [booking.id],
    );
    expect(row?.tries).toBeGreaterThan(1);
    expect((await viewOf(world.app, booking.id)).payments[1]?.payBy).toBe(asked.payments[1]?.payBy);
    expect(await mailsTo(world, guest.userId)).toHaveLength(1);
    const open = await payable(world, booking, guest);
    if (!open.ok) throw new Error(JSON.stringify(open));
    expect(await confirmWithCard(world, open.secret, ASKS)).toBe('requires_action');
    await authenticate(world, open.secret, 'succeed');
    await world.settle();
    expect((await partsOf(world, booking))[1]).toMatchObject({ state: 'captured', captured: 28_700 });
    await world.advance('P3D');
    expect((await viewOf(world.app, booking.id)).state).toBe('confirmed');
  });

  it('and nobody comes, the booking ends: the deposit is settled by the policy, both are told', async () => {
    const booking = await depositPaid(world, home, guest, ASKS);
    await untilAsked(booking);
    await world.advance('PT49H');
    const ended = await viewOf(world.app, booking.id);
    expect(ended).toMatchObject({ state: 'cancelled' });
    expect(await lastMove(booking)).toBe('cancel_unpaid');
    // Moderate, weeks before: all of what was paid goes back, and nobody owes the rest.
    expect(await partsOf(world, booking)).toEqual([
      { part: 0, state: 'captured', captured: 12_300, back: 12_300 },
      { part: 1, state: 'cancelled', captured: 0, back: 0 },
    ]);
    expect(await mailsTo(world, guest.userId)).toHaveLength(2);
    expect(await mailsTo(world, home.host.userId)).toEqual([`Booking ${booking.reference}: cancelled`]);
    expect(await payable(world, booking, guest)).toMatchObject({
      kind: 'conflict',
      reasons: [{ code: 'nothing_to_pay' }],
    });
  });

  it('and the money comes as the booking ends, it goes back: never both, never neither', async () => {
    const booking = await depositPaid(world, home, guest, ASKS);
    await untilAsked(booking);
    const open = await payable(world, booking, guest);
    if (!open.ok) throw new Error(JSON.stringify(open));
    expect(await confirmWithCard(world, open.secret, 'pm_card_visa')).toBe('succeeded'); // its webhook waits
    await world.clock.moveTo(world.clock.now().add({ hours: 49 }));
    await endUnpaidBalances.run(world.app);
    expect((await viewOf(world.app, booking.id)).state).toBe('cancelled');
    await world.settle();
    await runCalls(world.app, booking.id);
    expect(await partsOf(world, booking)).toEqual([
      { part: 0, state: 'captured', captured: 12_300, back: 12_300 },
      { part: 1, state: 'captured', captured: 28_700, back: 28_700 },
    ]);
  });
});

/** Advances until the balance was charged in vain. */
async function untilAsked(booking: BookingViewRow): Promise<BookingViewRow> {
  const due = Date.parse(String(booking.payments[1]?.chargeAt));
  const seconds = Math.ceil((due - world.clock.now().epochMilliseconds) / 1_000) + 60;
  await world.advance(`PT${seconds}S`);
  return viewOf(world.app, booking.id);
}

it('asks the guest at once where the card is gone', async () => {
  const booking = await depositPaid(world, home, guest);
  const [card] = await ownCards(world.app, guest.userId);
  await world.app.savedCards.remove(card?.id ?? '', 'behind-our-back');
  const asked = await untilAsked(booking);
  expect(asked.payments[1]).toMatchObject({ state: 'requires_payment' });
  expect(await mailsTo(world, guest.userId)).toHaveLength(1);
});

it('keeps the card that a balance waits for', async () => {
  const booking = await depositPaid(world, home, guest);
  const [card] = await ownCards(world.app, guest.userId);
  expect(await removeCard(world.app, guest, card?.id ?? '')).toMatchObject({
    kind: 'conflict',
    reasons: [{ code: 'card_in_use', value: [booking.reference] }],
  });
});

it('lets the balance be paid early, once, by however many tabs', async () => {
  const booking = await depositPaid(world, home, guest);
  const asked = await Promise.all(Array.from({ length: 5 }, () => payable(world, booking, guest)));
  const ids = new Set(asked.map((each) => (each.ok ? each.paymentId : -1)));
  expect(ids.size).toBe(1);
  const again = await payable(world, booking, guest);
  if (!again.ok) throw new Error('nothing to pay');
  const tabs = await Promise.all([1, 2].map(() => confirmWithCard(world, again.secret, 'pm_card_visa')));
  expect(tabs).toContain('succeeded');
  await world.settle();
  await world.advance('P110D');
  expect(await partsOf(world, booking)).toEqual([
    { part: 0, state: 'captured', captured: 12_300, back: 0 },
    { part: 1, state: 'captured', captured: 28_700, back: 0 },
  ]);
});

it('is not altered before all of it is paid, and can be then', async () => {
  const booking = await depositPaid(world, home, guest);
  const guests = { adults: 3, children: 0, infants: 0, pets: 0 };
  const request = { checkIn: nightOf(booking.check_in), checkOut: nightOf(booking.check_out), guests };
  const propose = () => proposeAlteration(world.app, { ...asGuest(booking), request });
  expect(await propose()).toMatchObject({
    kind: 'conflict',
    reasons: [{ code: 'balance_unpaid', value: { amount: 28_700, currency: 'EUR' } }],
  });
  const open = await payable(world, booking, guest);
  if (open.ok) await confirmWithCard(world, open.secret, 'pm_card_visa');
  await world.settle();
  expect(await propose()).toMatchObject({ ok: true });
});

describe('cancelled before the balance', () => {
  it('gives back what was paid where the policy gives all back, and charges nothing any more', async () => {
    const booking = await depositPaid(world, home, guest);
    const preview = await previewCancellation(world.app, asGuest(booking));
    expect(preview).toMatchObject({ ok: true, value: { paid: 12_300, unpaid: 28_700, refund: 12_300 } });
    expect(await cancel(booking, 12_300)).toMatchObject({ ok: true });
    await runCalls(world.app, booking.id);
    await world.advance('P100D');
    expect(await partsOf(world, booking)).toEqual([
      { part: 0, state: 'captured', captured: 12_300, back: 12_300 },
      { part: 1, state: 'cancelled', captured: 0, back: 0 },
    ]);
  });

  it('keeps no more than was paid where the policy keeps more', async () => {
    home = await makeHome(world.app, {
      bookingRules: { instantBook: true, minNights: 1, maxNights: 60, cancellationPolicy: 'non_refundable' },
    });
    const booking = await depositPaid(world, home, guest);
    await world.advance('P2D');
    const preview = await previewCancellation(world.app, asGuest(booking));
    expect(preview).toMatchObject({ ok: true, value: { paid: 12_300, unpaid: 28_700, refund: 0 } });
    expect(await cancel(booking)).toMatchObject({ ok: true });
    await world.advance('P100D');
    expect(await partsOf(world, booking)).toEqual([
      { part: 0, state: 'captured', captured: 12_300, back: 0 },
      { part: 1, state: 'cancelled', captured: 0, back: 0 },
    ]);
  });
});

it('plans the balance again where the deposit came after its hold had ended', async () => {
  const held = await heldInParts(world, home, guest);
  expect(await pay(world, held)).toBe('succeeded');
  await world.clock.moveTo(world.clock.now().add({ minutes: 16 }));
  await endHolds.run(world.app);
  expect((await partsOf(world, held)).map(({ state }) => state)).toContain('cancelled');
  await world.settle();
  expect((await viewOf(world.app, held.id)).state).toBe('confirmed');
  await world.advance('P110D');
  expect((await partsOf(world, held)).at(-1)).toMatchObject({ part: 1, state: 'captured', captured: 28_700 });
});

it('is approved on the deposit, where the host is asked', async () => {
  home = await makeHome(world.app, {
    bookingRules: { instantBook: false, minNights: 1, maxNights: 60, cancellationPolicy: 'moderate' },
  });
  const requested = await depositPaid(world, home, guest);
  expect(requested.state).toBe('requested');
  const command = { ...asGuest(requested), actor: home.host, side: 'host' as const };
  expect(await approveBooking(world.app, command)).toMatchObject({ ok: true });
  await runCalls(world.app, requested.id);
  await world.advance('P110D');
  expect((await partsOf(world, requested)).map(({ captured }) => captured)).toEqual([12_300, 28_700]);
});

it('begins anew while the hold runs, where a payment came to nothing', async () => {
  const held = await heldInParts(world, home, guest);
  const first = held.payment?.clientSecret?.split('_secret_')[0] ?? '';
  await world.app.payments.cancelIntent(first, 'behind-our-back-too');
  await world.settle();
  expect(await viewOf(world.app, held.id)).toMatchObject({ state: 'held', payment: { state: 'cancelled' } });
  const [again, same] = await Promise.all([payable(world, held, guest), payable(world, held, guest)]);
  expect(again.ok && same.ok && again.paymentId === same.paymentId).toBe(true);
  const open = await payable(world, held, guest);
  expect(open.ok && (await confirmWithCard(world, open.secret, 'pm_card_visa_chargeDeclined'))).toBe('card_declined');
  expect(open.ok && (await confirmWithCard(world, open.secret, 'pm_card_mastercard'))).toBe('succeeded');
  await world.settle();
  expect(await partsOf(world, held)).toMatchObject([
    { state: 'cancelled' },
    { state: 'captured' },
    { state: 'scheduled' },
  ]);
});

it('charges a saved card for what is not the stay, and leaves the stay as it is', async () => {
  const booking = await depositPaid(world, home, guest);
  const [card] = await ownCards(world.app, guest.userId);
  const claim = {
    bookingId: booking.id,
    purpose: 'claim' as const,
    instalment: 1,
    part: 0,
    amount: 5_000,
    currency: 'EUR',
  };
  await world.app.db.query(
    `insert into damage_claim (document_id, booking_id, n, host_id, state, amount, currency, description, awarded, filed_at, answer_by)
     values ('claim', $1, 1, $2, 'awaiting_payment', 5000, 'EUR', 'A broken window', 5000, now(), now())`,
    [booking.id, home.hostId],
  );
  await world.app.db.transaction((tx) =>
    chargeLater(world.app, tx, { ...claim, method: card?.id ?? '', chargeAt: world.clock.now() }),
  );
  await world.advance('PT1M');
  const rows = await world.app.db.query<{ state: string; captured_amount: number }>(
    `select state, captured_amount from payments where booking_id = $1 and purpose = 'claim'`,
    [booking.id],
  );
  expect(rows).toEqual([{ state: 'captured', captured_amount: 5_000 }]);
  const after = await viewOf(world.app, booking.id);
  expect([after.state, after.payments.length]).toEqual(['confirmed', 2]);
});
