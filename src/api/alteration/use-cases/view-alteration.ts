import { addDays } from '../../../domain/night';
import type { PriceLine } from '../../../domain/price';
import type { AlterationViewRow } from '../queries/load-alteration';
import { viewLines } from '../../booking/use-cases/view-booking';

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

/** An alteration as one party of its booking may see it: the guest pays, the host is paid. */
export function viewAlteration(row: AlterationViewRow, side: 'guest' | 'host') {
  const money = (amount: number) => ({ amount, currency: row.currency });
  const offer = (total: number, lines: readonly PriceLine[]) => ({ total: money(total), lines: viewLines(lines) });
  const isGuest = side === 'guest';
  return {
    n: row.n,
    state: row.state,
    proposer: row.proposer,
    checkIn: row.check_in,
    checkOut: row.check_out,
    adults: row.adults,
    children: row.children,
    infants: row.infants,
    pets: row.pets,
    before: { ...datesBefore(row), ...offer(row.total - row.difference, row.quote_before.lines) },
    after: offer(row.total, row.quote.lines),
    difference: money(row.difference),
    hostPayout: isGuest ? null : money(row.quote.hostPayout),
    proposedAt: row.proposed_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    decidedAt: instant(row.decided_at),
    paymentDueAt: instant(row.payment_due_at),
    endedAt: instant(row.ended_at),
    payment: row.payment && {
      state: row.payment.state,
      clientSecret: isGuest && row.state === 'accepted' ? row.payment.clientSecret : null,
      lastError: isGuest ? row.payment.lastError : null,
    },
  };
}

/** A sold stay names each of its nights. */
function datesBefore({ quote_before: { nights } }: AlterationViewRow) {
  const [first, last] = [nights[0], nights.at(-1)];
  if (!first || !last) throw new Error('A stay has at least one night');
  return { checkIn: first.night, checkOut: addDays(last.night, 1) };
}
