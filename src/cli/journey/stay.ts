import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripeCall } from './http';
import type { People } from './people';

export interface Booking {
  readonly documentId: string;
  readonly reference: string;
  readonly state: string;
  readonly checkIn: string;
  readonly checkOut: string;
  readonly total: { readonly amount: number; readonly currency: string };
  readonly payment: {
    readonly state: string;
    readonly clientSecret: string | null;
    readonly refunded: { readonly amount: number };
  } | null;
  readonly refunds: readonly { readonly state: string; readonly amount: { readonly amount: number } }[];
  readonly address: Readonly<Record<string, string | null>> | null;
}

interface Night {
  readonly night: string;
  readonly free: boolean;
  readonly minNights: number;
  readonly closedToArrival: boolean;
  readonly closedToDeparture: boolean;
}

export const day = (instant: string, offset: number): string => {
  const date = new Date(instant);
  date.setUTCDate(date.getUTCDate() + offset);
  return date.toISOString().slice(0, 10);
};

/** The first free stay of a home from a day on, of at least `nights` nights and so many free ones after it; null when there is none within half a year. */
export async function findStay(
  people: People,
  home: string,
  from: string,
  nights: number,
  spareNights = 0,
): Promise<{ checkIn: string; checkOut: string } | null> {
  const to = day(`${from}T00:00:00Z`, 180);
  const { data } = await people.anyone.get<{ data: { nights?: Night[] } | Night[] }>(
    `/api/properties/${home}/availability?from=${from}&to=${to}`,
  );
  const list = Array.isArray(data) ? data : (data.nights ?? []);
  for (let start = 0; start < list.length; start += 1) {
    const arrival = list[start] as Night;
    const length = Math.max(nights, arrival.minNights);
    const departure = list[start + length];
    const last = list[start + length + spareNights];
    const free =
      departure &&
      last &&
      !last.closedToDeparture &&
      !arrival.closedToArrival &&
      !departure.closedToDeparture &&
      list.slice(start, start + length + spareNights).every((night) => night.free);
    if (free) return { checkIn: arrival.night, checkOut: departure.night };
  }
  return null;
}

export async function book(
  people: People,
  home: string,
  dates: { checkIn: string; checkOut: string },
): Promise<Booking> {
  const quote = await people.guest.post<{ data: { quote: string } }>(`/api/properties/${home}/quote`, {
    ...dates,
    adults: 1,
  });
  const body = { quote: quote.data.quote, message: 'We are looking forward to it.' };
  const booked = await people.guest.post<{ data: Booking }>('/api/bookings', body, { key: randomUUID(), expect: 201 });
  return booked.data;
}

/** What can be paid: a booking, or the difference of an alteration. */
export interface Payable {
  readonly payment: { readonly clientSecret: string | null } | null;
}

/** Confirms the payment as the guest's app does. @returns the intent's status, or the error's code */
export async function pay(people: People, { payment }: Payable, card: string): Promise<string> {
  const secret = payment?.clientSecret ?? '';
  const form = { client_secret: secret, payment_method: card };
  const answer = await stripeCall(
    people.url,
    `/v1/payment_intents/${intentOf(secret)}/confirm`,
    key('STRIPE_PUBLISHABLE_KEY'),
    form,
  );
  return String(answer['status'] ?? (answer['error'] as { code?: string } | undefined)?.code);
}

/** What the guest does on the bank's page. */
export async function authenticate(people: People, booking: Booking, outcome: 'succeed' | 'fail'): Promise<void> {
  const path = `/_controls/payment_intents/${intentOf(booking.payment?.clientSecret ?? '')}/authenticate`;
  await stripeCall(people.url, path, key('STRIPE_SECRET_KEY'), { outcome });
}

const intentOf = (clientSecret: string): string => clientSecret.split('_secret_')[0] ?? '';

function key(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

const PATIENCE_MS = 30_000;

/** Reads the booking until it is in a state: webhooks take a moment. */
export async function waitFor(
  people: People,
  booking: Booking,
  what: string,
  is: (booking: Booking) => boolean,
): Promise<Booking> {
  const started = Date.now();
  for (;;) {
    const { data } = await people.guest.get<{ data: Booking }>(`/api/bookings/${booking.documentId}`);
    if (is(data)) return data;
    if (Date.now() - started > PATIENCE_MS)
      throw new Error(`booking ${booking.reference} is ${data.state}, not ${what}`);
    await sleep(100);
  }
}

export const waitForState = (people: People, booking: Booking, state: string): Promise<Booking> =>
  waitFor(people, booking, state, (now) => now.state === state);

/** Moves the installation's clock. @returns what it shows then */
export async function moveClock(people: People, move: { advance: string } | { to: string }): Promise<string> {
  const { data } = await people.anyone.post<{ data: { now: string } }>('/sandbox/clock', move);
  return data.now;
}
