import type { Sql } from '../../adapters/postgres/sql';

export interface RecentPayment {
  readonly at: string;
  readonly booking: string;
  readonly state: string;
  readonly amount: string;
  readonly intent: string;
}

interface Row {
  readonly at: Date;
  readonly reference: string;
  readonly state: string;
  readonly amount: number;
  readonly currency: string;
  readonly intent: string | null;
}

/** The newest payments, with the bookings that they are for. */
export async function recentPayments(sql: Sql, count: number): Promise<RecentPayment[]> {
  const rows = await sql.query<Row>(
    `select p.created_at as at, b.reference, p.state, p.amount, p.currency, p.stripe_payment_intent as intent
     from payments p join bookings b on b.id = p.booking_id
     order by p.id desc limit $1`,
    [count],
  );
  return rows.map((row) => ({
    at: row.at.toISOString(),
    booking: row.reference,
    state: row.state,
    amount: `${row.amount} ${row.currency} (minor units)`,
    intent: row.intent ?? '',
  }));
}
