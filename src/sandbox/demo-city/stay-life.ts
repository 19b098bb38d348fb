import { Temporal } from 'temporal-polyfill';
import { bookingById } from '../../api/booking/queries/load-booking';
import { approveBooking, declineBooking } from '../../api/booking/use-cases/answer-request';
import { cancelBooking } from '../../api/booking/use-cases/cancel-booking';
import { placeBooking } from '../../api/booking/use-cases/place-booking';
import { quoteStay } from '../../api/booking/use-cases/quote-stay';
import { checkInGuest, reportNoShow } from '../../api/booking/use-cases/receive-guest';
import { paymentOfBooking } from '../../api/payment/queries/load-payment';
import { runCalls } from '../../outbox/run-calls';
import { settleIntent } from '../../api/payment/use-cases/settle-intent';
import type { BookingState } from '../../domain/booking-moves';
import { addDays, type Night } from '../../domain/night';
import type { Outcome } from '../../domain/refusal';
import type { AccountActor, Casita } from '../../ports';
import type { PlannedStay } from './plan';

/** A home as the stays need it. */
export interface DemoHome {
  readonly documentId: string;
  readonly hostId: number;
  readonly hostUserId: number | null;
  readonly instant: boolean;
  readonly maxGuests: number;
}

export interface StayPeople {
  readonly guest: AccountActor;
  readonly host: AccountActor;
}

/** The person behind a host profile. */
export async function hostActor(app: Casita, hostId: number): Promise<AccountActor> {
  const rows = await app.db.query<{ user_id: number }>(
    'select user_id from host_profiles where id = $1 and user_id is not null',
    [hostId],
  );
  const row = rows[0];
  if (!row) throw new Error(`host profile ${hostId} has no account`);
  return { kind: 'account', userId: row.user_id, hostId, sessionId: null };
}

/** Confirms a payment as a guest's app does. */
export type Pay = (clientSecret: string) => Promise<void>;

const stayKey = (stay: PlannedStay): string => `demo-stay-${stay.index}`;

/** The stay's booking, if an earlier run has made it. */
export async function bookingOf(app: Casita, stay: PlannedStay, guest: AccountActor): Promise<number | null> {
  const rows = await app.db.query<{ subject_id: number }>(
    'select subject_id from idempotency_key where user_id = $1 and key = $2',
    [guest.userId, stayKey(stay)],
  );
  return rows[0]?.subject_id ?? null;
}

const TRIES = 40;

/** Books the stay at the first of the homes, and the first of the days from the planned one on, that takes it. */
export async function placeStay(
  app: Casita,
  stay: PlannedStay,
  guest: AccountActor,
  homes: readonly DemoHome[],
  today: Night,
): Promise<number | null> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const home = homes[attempt % homes.length] as DemoHome;
    const later =
      stay.fate === 'completed' ||
      stay.fate === 'staying' ||
      stay.fate === 'no_show' ||
      stay.fate === 'cancelled_by_guest'
        ? 0
        : Math.floor(attempt / homes.length);
    const checkIn = addDays(today, stay.checkInDay + later);
    const guests = { adults: Math.min(2, home.maxGuests), children: 0, infants: 0, pets: 0 };
    const request = { checkIn, checkOut: addDays(checkIn, stay.nights), guests };
    const quoted = await quoteStay(app, { propertyDocumentId: home.documentId, request, coupon: null, actor: guest });
    if (!quoted.ok) continue;
    const placed = await placeBooking(app, {
      actor: guest,
      door: 'rest',
      quote: quoted.value.token,
      message: 'We are looking forward to Porto Alvar!',
      idempotencyKey: stayKey(stay),
    });
    if (!placed.ok) continue;
    await runCalls(app, placed.value.bookingId);
    return placed.value.bookingId;
  }
  return null;
}

/** Pays what has to be paid; again does nothing. */
export async function payStay(app: Casita, bookingId: number, pay: Pay): Promise<void> {
  await runCalls(app, bookingId);
  const payment = await paymentOfBooking(app.db, bookingId);
  if (!payment?.stripe_payment_intent || !payment.client_secret) return;
  if (payment.state === 'requires_payment') await pay(payment.client_secret);
  await settleIntent(app, payment.stripe_payment_intent, 'webhook');
}

export type Act = 'approve' | 'decline' | 'cancel_by_guest' | 'cancel_by_host' | 'check_in' | 'no_show';

/** The states from which each act is still to be done: in any other an earlier run has done it. */
const open: Readonly<Record<Act, readonly BookingState[]>> = {
  approve: ['requested'],
  decline: ['requested'],
  cancel_by_guest: ['confirmed'],
  cancel_by_host: ['confirmed'],
  check_in: ['confirmed'],
  no_show: ['confirmed'],
};

export async function actOn(app: Casita, bookingId: number, act: Act, { guest, host }: StayPeople): Promise<void> {
  const booking = await bookingById(app.db, bookingId);
  if (!booking || !open[act].includes(booking.state)) return;
  const command = { door: 'rest' as const, bookingDocumentId: booking.document_id, reason: null };
  const asHost = { ...command, actor: host, side: 'host' as const };
  const outcome = await {
    approve: () => approveBooking(app, asHost),
    decline: () => declineBooking(app, { ...asHost, reason: 'The roof is being mended that week' }),
    cancel_by_guest: () =>
      cancelBooking(app, {
        ...command,
        actor: guest,
        side: 'guest',
        reason: 'Plans have changed',
        expectedRefund: null,
      }),
    cancel_by_host: () => cancelBooking(app, { ...asHost, reason: 'A burst pipe', expectedRefund: null }),
    check_in: () => checkInGuest(app, asHost),
    no_show: () => reportNoShow(app, asHost),
  }[act]();
  mustHave(outcome, `${act} of booking ${booking.reference}`);
  await runCalls(app, bookingId);
}

export function mustHave<T>(outcome: Outcome<T>, what: string): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`${what}: ${outcome.message} ${JSON.stringify(outcome.reasons)}`);
}

export const instantOf = (date: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(date.getTime());
