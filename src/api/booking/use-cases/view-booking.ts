import type { BookingState } from '../../../domain/booking-moves';
import type { PaymentState } from '../../../domain/payment-progress';
import { refundOfPaid } from '../../../domain/payment-plan';
import type { PriceLine } from '../../../domain/price';
import type { AccountActor } from '../../../ports';
import type { BookingViewRow } from '../queries/booking-view';

/** States in which a guest has the exact address and point. */
const addressShown: ReadonlySet<BookingState> = new Set(['confirmed', 'checked_in', 'completed']);

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

const isoOf = (at: string | null): string | null => at && new Date(at).toISOString();

const openStates: ReadonlySet<PaymentState> = new Set(['scheduled', 'creating', 'requires_payment', 'processing']);

/** Of a booking that ended before its balance was paid: what is not charged any more. */
function neverPaid({ payments }: Pick<BookingViewRow, 'payments'>): number {
  const balances = payments.filter(({ part }) => part > 0);
  return balances.some(({ state }) => state === 'captured') ? 0 : (balances[0]?.amount ?? 0);
}

export const viewLines = (lines: readonly PriceLine[]) =>
  lines.map(({ code, kind, label, amount, quantity, unitAmount }) => ({
    code,
    kind,
    label,
    amount,
    quantity: quantity ?? null,
    unitAmount: unitAmount ?? null,
  }));

/** What happened, to whom it may concern: the parties see which side moved, never the names or numbers of staff or each other. */
const viewEvents = (events: BookingViewRow['events']) =>
  events.map(({ at, ...event }) => ({ ...event, at: new Date(at).toISOString() }));

/** A booking as one of its parties may see it: the guest pays, so only they get the client secret. */
export function viewBooking(row: BookingViewRow, actor: Pick<AccountActor, 'userId' | 'hostId'>) {
  const isHost = actor.hostId !== null && row.host_id === actor.hostId;
  const isGuest = row.guest_id === actor.userId;
  const money = (amount: number) => ({ amount, currency: row.currency });
  const shown = isHost || addressShown.has(row.state);
  return {
    documentId: row.document_id,
    reference: row.reference,
    state: row.state,
    instant: row.instant,
    property: { documentId: row.property_document_id, name: row.property_name },
    host: { documentId: row.host_document_id, displayName: row.host_name },
    guest: { name: row.guest_name ?? '' },
    checkIn: row.check_in,
    checkOut: row.check_out,
    nights: row.nights,
    adults: row.adults,
    children: row.children,
    infants: row.infants,
    pets: row.pets,
    total: money(row.total),
    lines: viewLines(row.quote.lines),
    hostPayout: isHost ? money(row.quote.hostPayout) : null,
    cancellationPolicy: row.cancellation_policy.code,
    checkInAt: row.check_in_at.toISOString(),
    checkOutAt: row.check_out_at.toISOString(),
    timeZone: row.quote.timeZone,
    holdExpiresAt: row.state === 'held' ? instant(row.hold_expires_at) : null,
    requestExpiresAt: row.state === 'requested' ? instant(row.request_expires_at) : null,
    confirmedAt: instant(row.confirmed_at),
    message: row.message ?? '',
    address: shown ? row.address : null,
    point: shown ? row.point : null,
    payment: row.payment && {
      state: row.payment.state,
      amount: money(row.payment.amount),
      captured: money(row.payment.capturedAmount),
      refunded: money(row.payment.refundedAmount),
      clientSecret: isGuest && row.state === 'held' ? row.payment.clientSecret : null,
      lastError: isGuest ? row.payment.lastError : null,
    },
    setup: row.setup && {
      state: row.setup.state,
      clientSecret: isGuest && row.state === 'held' && row.setup.state !== 'ready' ? row.setup.clientSecret : null,
      lastError: isGuest ? row.setup.lastError : null,
    },
    payments: row.payments.map(({ instalment, part, state, amount, capturedAmount, refundedAmount, ...dates }) => ({
      alteration: instalment === 0 ? null : instalment,
      part,
      chargeAt: state === 'scheduled' || state === 'requires_payment' ? isoOf(dates.chargeAt) : null,
      payBy: openStates.has(state) ? isoOf(dates.payBy) : null,
      state,
      amount: money(amount),
      captured: money(capturedAmount),
      refunded: money(refundedAmount),
    })),
    refundOwed: row.refund_owed === null ? null : money(refundOfPaid(row.refund_owed, neverPaid(row))),
    hostPenalty:
      isHost && row.host_penalty
        ? { rule: row.host_penalty.rule, penalty: money(row.host_penalty.amount), waived: row.host_penalty.waived }
        : null,
    refunds: row.refunds.map((refund) => ({
      state: refund.state,
      since: new Date(refund.since).toISOString(),
      amount: money(refund.amount),
      reason: refund.reason,
    })),
    events: viewEvents(row.events),
  };
}
