import type { Sql, Tx } from '../../../adapters/postgres/sql';
import { paymentColumns, type PaymentRow } from './payment-row';

/** What of a booking's price is still to be paid: planned, or asked of the guest. */
const open = `p.purpose = 'stay' and p.part > 0 and p.state in ('scheduled', 'creating', 'requires_payment', 'processing')`;

/** Minor units of the booking's currency. */
export async function openBalance(sql: Sql, bookingId: number): Promise<number> {
  const rows = await sql.query<{ amount: number }>(
    `select coalesce(sum(p.amount), 0)::bigint as amount from payments p where p.booking_id = $1 and ${open}`,
    [bookingId],
  );
  return rows[0]?.amount ?? 0;
}

/** The part that is to be paid next. Lock the property first. */
export async function lockOpenBalance(tx: Tx, bookingId: number): Promise<PaymentRow | null> {
  const rows = await tx.query<PaymentRow>(
    `select ${paymentColumns} from payments p where p.booking_id = $1 and ${open} order by p.part limit 1 for update`,
    [bookingId],
  );
  return rows[0] ?? null;
}

/** A booking that ends unpaid, or is over, charges nobody any more. What was opened already is the outbox's to cancel. */
export async function endPlannedPayments(tx: Tx, bookingId: number, at: string): Promise<void> {
  await tx.query(
    `update payments set state = 'cancelled', updated_at = $2 where booking_id = $1 and purpose = 'stay' and state = 'scheduled'`,
    [bookingId, at],
  );
}

/** The balance of a booking that came to life again, as it was planned. */
export async function lastBalance(tx: Tx, bookingId: number): Promise<PaymentRow | null> {
  const rows = await tx.query<PaymentRow>(
    `select ${paymentColumns} from payments p where p.booking_id = $1 and p.purpose = 'stay' and p.part > 0 order by p.id desc limit 1 for update`,
    [bookingId],
  );
  return rows[0] ?? null;
}

/** The card with which the deposit was paid, or that was kept before it, pays what is planned. */
export async function keepCardForPlan(tx: Tx, bookingId: number, method: string, at: string): Promise<void> {
  await tx.query(
    `update payments set method = $2, updated_at = $3
     where booking_id = $1 and purpose = 'stay' and state = 'scheduled' and method is null`,
    [bookingId, method, at],
  );
}

/** A request whose card was kept: its own payment, or its deposit, is planned until the host has taken the guest. */
export async function lockPlannedPayment(tx: Tx, bookingId: number): Promise<PaymentRow | null> {
  const rows = await tx.query<PaymentRow>(
    `select ${paymentColumns} from payments p where p.booking_id = $1 and p.purpose = 'stay' and p.instalment = 0 and p.part = 0
       and p.state = 'scheduled' for update`,
    [bookingId],
  );
  return rows[0] ?? null;
}
