import { accept, refuse, type Outcome } from '../../../domain/refusal';
import type { AccountActor, Casita, SavedCard } from '../../../ports';
import { oweCall } from '../../../outbox/owe-call';
import { bookingsWaitingForCard, insertCardRemoval, removedAmong } from '../queries/card-removals';
import { guestCustomer, lockGuestCustomer } from '../queries/guest-customer';

/** The calls about one guest's customer and cards. */
export const guestLane = (userId: number): string => `guest:${userId}`;

/** The cards that a guest keeps, asked of the provider: they are nowhere else. One that was taken away is not among them. */
export async function ownCards(app: Casita, userId: number): Promise<SavedCard[]> {
  const customer = (await guestCustomer(app.db, userId))?.stripe_customer ?? null;
  if (customer === null) return [];
  const cards = await app.savedCards.list(customer);
  const removed = await removedAmong(
    app.db,
    cards.map((card) => card.id),
  );
  return cards.filter((card) => !removed.has(card.id));
}

/** A card by its name, if it is this guest's: another's is as missing as none. */
export async function ownCard(app: Casita, userId: number, id: string): Promise<Outcome<SavedCard>> {
  const card = (await ownCards(app, userId)).find((each) => each.id === id);
  return card
    ? accept(card)
    : refuse('not_found', 'No such card', [{ code: 'not_found', field: 'paymentMethod', value: id }]);
}

/** Takes a card away, unless a booking is still to be paid with it. The provider is told by the guest's lane. */
export async function removeCard(app: Casita, actor: AccountActor, id: string): Promise<Outcome<null>> {
  const { userId } = actor;
  const own = await ownCard(app, userId, id);
  if (!own.ok) return own;
  return app.db.transaction(async (tx) => {
    await lockGuestCustomer(tx, userId);
    const waiting = await bookingsWaitingForCard(tx, userId, id);
    if (waiting.length > 0) return cardInUse(waiting);
    const at = app.clock.now().toString();
    const subjectId = await insertCardRemoval(tx, { userId, paymentMethod: id, at });
    if (subjectId !== null) {
      const key = `casita-card-removal-${subjectId}`;
      await oweCall(app, tx, { lane: guestLane(userId), kind: 'remove_card', subjectId, key });
    }
    return accept(null);
  });
}

const cardInUse = (bookings: readonly string[]) =>
  refuse('conflict', 'A booking is still to be paid with this card', [
    { code: 'card_in_use', field: 'id', value: bookings },
  ]);
