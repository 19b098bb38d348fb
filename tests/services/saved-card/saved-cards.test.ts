import { randomUUID } from 'node:crypto';
import { placeBooking } from '../../../src/api/booking/use-cases/place-booking';
import { payInFull, type PaymentChoice } from '../../../src/api/booking/use-cases/payment-choice';
import { customerOf } from '../../../src/api/saved-card/use-cases/customer-of';
import { oweCustomerDeletion } from '../../../src/api/saved-card/use-cases/delete-customer';
import { guestLane, ownCards, removeCard } from '../../../src/api/saved-card/use-cases/own-cards';
import { promiseCustomer } from '../../../src/api/saved-card/queries/guest-customer';
import { runCalls, runLane } from '../../../src/outbox/run-calls';
import type { BookingViewRow } from '../../../src/api/booking/queries/booking-view';
import type { AccountActor, SavedCards } from '../../../src/ports';
import { createTestCasita, type TestCasita } from '../support/casita';
import { makeAccount, makeHome, pay, quote, viewOf, type TestHome } from '../support/world';

let world: TestCasita;
let home: TestHome;
beforeAll(async () => {
  world = await createTestCasita();
  home = await makeHome(world.app);
});
afterEach(() => world.checkInvariants());
afterAll(() => world.close());

let month = 0;
const nextStay = () => {
  month += 1;
  const at = world.clock
    .now()
    .toZonedDateTimeISO('UTC')
    .add({ days: 10 + 5 * month })
    .toPlainDate();
  return { checkIn: at.toString(), checkOut: at.add({ days: 3 }).toString() };
};

async function place(guest: AccountActor, paying: Partial<PaymentChoice>) {
  const token = await quote(world.app, home, guest, nextStay());
  const command = { actor: guest, door: 'rest' as const, quote: token, message: '', idempotencyKey: randomUUID() };
  return placeBooking(world.app, { ...command, paying: { ...payInFull, ...paying } });
}

async function booked(guest: AccountActor, paying: Partial<PaymentChoice>): Promise<BookingViewRow> {
  const placed = await place(guest, paying);
  if (!placed.ok) throw new Error(JSON.stringify(placed));
  await runCalls(world.app, placed.value.bookingId);
  return viewOf(world.app, placed.value.bookingId);
}

async function guestWithCard(): Promise<{ guest: AccountActor; card: string }> {
  const guest = await makeAccount(world.app);
  const held = await booked(guest, { saveCard: true });
  expect(await pay(world, held)).toBe('succeeded');
  await world.settle();
  const [card] = await ownCards(world.app, guest.userId);
  return { guest, card: card?.id ?? '' };
}

it('keeps a card that the guest wants kept, and no other', async () => {
  const guest = await makeAccount(world.app);
  await pay(world, await booked(guest, {}));
  await world.settle();
  expect(await ownCards(world.app, guest.userId)).toEqual([]);
  await pay(world, await booked(guest, { saveCard: true }), 'pm_card_mastercard');
  await world.settle();
  const cards = await ownCards(world.app, guest.userId);
  expect(cards).toMatchObject([{ brand: 'mastercard', last4: '4444' }]);
  expect(cards[0]?.expiryYear).toBeGreaterThan(2025);
});

it('is paid with a kept card without its number: the guest only confirms', async () => {
  const { guest, card } = await guestWithCard();
  const again = await booked(guest, { method: card });
  const secret = again.payment?.clientSecret ?? '';
  const response = await fetch(`${world.stripeUrl}/v1/payment_intents/${secret.split('_secret_')[0]}/confirm`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.publishableKey}` },
    body: new URLSearchParams({ client_secret: secret }),
  });
  expect(await response.json()).toMatchObject({ status: 'succeeded' });
  await world.settle();
  expect((await viewOf(world.app, again.id)).state).toBe('confirmed');
});

it("answers for another's card as for none, when booking and when taking it away", async () => {
  const { card } = await guestWithCard();
  const stranger = await makeAccount(world.app);
  for (const id of [card, 'pm_missing']) {
    const expected = {
      ok: false,
      kind: 'not_found',
      reasons: [{ code: 'not_found', field: 'paymentMethod', value: id }],
    };
    expect(await place(stranger, { method: id })).toMatchObject(expected);
    expect(await removeCard(world.app, stranger, id)).toMatchObject(expected);
  }
});

it('takes a card away: it is gone at once, and from the provider with the call', async () => {
  const { guest, card } = await guestWithCard();
  expect(await removeCard(world.app, guest, card)).toMatchObject({ ok: true });
  expect(await ownCards(world.app, guest.userId)).toEqual([]);
  const customer = await customerOf(world.app, guest.userId);
  await runLane(world.app, guestLane(guest.userId));
  expect(await world.app.savedCards.list(customer)).toEqual([]);
  expect(await removeCard(world.app, guest, card)).toMatchObject({ kind: 'not_found' });
});

it('keeps a card that a booking is still to be paid with', async () => {
  const { guest, card } = await guestWithCard();
  const held = await booked(guest, { method: card });
  expect(await removeCard(world.app, guest, card)).toMatchObject({
    kind: 'conflict',
    reasons: [{ code: 'card_in_use', value: [held.reference] }],
  });
  await world.advance('PT16M');
  expect(await removeCard(world.app, guest, card)).toMatchObject({ ok: true });
  await runLane(world.app, guestLane(guest.userId));
});

/** How many customers the provider has that were made under a key. */
async function customersOf(userId: number): Promise<number> {
  const rows = await world.app.db.query<{ n: number }>(
    `select count(*)::int as n from stripe_sandbox.object o join guest_customer g on g.key = o.body -> 'metadata' ->> 'customer'
     where g.user_id = $1 and o.type = 'customer'`,
    [userId],
  );
  return rows[0]?.n ?? -1;
}

it('never makes two customers of one guest, however many ask at once', async () => {
  const guest = await makeAccount(world.app);
  await Promise.all(
    Array.from({ length: 8 }, () => world.app.db.transaction((tx) => promiseCustomer(tx, guest.userId))),
  );
  const asked = await Promise.allSettled(Array.from({ length: 12 }, () => customerOf(world.app, guest.userId)));
  const made = await customerOf(world.app, guest.userId);
  // Those who came while the first was under way were told to come again; nobody was given another.
  for (const answer of asked) if (answer.status === 'fulfilled') expect(answer.value).toBe(made);
  expect(await customersOf(guest.userId)).toBe(1);
});

it('looks for a customer whose making was never answered, once its key may be forgotten', async () => {
  const guest = await makeAccount(world.app);
  await world.app.db.transaction((tx) => promiseCustomer(tx, guest.userId));
  const first = await customerOf(world.app, guest.userId);
  await world.app.db.query(
    `update guest_customer set stripe_customer = null, created_at = created_at - interval '24 hours' where user_id = $1`,
    [guest.userId],
  );
  const forbidden = async () => Promise.reject(new Error('made anew'));
  const savedCards: SavedCards = { ...world.app.savedCards, createCustomer: forbidden };
  expect(await customerOf({ ...world.app, savedCards }, guest.userId)).toBe(first);
});

it('forgets an erased guest at the provider too', async () => {
  const { guest } = await guestWithCard();
  const customer = await customerOf(world.app, guest.userId);
  await world.app.db.transaction((tx) => oweCustomerDeletion(world.app, tx, guest.userId));
  await runLane(world.app, guestLane(guest.userId));
  await expect(world.app.savedCards.list(customer)).rejects.toThrow(/No such customer/);
  expect(await world.app.db.query('select 1 from guest_customer where user_id = $1', [guest.userId])).toEqual([]);
});
