import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { PaymentPlace } from './load-payment';

/** A planned payment is made: by the saved card, or by the guest. */
export async function openPayment(tx: Tx, id: number, at: string): Promise<void> {
  await tx.query(`update payments set state = 'creating', updated_at = $2 where id = $1 and state = 'scheduled'`, [
    id,
    at,
  ]);
}

/** The saved card is charged now; nothing says yet when it would be again. */
export async function noteTry(tx: Tx, id: number, tries: number, at: string): Promise<void> {
  await tx.query('update payments set tries = $2, charge_at = null, updated_at = $3 where id = $1', [id, tries, at]);
}

/** Until when the guest can pay instead, and when the card is tried again. */
export async function setPayBy(
  tx: Tx,
  id: number,
  { payBy, chargeAt, at }: { readonly payBy: string; readonly chargeAt: string | null; readonly at: string },
): Promise<void> {
  await tx.query('update payments set pay_by = $2, charge_at = $3, updated_at = $4 where id = $1', [
    id,
    payBy,
    chargeAt,
    at,
  ]);
}

/** Payments whose saved card is to be charged by now. */
export const dueCharges = (sql: Sql, now: string, limit: number): Promise<PaymentPlace[]> =>
  sql.query<PaymentPlace>(
    `select p.id as payment_id, p.booking_id, b.property_id from payments p join bookings b on b.id = p.booking_id
     where p.state in ('scheduled', 'requires_payment') and p.charge_at is not null and p.charge_at <= $1 and ${chargeable}
     order by p.charge_at limit $2`,
    [now, limit],
  );

/** A stay is charged while it stands, and a request that its host has taken while its nights are held. */
const chargeable = `(p.purpose <> 'stay' or b.state in ('confirmed', 'checked_in') or b.state = 'held' and p.part = 0)`;

export const nextCharge = `select min(p.charge_at) as due from payments p join bookings b on b.id = p.booking_id
  where p.state in ('scheduled', 'requires_payment') and p.charge_at is not null and ${chargeable}`;

const unpaid = `p.state in ('scheduled', 'creating', 'requires_payment') and p.pay_by is not null and p.purpose = 'stay'
  and b.state in ('confirmed', 'checked_in')`;

/** Payments that were to be made by the guest, and were not. At the deadline's own instant they still can be. */
export const overduePayments = (sql: Sql, now: string, limit: number): Promise<PaymentPlace[]> =>
  sql.query<PaymentPlace>(
    `select p.id as payment_id, p.booking_id, b.property_id from payments p join bookings b on b.id = p.booking_id
     where ${unpaid} and p.pay_by < $1 order by p.pay_by limit $2`,
    [now, limit],
  );

export const nextOverdue = `select min(p.pay_by) as due from payments p join bookings b on b.id = p.booking_id where ${unpaid}`;
