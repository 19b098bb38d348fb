import { randomUUID } from 'node:crypto';
import { placeOperation } from '../../../src/api/booking/operations/place';
import { settleIntent } from '../../../src/api/payment/use-cases/settle-intent';
import type { AccountActor, Casita } from '../../../src/ports';
import { createTestCasita, type TestCasita } from '../support/casita';
import { paymentsDouble, type PaymentsDouble } from '../support/payments-double';
import { roundTripsOf, type RoundTrip } from '../support/round-trips';
import { makeAccount, makeHome, quote } from '../support/world';

let world: TestCasita;
let app: Casita;
let provider: PaymentsDouble;
let guest: AccountActor;
beforeAll(async () => {
  world = await createTestCasita();
  provider = paymentsDouble(world.clock);
  app = { ...world.app, payments: provider };
  guest = await makeAccount(app);
  // A text is prepared from its second time on.
  for (let time = 0; time < 3; time += 1) {
    await (
      await placing(true)
    )();
    await (
      await confirming()
    )();
  }
});
afterAll(() => world.close());

/** The whole of `POST /api/bookings` behind its door, for a home of its own. */
async function placing(instantBook: boolean): Promise<() => Promise<void>> {
  const rules = { minNights: 1, maxNights: 60, cancellationPolicy: 'moderate' } as const;
  const home = await makeHome(app, { bookingRules: { ...rules, instantBook } });
  const body = placeOperation.body?.parse({
    quote: await quote(app, home, guest, { checkIn: '2027-05-10', checkOut: '2027-05-13' }),
  });
  const call = { door: 'rest', actor: guest, params: {}, query: {}, address: '::1', upload: null } as const;
  const idempotencyKey = randomUUID();
  return async () => {
    const answer = await placeOperation.handle(app, { ...call, body, idempotencyKey } as never);
    if (!answer.ok) throw new Error(answer.message);
  };
}

/** What happens once the guest has paid for the booking that was made last, and the provider says so. */
async function confirming(): Promise<() => Promise<void>> {
  const [payment] = await app.db.query<{ intent: string }>(
    'select stripe_payment_intent as intent from payments order by id desc limit 1',
  );
  const intent = payment?.intent ?? '';
  provider.confirm(intent, 'good');
  return () => settleIntent(app, intent, 'webhook');
}

/** A round trip as a line: what each of its statements begins with. */
const lineOf = (trip: RoundTrip): string => trip.map(({ text }) => beginningOf(text)).join(' + ');
const beginningOf = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, 44).trim();

/** A line is a round trip. docs/locking.md says what each is for. */
const booking = [
  'BEGIN',
  'select pg_try_advisory_xact_lock(hashtextext + select operation, request_hash, subject_id f',
  'select id from properties where id = $1 for + select case when p.host_id is not null and c',
  'with booking as ( insert into bookings (docu',
  'with base as materialized ( select p.id as p + with payment as (insert into payments (docum + insert into idempotency_key (user_id, key, o',
  'COMMIT',
  'update stripe_call c set attempts = attempts',
  'select p.id, p.document_id, p.booking_id, p.',
  'BEGIN',
  'select id from properties where id = $1 for + select b.id, b.document_id, b.reference, b.p + select p.id, p.document_id, p.booking_id, p.',
  'update payments set updated_at = $2, state =',
  'update stripe_call set state = $2, last_erro',
  'COMMIT',
  'select b.id, b.document_id, b.reference, b.p',
];

it.each([
  ['an instant booking', true],
  ['a request', false],
])('%s asks so much of the database, and no more', async (_what, instantBook) => {
  const trips = await roundTripsOf(await placing(instantBook));
  expect(trips.map(lineOf)).toEqual(booking);
});

const confirmation = [
  'select p.id as payment_id, p.booking_id, b.p',
  'BEGIN',
  'select id from properties where id = $1 for + select b.id, b.document_id, b.reference, b.p + select p.id, p.document_id, p.booking_id, p.',
  'update payments set updated_at = $2, state = + with posted as ( insert into ledger_transact',
  'select a.id, a.booking_id, a.n, a.state, a.p',
  'update bookings set state = $2, updated_at = + insert into booking_events (document_id, boo',
  'select b.id, b.host_id, b.state, b.currency,',
  'insert into booking_release_due (booking_id,',
  'COMMIT',
];

it('its confirmation as well', async () => {
  await (
    await placing(true)
  )();
  const trips = await roundTripsOf(await confirming());
  expect(trips.map(lineOf)).toEqual(confirmation);
});

it('each of its statements keeps its plan', async () => {
  const trips = await roundTripsOf(await placing(true));
  const anew = trips.flat().filter(({ plan }) => plan === null);
  expect(anew.map(({ text }) => text)).toEqual(['BEGIN', 'COMMIT', 'BEGIN', 'COMMIT']);
});
