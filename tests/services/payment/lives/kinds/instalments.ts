import { ownCards } from '../../../../../src/api/saved-card/use-cases/own-cards';
import { payBooking } from '../../../../../src/api/payment/use-cases/pay-booking';
import { paymentById } from '../../../../../src/api/payment/queries/load-payment';
import { has, is, refunded, stayed } from '../ends';
import { NEAR_DAYS, type Act, type Kind } from '../life';
import { awaited, confirm, payIt, place } from '../placing';
import { cancelBy } from './sides';

/** A card that may be kept, but whose bank asks its holder each time. */
const ASKS = 'pm_card_authenticationRequired';

/** On the link that the guest was sent: what is still to be paid. */
export const paysWhatIsAsked =
  (card: string): Act =>
  async (world, stay) => {
    const about = {
      actor: stay.guest,
      door: 'rest',
      bookingDocumentId: stay.documentId,
      idempotencyKey: null,
    } as const;
    const open = await payBooking(world.app, about);
    if (!open.ok) return;
    const look = async () => (await paymentById(world.app.db, open.value.paymentId))?.client_secret ?? null;
    const secret = await awaited(world, stay.id, look);
    if (secret !== null) await confirm(world, secret, card);
  };

/** Both payments, the second without the guest. */
const inParts = `(select count(*) = 2 from payments x where x.booking_id = b.id and x.state = 'captured')`;
const unpaid = `${is('cancelled')} and ${refunded} and ${has('payments', `x.part = 1 and x.state = 'cancelled'`)}`;

const deposit =
  (card = 'pm_card_visa'): Act =>
  (world, stay) =>
    payIt(world, stay, card);

/** The card is gone from the provider behind our back, so that the balance cannot be charged. */
const losesCard: Act = async (world, { guest, id }) => {
  const [card] = await ownCards(world.app, guest.userId);
  if (card) await world.app.savedCards.remove(card.id, `gone-${id}`).catch(() => undefined);
};

/** Once a card is kept, the next stay is paid with it: the guest only confirms. */
const booksAgain: Act = async (world, stay) => {
  const [card] = await ownCards(world.app, stay.guest.userId);
  if (!card) return;
  const paying = { method: card.id };
  const again = await place(world, { name: 'with a saved card', paying }, { ...stay, days: NEAR_DAYS + 2 });
  await payIt(world, again, card.id);
};

const far = { isFar: true, isGuestNew: true, paying: { plan: 'instalments' } } as const;

export const instalmentLives: readonly Kind[] = [
  { ...far, name: 'in parts', weight: 3, acts: { booked: deposit() }, ended: `${stayed} and ${inParts}` },
  {
    ...far,
    name: 'in parts, the bank asks',
    weight: 2,
    acts: { booked: deposit(ASKS), 'balance due': paysWhatIsAsked(ASKS) },
    ended: `${stayed} and ${inParts} and ${has('payments', 'x.part = 1 and x.tries > 0')}`,
  },
  {
    ...far,
    name: 'in parts, the bank asks and nobody comes',
    acts: { booked: deposit(ASKS) },
    ended: unpaid,
  },
  {
    ...far,
    name: 'in parts, the card is gone, paid with another',
    acts: { booked: deposit(), settled: losesCard, 'balance due': paysWhatIsAsked('pm_card_mastercard') },
    ended: `${stayed} and ${inParts}`,
  },
  {
    ...far,
    name: 'in parts, the card is gone and nobody comes',
    acts: { booked: deposit(), settled: losesCard },
    ended: unpaid,
  },
  {
    ...far,
    name: 'in parts, the balance paid early',
    acts: { booked: deposit(), gone: paysWhatIsAsked('pm_card_visa') },
    ended: `${stayed} and ${inParts}`,
  },
  {
    ...far,
    name: 'in parts, cancelled before the balance',
    acts: { booked: deposit(), gone: cancelBy('guest') },
    ended: unpaid,
  },
  {
    name: 'a saved card pays the next stay',
    weight: 2,
    isGuestNew: true,
    paying: { saveCard: true },
    acts: { booked: deposit(), heard: booksAgain },
    ended: `${stayed} and exists (select from bookings o join payments x on x.booking_id = o.id
      where o.guest_id = b.guest_id and o.id > b.id and x.state = 'captured' and x.method is not null and o.state = 'completed')`,
  },
];
