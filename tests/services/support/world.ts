import { randomUUID } from 'node:crypto';
import { writeListings } from '../../../src/api/property/use-cases/write-listings';
import type { ListingRecord } from '../../../src/api/property/listing-record';
import { quoteStay } from '../../../src/api/booking/use-cases/quote-stay';
import { placeBooking } from '../../../src/api/booking/use-cases/place-booking';
import { bookingViewById, type BookingViewRow } from '../../../src/api/booking/queries/booking-view';
import { runCalls } from '../../../src/outbox/run-calls';
import { nightOf } from '../../../src/domain/night';
import type { AccountActor, Casita } from '../../../src/ports';
import { refreshSearchRows } from '../../../src/search/refresh-search-rows';
import type { TestCasita } from './casita';

let counter = 0;

export interface TestHome {
  readonly id: number;
  readonly documentId: string;
  readonly hostId: number;
  readonly host: AccountActor;
}

export async function makeAccount(app: Casita, hostId: number | null = null): Promise<AccountActor> {
  counter += 1;
  const name = `person${process.pid}x${counter}`;
  const rows = await app.db.query<{ id: number }>(
    `insert into up_users (document_id, username, email, provider, confirmed, blocked, created_at, updated_at, published_at)
     values ($1, $2, $3, 'local', true, false, now(), now(), now()) returning id`,
    [randomUUID().replaceAll('-', '').slice(0, 24), name, `${name}@example.test`],
  );
  return { kind: 'account', userId: rows[0]?.id ?? 0, hostId, sessionId: null };
}

/** Lisbon, 120.00 a night, 50.00 cleaning, two rooms. */
export const homeRecord = (sourceId: string, changes: Partial<ListingRecord> = {}): ListingRecord => ({
  source: 'test',
  sourceId,
  host: { sourceId: `host-${sourceId}`, displayName: 'Ana' },
  name: `Test home ${sourceId}`,
  summary: 'A quiet place near the river.',
  propertyType: 'Apartment',
  roomType: 'entire_home',
  currency: 'EUR',
  timeZone: 'Europe/Lisbon',
  address: { line1: 'Rua de Teste 1', city: 'Lisboa', country: 'PT' },
  point: { latitude: 38.71, longitude: -9.14 },
  capacity: { maxGuests: 4, bedrooms: 2, beds: 2, bathrooms: 1 },
  prices: { base: 12_000, cleaningFee: 5_000 },
  bookingRules: { instantBook: true, minNights: 1, maxNights: 60, cancellationPolicy: 'moderate' },
  houseRules: {},
  state: 'published',
  ...changes,
});

/** A published home with a host who can sign in. */
export async function makeHome(app: Casita, changes: Partial<ListingRecord> = {}): Promise<TestHome> {
  counter += 1;
  const sourceId = changes.sourceId ?? `${process.pid}-${counter}`;
  const record = homeRecord(sourceId, { name: `Test home ${counter}`, ...changes });
  const home = await app.db.transaction(async (tx) => {
    await writeListings(tx, [record], app.clock.now());
    const rows = await tx.query<{ id: number; document_id: string; host_id: number }>(
      'select id, document_id, host_id from properties where source = $1 and source_id = $2',
      ['test', sourceId],
    );
    const row = rows[0];
    if (!row) throw new Error('the home was not written');
    await refreshSearchRows(tx, [row.id]);
    return row;
  });
  const host = await makeAccount(app, home.host_id);
  await app.db.query('update host_profiles set user_id = $2 where id = $1', [home.host_id, host.userId]);
  return { id: home.id, documentId: home.document_id, hostId: home.host_id, host };
}

export interface StayWish {
  readonly checkIn: string;
  readonly checkOut: string;
  readonly adults?: number;
  readonly children?: number;
  readonly coupon?: string;
}

export async function quote(app: Casita, home: TestHome, actor: AccountActor | null, wish: StayWish): Promise<string> {
  const guests = { adults: wish.adults ?? 2, children: wish.children ?? 0, infants: 0, pets: 0 };
  const quoted = await quoteStay(app, {
    propertyDocumentId: home.documentId,
    request: { checkIn: nightOf(wish.checkIn), checkOut: nightOf(wish.checkOut), guests },
    coupon: wish.coupon ?? null,
    actor,
  });
  if (!quoted.ok) throw new Error(`no quote: ${JSON.stringify(quoted.reasons)}`);
  return quoted.value.token;
}

/** Books and makes the calls that are owed, as the API does. */
export async function book(app: Casita, home: TestHome, actor: AccountActor, wish: StayWish): Promise<BookingViewRow> {
  const token = await quote(app, home, actor, wish);
  const placed = await placeBooking(app, {
    actor,
    door: 'rest',
    quote: token,
    message: '',
    idempotencyKey: randomUUID(),
  });
  if (!placed.ok) throw new Error(`no booking: ${JSON.stringify(placed.reasons)}`);
  await runCalls(app, placed.value.bookingId);
  return viewOf(app, placed.value.bookingId);
}

export async function viewOf(app: Casita, bookingId: number): Promise<BookingViewRow> {
  const row = await bookingViewById(app.db, bookingId);
  if (!row) throw new Error(`no booking ${bookingId}`);
  return row;
}

/** What a guest's app does with the client secret: confirms with Stripe. @returns the intent's status, or the decline code */
export const pay = (world: TestCasita, booking: BookingViewRow, card = 'pm_card_visa'): Promise<string> =>
  confirmWithCard(world, booking.payment?.clientSecret ?? '', card);

export async function confirmWithCard(world: TestCasita, clientSecret: string, card: string): Promise<string> {
  const id = clientSecret.split('_secret_')[0] ?? '';
  const response = await fetch(`${world.stripeUrl}/v1/payment_intents/${id}/confirm`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.publishableKey}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_secret: clientSecret, payment_method: card }),
  });
  const answer = (await response.json()) as { status?: string; error?: { code?: string } };
  return answer.status ?? answer.error?.code ?? String(response.status);
}
