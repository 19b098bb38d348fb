import type { AlterationParty, AlterationState } from '../../../domain/alteration-moves';
import type { Night } from '../../../domain/night';
import type { SoldQuote } from '../../booking/queries/booking-row';

/** An alteration as use cases read it. Amounts in minor units of `currency`, which is the booking's. */
export interface AlterationRow {
  readonly id: number;
  readonly booking_id: number;
  /** The booking's first, second, third … */
  readonly n: number;
  readonly state: AlterationState;
  readonly proposer: AlterationParty;
  readonly check_in: Night;
  readonly check_out: Night;
  readonly adults: number;
  readonly children: number;
  readonly infants: number;
  readonly pets: number;
  /** What would be sold, and what was when it was proposed. */
  readonly quote: SoldQuote;
  readonly quote_before: SoldQuote;
  readonly total: number;
  /** Positive: to be paid; negative: to be given back. */
  readonly difference: number;
  readonly currency: string;
  readonly fingerprint: string;
  /** Both deadlines are inclusive. */
  readonly expires_at: Date;
  readonly payment_due_at: Date | null;
  readonly proposed_at: Date;
  readonly decided_at: Date | null;
  readonly ended_at: Date | null;
}

export const alterationColumns = `
  a.id, a.booking_id, a.n, a.state, a.proposer, a.check_in, a.check_out, a.adults, a.children, a.infants, a.pets, a.quote, a.quote_before,
  a.total, a.difference, a.currency, a.fingerprint, a.expires_at, a.payment_due_at, a.proposed_at, a.decided_at, a.ended_at`;
