import { authenticate, book, day, findStay, moveClock, pay, waitFor, waitForState, type Booking } from './stay';
import type { People } from './people';

/** A home that the journey has in hand, and how it tells what happens. */
export interface Scene {
  readonly people: People;
  readonly home: string;
  say(line: string): void;
}

export const money = ({ amount, currency }: { amount: number; currency: string }): string =>
  `${(amount / 100).toFixed(2)} ${currency}`;

/** The host sets how the home is booked. */
export async function setRules(
  { people, home }: Scene,
  bookingRules: Readonly<Record<string, unknown>>,
): Promise<void> {
  await people.host.put(`/api/properties/${home}`, { bookingRules });
}

async function newBooking(scene: Scene, daysAhead: number, nights: number): Promise<Booking> {
  const now = await moveClock(scene.people, { advance: 'PT1S' });
  const dates = await findStay(scene.people, scene.home, day(now, daysAhead), nights);
  if (!dates) throw new Error('the home has no free stay');
  const booking = await book(scene.people, scene.home, dates);
  scene.say(
    `  booked ${booking.reference}: ${dates.checkIn} to ${dates.checkOut}, ${money(booking.total)}, nights held`,
  );
  return booking;
}

export async function instantStay(scene: Scene): Promise<void> {
  const { people, say } = scene;
  await setRules(scene, { instantBook: true, cancellationPolicy: 'moderate' });
  const booking = await newBooking(scene, 3, 2);
  say(`  paid by card: ${await pay(people, booking, 'pm_card_visa')}`);
  const confirmed = await waitForState(people, booking, 'confirmed');
  say(`  confirmed; the guest now sees the address: ${confirmed.address?.['city'] ?? '(the import has no street)'}`);
  await moveClock(people, { to: `${booking.checkIn}T23:00:00Z` });
  await people.host.post(`/api/bookings/${booking.documentId}/check-in`);
  say('  clock moved to check-in; the host received the guest');
  await moveClock(people, { to: `${day(`${booking.checkOut}T00:00:00Z`, 1)}T00:00:00Z` });
  await waitForState(people, booking, 'completed');
  say('  clock moved past check-out; the stay is complete');
  await reviewBoth(scene, booking);
}

async function reviewBoth({ people, home, say }: Scene, booking: Booking): Promise<void> {
  const ratings = { overall: 5, cleanliness: 5, accuracy: 4, checkIn: 5, communication: 5, location: 4, value: 5 };
  const words = `A lovely stay, thank you! (${booking.reference})`;
  const ofGuest = await people.guest.post<{ data: { documentId: string; state: string } }>('/api/reviews', {
    booking: booking.documentId,
    ratings,
    body: words,
  });
  say(`  the guest's review is ${ofGuest.data.state}: nobody sees it before the host's is in`);
  const ofHost = await people.host.post<{ data: { documentId: string } }>('/api/reviews', {
    booking: booking.documentId,
    body: 'Wonderful guests, always welcome.',
  });
  if ((await publishedWords(people, home)).includes(words))
    throw new Error('a review is visible before a moderator looked at it');
  for (const review of [ofGuest, ofHost]) {
    await people.moderator.post(`/casita/reviews/${review.data.documentId}/decision`, { decision: 'publish' });
  }
  if (!(await publishedWords(people, home)).includes(words)) throw new Error('the published review is not visible');
  say('  both reviews are in; the moderator published them; the guest app shows them');
}

async function publishedWords(people: People, home: string): Promise<string[]> {
  const { data } = await people.anyone.get<{ data: { body: string }[] }>(`/api/properties/${home}/reviews`);
  return data.map((review) => review.body);
}

export async function declinedCard(scene: Scene): Promise<void> {
  const { people, say } = scene;
  await setRules(scene, { instantBook: true });
  const booking = await newBooking(scene, 3, 2);
  say(
    `  paid by a card that is declined: ${await pay(people, booking, 'pm_card_visa_chargeDeclined')}; the nights are still held`,
  );
  say(`  paid by another card: ${await pay(people, booking, 'pm_card_visa')}`);
  await waitForState(people, booking, 'confirmed');
  say('  confirmed');
}

export async function secureCard(scene: Scene): Promise<void> {
  const { people, say } = scene;
  await setRules(scene, { instantBook: true });
  const booking = await newBooking(scene, 3, 2);
  say(`  paid by a card that asks for 3-D Secure: ${await pay(people, booking, 'pm_card_threeDSecure2Required')}`);
  await authenticate(people, booking, 'succeed');
  await waitForState(people, booking, 'confirmed');
  say("  the guest said yes on the bank's page; confirmed");
}

export async function declinedRequest(scene: Scene): Promise<void> {
  const { people, say } = scene;
  await setRules(scene, { instantBook: false });
  const booking = await newBooking(scene, 3, 2);
  say(`  card authorised, nothing taken: ${await pay(people, booking, 'pm_card_visa')}`);
  await waitForState(people, booking, 'requested');
  await people.host.post(`/api/bookings/${booking.documentId}/decline`, { reason: 'The heating is being mended' });
  const declined = await waitFor(
    people,
    booking,
    'declined and let go',
    (now) => now.state === 'declined' && now.payment?.state === 'cancelled',
  );
  say(`  the host declined; the authorisation is ${declined.payment?.state}`);
}

export async function expiredRequest(scene: Scene): Promise<void> {
  const { people, say } = scene;
  await setRules(scene, { instantBook: false });
  const booking = await newBooking(scene, 5, 2);
  await pay(people, booking, 'pm_card_visa');
  await waitForState(people, booking, 'requested');
  say('  requested; the host does not answer');
  await moveClock(people, { advance: 'PT25H' });
  await waitFor(
    people,
    booking,
    'expired and let go',
    (now) => now.state === 'expired' && now.payment?.state === 'cancelled',
  );
  say('  25 hours later: expired, the nights are free, the authorisation is let go');
}

export async function partialRefund(scene: Scene): Promise<void> {
  const { people, say } = scene;
  await setRules(scene, { instantBook: true, cancellationPolicy: 'moderate' });
  const booking = await newBooking(scene, 15, 3);
  await pay(people, booking, 'pm_card_visa');
  await waitForState(people, booking, 'confirmed');
  await moveClock(people, { to: `${day(`${booking.checkIn}T00:00:00Z`, -3)}T12:00:00Z` });
  const preview = await people.guest.post<{
    data: { rule: string; refund: { amount: number; currency: string }; paid: { amount: number; currency: string } };
  }>(`/api/bookings/${booking.documentId}/cancellation-preview`);
  const { refund, paid, rule } = preview.data;
  say(`  three days before check-in the preview says: ${money(refund)} of ${money(paid)} goes back (${rule})`);
  if (refund.amount <= 0 || refund.amount >= paid.amount) throw new Error('that is not a partial refund');
  await people.guest.post(`/api/bookings/${booking.documentId}/cancel`, {
    expectedRefund: refund.amount,
    reason: 'Plans have changed',
  });
  const cancelled = await waitFor(
    people,
    booking,
    'refunded',
    (now) => now.refunds.length === 1 && now.refunds[0]?.state === 'succeeded',
  );
  if (cancelled.payment?.refunded.amount !== refund.amount)
    throw new Error('another amount went back than the preview said');
  say(`  cancelled; ${money(refund)} went back, to the cent`);
}
