import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { call, type Answer, type Door } from './client';

export interface Stay {
  readonly checkIn: string;
  readonly checkOut: string;
  readonly coupon?: string;
}

export const askQuote = (app: Door, home: string, stay: Stay, token: string | null = null): Promise<Answer> =>
  call(app, 'POST', `/api/properties/${home}/quote`, { token, body: { ...stay, adults: 2 } });

/** How it is paid, as the contract has it. */
export interface Paying {
  readonly saveCard?: boolean;
}

/** Quotes and places; the nights are held, nothing is paid. */
export async function place(app: Door, token: string, home: string, stay: Stay, paying: Paying = {}): Promise<Answer> {
  const quoted = await askQuote(app, home, stay, token);
  if (quoted.status !== 200) throw new Error(`quote: ${JSON.stringify(quoted.body)}`);
  const headers = { 'idempotency-key': randomUUID() };
  return call(app, 'POST', '/api/bookings', { token, body: { quote: quoted.body.data.quote, ...paying }, headers });
}

/** A stay that is paid and confirmed. @returns the booking's document id */
export async function bookConfirmed(
  app: Door,
  token: string,
  home: string,
  stay: Stay,
  paying: Paying = {},
): Promise<string> {
  const placed = await place(app, token, home, stay, paying);
  await payWith(app, String(placed.body.data?.payment?.clientSecret ?? ''));
  const id = String(placed.body.data.documentId);
  await until(async () => (await call(app, 'GET', `/api/bookings/${id}`, { token })).body.data?.state === 'confirmed');
  return id;
}

/** Confirms a payment as the guest's app does, with a test card. */
export async function payWith(app: Door, clientSecret: string, card = 'pm_card_visa'): Promise<void> {
  const [intent] = clientSecret.split('_secret_');
  const paid = await fetch(`${app.url}/sandbox/stripe/v1/payment_intents/${intent}/confirm`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${process.env['STRIPE_PUBLISHABLE_KEY']}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ client_secret: clientSecret, payment_method: card }),
  });
  if (!paid.ok) throw new Error(`pay: ${await paid.text()}`);
}

/** Waits for what the app's jobs bring about. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(150)) if (await isSo()) return;
  throw new Error('it did not come about');
}
