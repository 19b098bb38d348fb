import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { BookingRow } from '../../booking/queries/booking-row';
import { paymentColumns, type PaymentRow } from './payment-row';

/** Lock the booking's property first. */
export async function lockPayment(tx: Tx, id: number): Promise<PaymentRow | null> {
  const rows = await tx.query<PaymentRow>(`select ${paymentColumns} from payments p where p.id = $1 for update`, [id]);
  return rows[0] ?? null;
}

/** The booking's own payment (or that of its alteration n) that is or was of use: the live one, else the latest. */
export async function paymentOfBooking(sql: Sql, bookingId: number, instalment = 0): Promise<PaymentRow | null> {
  const rows = await sql.query<PaymentRow>(
    `select ${paymentColumns} from payments p where p.booking_id = $1 and p.instalment = $2 and p.part = 0 and p.purpose = 'stay'
     order by (p.state in ('cancelled', 'failed')), p.id desc limit 1`,
    [bookingId, instalment],
  );
  return rows[0] ?? null;
}

/** Every payment of a stay that can still take or give back money, locked in the order of their ids. Lock the property first. */
export async function lockLivePayments(tx: Tx, bookingId: number): Promise<PaymentRow[]> {
  return tx.query<PaymentRow>(
    `select ${paymentColumns} from payments p where p.booking_id = $1 and p.purpose = 'stay' and p.state not in ('cancelled', 'failed') order by p.id for update`,
    [bookingId],
  );
}

/** What a claim of a booking is paid with, if anything; locked. */
export async function lockClaimPayment(tx: Tx, bookingId: number, claim: number): Promise<PaymentRow | null> {
  const rows = await tx.query<PaymentRow>(
    `select ${paymentColumns} from payments p where p.booking_id = $1 and p.purpose = 'claim' and p.instalment = $2 and p.state not in ('cancelled', 'failed') for update`,
    [bookingId, claim],
  );
  return rows[0] ?? null;
}

/** The card that a stay was paid with and that its guest keeps; null: none. */
export async function methodOfStay(sql: Sql, bookingId: number): Promise<string | null> {
  const rows = await sql.query<{ method: string }>(
    `select p.method from payments p where p.booking_id = $1 and p.purpose = 'stay' and p.state = 'captured' and p.method is not null order by p.id desc limit 1`,
    [bookingId],
  );
  return rows[0]?.method ?? null;
}

/** What can go back of a stay, unlocked: for eyes. */
export async function capturedPayments(sql: Sql, bookingId: number): Promise<PaymentRow[]> {
  return sql.query<PaymentRow>(
    `select ${paymentColumns} from payments p where p.booking_id = $1 and p.purpose = 'stay' and p.state = 'captured' order by p.id`,
    [bookingId],
  );
}

export interface PaymentPlace {
  readonly payment_id: number;
  readonly booking_id: number;
  readonly property_id: number;
}

/** Where a payment intent belongs: what has to be locked before it is acted on. */
export async function placeOfIntent(sql: Sql, intentId: string): Promise<PaymentPlace | null> {
  const rows = await sql.query<PaymentPlace>(
    `select p.id as payment_id, p.booking_id, b.property_id from payments p join bookings b on b.id = p.booking_id
     where p.stripe_payment_intent = $1`,
    [intentId],
  );
  return rows[0] ?? null;
}

/** A payment with what of its booking a call about it needs. */
export interface BookedPayment extends PaymentRow {
  readonly booking: Pick<BookingRow, 'document_id' | 'reference' | 'property_id' | 'guest_id' | 'state'>;
}

export async function paymentById(sql: Sql, id: number): Promise<BookedPayment | null> {
  const rows = await sql.query<BookedPayment>(
    `select ${paymentColumns}, json_build_object('document_id', b.document_id, 'reference', b.reference, 'property_id', b.property_id,
       'guest_id', b.guest_id, 'state', b.state) as booking
     from payments p join bookings b on b.id = p.booking_id where p.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** Payments whose end is open and whose intent was last looked at before `before`: what the reconciler asks after. */
export async function unsettledIntents(sql: Sql, before: string, limit: number): Promise<string[]> {
  const rows = await sql.query<{ stripe_payment_intent: string }>(
    `select p.stripe_payment_intent from payments p
     where p.state in ('creating', 'requires_payment', 'processing', 'authorised') and p.stripe_payment_intent is not null and p.updated_at < $1
     order by p.updated_at limit $2`,
    [before, limit],
  );
  return rows.map((row) => row.stripe_payment_intent);
}
