import { approveBooking, declineBooking } from '../../../src/api/booking/use-cases/answer-request';
import { payInFull, type PaymentChoice } from '../../../src/api/booking/use-cases/payment-choice';
import { ownCards, removeCard } from '../../../src/api/saved-card/use-cases/own-cards';
import { runCalls } from '../../../src/outbox/run-calls';
import type { BookingViewRow } from '../../../src/api/booking/queries/booking-view';
import type { AccountActor } from '../../../src/ports';
import { createTestCasita, marketplaceConfig, type TestCasita } from '../support/casita';
import { authenticate, farStay, instalments, mailsTo, partsOf, payable, placeWith } from '../support/instalments';
import { confirmWithCard, makeAccount, makeHome, viewOf, type TestHome } from '../support/world';

let world: TestCasita;
let guest: AccountActor;
let home: TestHome;
beforeAll(async () => {
  world = await createTestCasita({ config: { ...marketplaceConfig(), instalments, requestCard: 'save' } });
});
beforeEach(async () => {
  guest = await makeAccount(world.app);
  home = await makeHome(world.app, {
    bookingRules: { instantBook: false, minNights: 1, maxNights: 60, cancellationPolicy: 'moderate' },
  });
});
afterEach(() => world.checkInvariants());
afterAll(() => world.close());

/** A card that may be kept once its holder was asked, and asks again when it is charged. */
const ASKS = 'pm_card_authenticationRequired';

async function held(paying: Partial<PaymentChoice> = payInFull): Promise<BookingViewRow> {
  const placed = await placeWith(world, home, guest, farStay(world), paying);
  if (!placed.ok) throw new Error(JSON.stringify(placed));
  await runCalls(world.app, placed.value.bookingId);
  return viewOf(world.app, placed.value.bookingId);
}

async function keep(booking: BookingViewRow, card: string): Promise<string> {
  const secret = booking.setup?.clientSecret ?? '';
  const id = secret.split('_secret_')[0] ?? '';
  const body = new URLSearchParams({ client_secret: secret, payment_method: card });
  const headers = { authorization: `Bearer ${world.publishableKey}` };
  const response = await fetch(`${world.stripeUrl}/v1/setup_intents/${id}/confirm`, { method: 'POST', headers, body });
  const answer = (await response.json()) as { status?: string; error?: { code?: string } };
  if (answer.status !== 'requires_action') return answer.status ?? answer.error?.code ?? '';
  const control = `${world.stripeUrl}/_controls/setup_intents/${id}/authenticate`;
  const secretly = { authorization: `Bearer ${world.secretKey}`, 'content-type': 'application/json' };
  await fetch(control, { method: 'POST', headers: secretly, body: JSON.stringify({ outcome: 'succeed' }) });
  return 'succeeded';
}

async function requested(card = 'pm_card_visa', paying?: Partial<PaymentChoice>): Promise<BookingViewRow> {
  const booking = await held(paying);
  expect(await keep(booking, card)).toBe('succeeded');
  await world.settle();
  return viewOf(world.app, booking.id);
}

const asHost = (booking: BookingViewRow) => ({
  actor: home.host,
  side: 'host' as const,
  door: 'rest' as const,
  bookingDocumentId: booking.document_id,
  reason: null,
});

async function approved(booking: BookingViewRow): Promise<BookingViewRow> {
  expect(await approveBooking(world.app, asHost(booking))).toMatchObject({ ok: true });
  await runCalls(world.app, booking.id);
  await world.settle();
  return viewOf(world.app, booking.id);
}

it('keeps the card, takes nothing, and charges it when the host has taken the guest', async () => {
  const booking = await requested();
  expect(booking).toMatchObject({ state: 'requested', setup: { state: 'ready' }, payment: { state: 'scheduled' } });
  const confirmed = await approved(booking);
  expect(confirmed).toMatchObject({ state: 'confirmed', payment: { state: 'captured', capturedAmount: 41_000 } });
  expect(confirmed.events.map(({ move }) => move)).toEqual(['hold', 'authorise', 'approve_unpaid', 'pay']);
});

it('lets another card be kept where the first cannot be', async () => {
  const booking = await held();
  expect(await keep(booking, 'pm_card_visa_chargeDeclined')).toBe('card_declined');
  await world.settle();
  expect((await viewOf(world.app, booking.id)).state).toBe('held');
  expect(await keep(booking, 'pm_card_mastercard')).toBe('succeeded');
  await world.settle();
  expect((await viewOf(world.app, booking.id)).state).toBe('requested');
});

it('ends where no card is kept in time, and then none can be', async () => {
  const booking = await held();
  await world.advance('PT16M');
  expect(await viewOf(world.app, booking.id)).toMatchObject({ state: 'expired', setup: { state: 'cancelled' } });
  expect(await keep(booking, 'pm_card_visa')).toBe('setup_intent_unexpected_state');
});

it('takes nothing where the host declines, or never answers', async () => {
  const booking = await requested();
  expect(await declineBooking(world.app, asHost(booking))).toMatchObject({ ok: true });
  const other = await requested();
  await world.advance('PT25H');
  expect((await viewOf(world.app, other.id)).state).toBe('expired');
  for (const each of [booking, other]) {
    expect(await partsOf(world, each)).toEqual([{ part: 0, state: 'cancelled', captured: 0, back: 0 }]);
  }
});

it('keeps the card that a request waits for', async () => {
  const booking = await requested();
  const [card] = await ownCards(world.app, guest.userId);
  expect(await removeCard(world.app, guest, card?.id ?? '')).toMatchObject({
    reasons: [{ code: 'card_in_use', value: [booking.reference] }],
  });
});

describe('where the bank wants the guest', () => {
  it('holds the nights while the guest is asked, and is confirmed with the money', async () => {
    const waiting = await approved(await requested(ASKS));
    expect(waiting).toMatchObject({ state: 'held', payment: { state: 'requires_payment' } });
    expect(await mailsTo(world, guest.userId)).toEqual([`Booking ${waiting.reference}: please pay`]);
    await world.advance('PT30H');
    const open = await payable(world, waiting, guest);
    if (!open.ok) throw new Error(JSON.stringify(open));
    expect(await confirmWithCard(world, open.secret, ASKS)).toBe('requires_action');
    await authenticate(world, open.secret, 'succeed');
    await world.settle();
    expect((await viewOf(world.app, waiting.id)).state).toBe('confirmed');
  });

  it('ends at the deadline where nobody comes', async () => {
    const waiting = await approved(await requested(ASKS));
    await world.advance('PT49H');
    expect(await viewOf(world.app, waiting.id)).toMatchObject({ state: 'expired', payment: { state: 'cancelled' } });
    const nights = await world.app.db.query('select 1 from stay_night where booking_id = $1', [waiting.id]);
    expect(nights).toEqual([]);
  });
});

it('charges the deposit when the host approves, and the balance on its day, with the one card', async () => {
  const confirmed = await approved(await requested('pm_card_visa', { plan: 'instalments' }));
  expect(confirmed.state).toBe('confirmed');
  await world.advance('P70D');
  expect((await partsOf(world, confirmed)).map(({ captured }) => captured)).toEqual([12_300, 28_700]);
});
