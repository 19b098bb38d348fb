import type { Sql, Tx } from '../../../adapters/postgres/sql';
import type { PaymentState } from '../../../domain/payment-progress';
import { alterationColumns, type AlterationRow } from './alteration-row';

/** Lock the property, then the booking first. */
export async function lockAlteration(tx: Tx, bookingId: number, n: number): Promise<AlterationRow | null> {
  const rows = await tx.query<AlterationRow>(
    `select ${alterationColumns} from booking_alteration a where a.booking_id = $1 and a.n = $2 for update`,
    [bookingId, n],
  );
  return rows[0] ?? null;
}

/** Which alteration of which booking a row is. */
export async function alterationNumber(sql: Sql, id: number): Promise<{ bookingId: number; n: number }> {
  const rows = await sql.query<{ bookingId: number; n: number }>(
    'select booking_id as "bookingId", n from booking_alteration where id = $1',
    [id],
  );
  const row = rows[0];
  if (!row) throw new Error(`no alteration with row id ${id}`);
  return row;
}

/** The one that is still to be answered or paid. */
export async function lockOpenAlteration(tx: Tx, bookingId: number): Promise<AlterationRow | null> {
  const rows = await tx.query<AlterationRow>(
    `select ${alterationColumns} from booking_alteration a where a.booking_id = $1 and a.state in ('proposed', 'accepted') for update`,
    [bookingId],
  );
  return rows[0] ?? null;
}

/** An alteration with what its payment has come to. */
export interface AlterationViewRow extends AlterationRow {
  readonly payment: { state: PaymentState; clientSecret: string | null; lastError: string | null } | null;
}

/** Oldest first. */
export async function alterationsOfBooking(sql: Sql, bookingId: number): Promise<AlterationViewRow[]> {
  return sql.query<AlterationViewRow>(
    `select ${alterationColumns},
       (select json_build_object('state', p.state, 'clientSecret', p.client_secret, 'lastError', p.last_error) from payments p
        where p.booking_id = a.booking_id and p.instalment = a.n order by p.id desc limit 1) as payment
     from booking_alteration a where a.booking_id = $1 order by a.n`,
    [bookingId],
  );
}
