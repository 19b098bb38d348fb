import { setTimeout as sleep } from 'node:timers/promises';
import { money, setRules, type Scene } from './flows';
import { book, day, findStay, moveClock, pay, waitFor, waitForState, type Booking } from './stay';
import type { People } from './people';

interface Alteration {
  readonly n: number;
  readonly state: string;
  readonly difference: { readonly amount: number; readonly currency: string };
  readonly payment: { readonly clientSecret: string | null } | null;
}

const path = ({ documentId }: Booking): string => `/api/bookings/${documentId}/alterations`;

/** A confirmed stay beside which another night is free: with `isLong` that night is booked too. */
async function stayWithSpareNight(scene: Scene, isLong: boolean): Promise<{ booking: Booking; other: string }> {
  const { people, home, say } = scene;
  await setRules(scene, { instantBook: true });
  const now = await moveClock(people, { advance: 'PT1S' });
  const found = await findStay(people, home, day(now, 5), 2, 1);
  if (!found) throw new Error('the home has no free stay with a night beside it');
  const longer = day(`${found.checkOut}T00:00:00Z`, 1);
  const checkOut = isLong ? longer : found.checkOut;
  const booking = await book(people, home, { checkIn: found.checkIn, checkOut });
  await pay(people, booking, 'pm_card_visa');
  await waitForState(people, booking, 'confirmed');
  say(`  booked and paid ${booking.reference}: ${booking.checkIn} to ${booking.checkOut}, ${money(booking.total)}`);
  return { booking, other: isLong ? found.checkOut : longer };
}

export async function extraPayment(scene: Scene): Promise<void> {
  const { people, say } = scene;
  const { booking, other } = await stayWithSpareNight(scene, false);
  const body = { checkIn: booking.checkIn, checkOut: other, adults: 1, reason: 'One more night' };
  const proposed = await people.guest.post<{ data: Alteration }>(path(booking), body);
  const { n, difference } = proposed.data;
  if (difference.amount <= 0) throw new Error('one more night costs nothing');
  say(`  the guest proposes to stay until ${other}: ${money(difference)} more`);
  await people.host.post(`${path(booking)}/${n}/accept`);
  const accepted = await waitForAlteration(people, booking, 'accepted');
  say(`  the host accepted; the guest pays the difference: ${await pay(people, accepted, 'pm_card_visa')}`);
  await waitForAlteration(people, booking, 'applied');
  await checkStay(people, booking, other, booking.total.amount + difference.amount);
  say('  the stay is longer, and its price is what was paid');
}

export async function refundedDifference(scene: Scene): Promise<void> {
  const { people, say } = scene;
  const { booking, other } = await stayWithSpareNight(scene, true);
  const body = { checkIn: booking.checkIn, checkOut: other, adults: 1, reason: 'The plumber has to come' };
  const proposed = await people.host.post<{ data: Alteration }>(path(booking), body);
  const { n, difference } = proposed.data;
  if (difference.amount >= 0) throw new Error('one night less costs as much');
  say(`  the host proposes to end the stay on ${other}: ${money(difference)}`);
  await people.guest.post(`${path(booking)}/${n}/accept`);
  await checkStay(people, booking, other, booking.total.amount + difference.amount);
  await waitFor(
    people,
    booking,
    'refunded the difference',
    ({ refunds }) => refunds[0]?.state === 'succeeded' && refunds[0].amount.amount === -difference.amount,
  );
  say('  the guest accepted: the stay is shorter, and the difference went back, to the cent');
}

async function checkStay(people: People, booking: Booking, checkOut: string, total: number): Promise<void> {
  const { data } = await people.guest.get<{ data: Booking }>(`/api/bookings/${booking.documentId}`);
  if (data.checkOut !== checkOut || data.total.amount !== total)
    throw new Error(`booking ${booking.reference} ends on ${data.checkOut} for ${money(data.total)}`);
}

const PATIENCE_MS = 30_000;

/** Reads the only alteration of a booking until it is in a state: webhooks take a moment. */
async function waitForAlteration(people: People, booking: Booking, state: string): Promise<Alteration> {
  const started = Date.now();
  for (;;) {
    const [found] = (await people.guest.get<{ data: Alteration[] }>(path(booking))).data;
    if (found?.state === state && (state !== 'accepted' || found.payment?.clientSecret)) return found;
    if (Date.now() - started > PATIENCE_MS)
      throw new Error(`the alteration of ${booking.reference} is ${found?.state ?? 'not there'}, not ${state}`);
    await sleep(100);
  }
}
