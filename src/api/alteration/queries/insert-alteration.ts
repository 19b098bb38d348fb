import { insertedRow, type Tx } from '../../../adapters/postgres/sql';
import { alterationColumns, type AlterationRow } from './alteration-row';

type Asked = Pick<AlterationRow, 'booking_id' | 'proposer' | 'check_in' | 'check_out' | 'adults' | 'children'> &
  Pick<
    AlterationRow,
    'infants' | 'pets' | 'quote' | 'quote_before' | 'total' | 'difference' | 'currency' | 'fingerprint'
  >;

export interface NewAlteration extends Asked {
  readonly expiresAt: string;
  readonly now: string;
}

/** Numbered after the booking's last one; the booking is locked. */
export async function insertAlteration(tx: Tx, alteration: NewAlteration): Promise<AlterationRow> {
  const rows = await tx.query<AlterationRow>(
    `insert into booking_alteration as a (booking_id, n, state, proposer, check_in, check_out, adults, children, infants, pets, quote, quote_before,
       total, difference, currency, fingerprint, expires_at, proposed_at)
     select $1, coalesce(max(earlier.n), 0) + 1, 'proposed', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16
     from booking_alteration earlier where earlier.booking_id = $1
     returning ${alterationColumns}`,
    [
      alteration.booking_id,
      alteration.proposer,
      alteration.check_in,
      alteration.check_out,
      alteration.adults,
      alteration.children,
      alteration.infants,
      alteration.pets,
      JSON.stringify(alteration.quote),
      JSON.stringify(alteration.quote_before),
      alteration.total,
      alteration.difference,
      alteration.currency,
      alteration.fingerprint,
      alteration.expiresAt,
      alteration.now,
    ],
  );
  return insertedRow(rows, 'booking_alteration');
}
