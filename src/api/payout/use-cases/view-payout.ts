import type { PayoutStatement } from '../payout-schemas';
import type { PayoutView } from '../queries/payout-views';

/** A payout as its host sees it. */
export function viewPayout(row: PayoutView): PayoutStatement {
  const of = (amount: number) => ({ amount, currency: row.currency });
  return {
    id: row.document_id,
    booking: { id: row.booking_document_id, reference: row.booking_reference, home: row.home },
    part: row.part,
    state: row.state,
    reason: row.reason,
    amount: of(row.amount),
    transferred: of(row.transferred),
    holdUntil: row.hold_until?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    transferredAt: row.transferred_at?.toISOString() ?? null,
    arrivesAt: arrivalOf(row),
    lines: row.lines.map(({ kind, bookingId, reference, amount, at }) => ({
      kind,
      booking: { id: bookingId, reference },
      amount: of(amount),
      at,
    })),
    transfers: row.transfers.map(({ id, state, amount, reversed, at, bank }) => ({
      id,
      state,
      amount: of(amount),
      reversed: of(reversed),
      at,
      bank,
    })),
  };
}

const comes: ReadonlySet<string> = new Set(['pending', 'in_transit', 'paid']);

/** Null as long as something of it is not on its way to the bank, or has come back from there. */
function arrivalOf({ state, transfers }: PayoutView): string | null {
  const sent = transfers.filter((transfer) => transfer.state === 'succeeded');
  const arriving = sent.flatMap(({ bank }) => (bank && comes.has(bank.state) ? [bank.arrivesAt] : []));
  if (state !== 'transferred' || arriving.length === 0 || arriving.length < sent.length) return null;
  return arriving.reduce((latest, at) => (at > latest ? at : latest));
}
