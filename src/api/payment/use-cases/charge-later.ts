import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import { nextTryAt, payByFor } from '../../../domain/payment-plan';
import type { Casita } from '../../../ports';
import { bookingLane, oweCall } from '../../../outbox/owe-call';
import type { BookingRow } from '../../booking/queries/booking-row';
import { noteTry, openPayment, setPayBy } from '../queries/charge-progress';
import { insertPayment } from '../queries/insert-payment';
import type { PaymentRow } from '../queries/payment-row';
import { oweCreate } from './owe-calls';
import { tellOfBalance } from './tell-of-balance';

/**
 * A payment that is made later with a saved card, whatever it is for: a balance of the stay, a claim. It is a row that is `scheduled` with
 * its card (`method`) and the instant (`charge_at`); the job `charge-saved-cards` does the rest. What the bank refuses
 * becomes payable by the guest until `pay_by`. For `purpose: 'claim'` the instalment is the claim's number.
 */
export interface LaterCharge {
  readonly bookingId: number;
  readonly purpose: PaymentRow['purpose'];
  readonly instalment: number;
  readonly part: number;
  readonly amount: number;
  readonly currency: string;
  /** Null: not known before the deposit is paid. */
  readonly method: string | null;
  readonly chargeAt: Temporal.Instant;
}

/** @returns the payment's row id */
export async function chargeLater(app: Casita, tx: Tx, { chargeAt, ...charge }: LaterCharge): Promise<number> {
  const plan = { state: 'scheduled', capture: 'automatic', saveCard: false } as const;
  return insertPayment(tx, { ...charge, ...plan, chargeAt: chargeAt.toString(), now: app.clock.now().toString() });
}

/** Charges the saved card now: the intent, where there is none yet, and the charge are owed. Booking and payment are locked. */
export async function chargeSavedCard(app: Casita, tx: Tx, booking: BookingRow, payment: PaymentRow): Promise<void> {
  const at = app.clock.now().toString();
  const tries = (payment.tries ?? 0) + 1;
  await noteTry(tx, payment.id, tries, at);
  if (payment.state === 'scheduled') {
    await openPayment(tx, payment.id, at);
    await oweCreate(app, tx, payment);
  }
  if (payment.method === null) return askGuest(app, tx, booking, { ...payment, tries });
  const key = `casita-payment-${payment.id}-charge-${tries}`;
  const lane = bookingLane(booking.id);
  await oweCall(app, tx, { lane, kind: 'charge_off_session', subjectId: payment.id, key });
}

/** The card did not do it: the guest is told once, has until a deadline that does not move, and the card is tried again meanwhile. */
export async function askGuest(app: Casita, tx: Tx, booking: BookingRow, payment: PaymentRow): Promise<void> {
  const now = app.clock.now();
  const payBy = payment.pay_by ? instantOf(payment.pay_by) : payByOf(app, booking, now);
  const chargeAt = payment.method === null ? null : nextTryAt(now, payBy, payment.tries ?? 0);
  await setPayBy(tx, payment.id, {
    payBy: payBy.toString(),
    chargeAt: chargeAt?.toString() ?? null,
    at: now.toString(),
  });
  if (payment.pay_by === null) await tellOfBalance(app, tx, booking, payment, { news: 'unpaid', payBy });
}

/** What was to be paid stays to be paid, by another payment: its intent came to nothing. The deadline stays as well. */
export async function renewPayment(app: Casita, tx: Tx, payment: PaymentRow): Promise<void> {
  const { booking_id: bookingId, purpose, instalment, part, amount, currency, method } = payment;
  const chargeAt = payment.charge_at ? instantOf(payment.charge_at) : app.clock.now();
  const id = await chargeLater(app, tx, { bookingId, purpose, instalment, part, amount, currency, method, chargeAt });
  if (payment.pay_by === null) return;
  const [payBy, at] = [payment.pay_by.toISOString(), app.clock.now().toString()];
  await setPayBy(tx, id, { payBy, chargeAt: chargeAt.toString(), at });
}

/** What is held is held until then, no longer and no shorter. */
function payByOf(app: Casita, booking: BookingRow, now: Temporal.Instant): Temporal.Instant {
  if (booking.state === 'held' && booking.hold_expires_at) return instantOf(booking.hold_expires_at);
  const { payByHours: hours, holdMinutes } = app.config;
  return payByFor(now, instantOf(booking.check_in_at), { hours, holdMinutes });
}

const instantOf = (at: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(at.getTime());
