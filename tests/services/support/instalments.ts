import { randomUUID } from 'node:crypto';
import { payInFull, type PaymentChoice } from '../../../src/api/booking/use-cases/payment-choice';
import { placeBooking } from '../../../src/api/booking/use-cases/place-booking';
import type { BookingViewRow } from '../../../src/api/booking/queries/booking-view';
import { payBooking } from '../../../src/api/payment/use-cases/pay-booking';
import { paymentById } from '../../../src/api/payment/queries/load-payment';
import { runCalls } from '../../../src/outbox/run-calls';
import type { AccountActor } from '../../../src/ports';
import type { TestCasita } from './casita';
import { pay, quote, viewOf, type TestHome } from './world';

/** 30 % now, the rest 30 days before check-in, for stays from 60 days ahead. */
export const instalments = { minDaysAhead: 60, depositPercent: 30, balanceDaysBefore: 30 };

/** Three nights, so many days ahead: of a home that nobody else has booked. */
export function farStay(world: TestCasita, daysAhead = 90): { readonly checkIn: string; readonly checkOut: string } {
  const checkIn = world.clock.now().toZonedDateTimeISO('UTC').add({ days: daysAhead }).toPlainDate();
  return { checkIn: checkIn.toString(), checkOut: checkIn.add({ days: 3 }).toString() };
}

export async function placeWith(
  { app }: TestCasita,
  home: TestHome,
  guest: AccountActor,
  stay: { readonly checkIn: string; readonly checkOut: string },
  paying: Partial<PaymentChoice> = { plan: 'instalments' },
) {
  const token = await quote(app, home, guest, stay);
  const command = { actor: guest, door: 'rest' as const, quote: token, message: '', idempotencyKey: randomUUID() };
  return placeBooking(app, { ...command, paying: { ...payInFull, ...paying } });
}

/** Booked in parts, nothing paid yet. */
export async function heldInParts(world: TestCasita, home: TestHome, guest: AccountActor): Promise<BookingViewRow> {
  const placed = await placeWith(world, home, guest, farStay(world));
  if (!placed.ok) throw new Error(JSON.stringify(placed));
  await runCalls(world.app, placed.value.bookingId);
  return viewOf(world.app, placed.value.bookingId);
}

/** The deposit is paid. */
export async function depositPaid(
  world: TestCasita,
  home: TestHome,
  guest: AccountActor,
  card = 'pm_card_visa',
): Promise<BookingViewRow> {
  const held = await heldInParts(world, home, guest);
  const secret = held.payment?.clientSecret ?? '';
  if ((await pay(world, held, card)) === 'requires_action') await authenticate(world, secret, 'succeed');
  await world.settle();
  return viewOf(world.app, held.id);
}

/** What the guest does on the bank's page. */
export async function authenticate(world: TestCasita, secret: string, outcome: 'succeed' | 'fail'): Promise<void> {
  const response = await fetch(
    `${world.stripeUrl}/_controls/payment_intents/${secret.split('_secret_')[0]}/authenticate`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${world.secretKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ outcome }),
    },
  );
  if (!response.ok) throw new Error(await response.text());
}

/** `POST /bookings/:id/pay`. @returns the client secret, and whose payment it is of */
export async function payable(world: TestCasita, booking: BookingViewRow, guest: AccountActor) {
  const command = { actor: guest, door: 'rest' as const, bookingDocumentId: booking.document_id, idempotencyKey: null };
  const found = await payBooking(world.app, command);
  if (!found.ok) return found;
  await runCalls(world.app, booking.id);
  const payment = await paymentById(world.app.db, found.value.paymentId);
  return { ok: true as const, paymentId: found.value.paymentId, secret: payment?.client_secret ?? '' };
}

/** The payments of a booking, the deposit first: part, state, what was taken and what went back. */
export const partsOf = async (world: TestCasita, booking: BookingViewRow) =>
  world.app.db.query<{ part: number; state: string; captured: number; back: number }>(
    `select part, state, captured_amount as captured, refunded_amount as back from payments where booking_id = $1 and purpose = 'stay' order by part, id`,
    [booking.id],
  );

/** Subjects of the mails that are queued for an account. */
export const mailsTo = async (world: TestCasita, userId: number): Promise<string[]> =>
  (
    await world.app.db.query<{ subject: string }>(
      `select payload ->> 'subject' as subject from graphile_worker._private_jobs where (payload ->> 'userId')::int = $1 order by id`,
      [userId],
    )
  ).map((row) => row.subject);
