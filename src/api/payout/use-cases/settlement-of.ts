import { Temporal } from 'temporal-polyfill';
import { fullRefund, refundFor, type RefundLine } from '../../../domain/cancellation';
import { money } from '../../../domain/money';
import { keptSettlement, settlementTotal } from '../../../domain/release';
import type { Settlement } from '../../../domain/settlement';
import type { ReleaseFacts } from '../queries/release-facts';

const instant = (date: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(date.getTime());

/** What was paid and did not go back, released or not. A refund that somebody bore out of their own lessens it by nothing. */
export const keptOf = (facts: ReleaseFacts): number => facts.funds + settlementTotal(releasedSoFar(facts));

/** Whose the money of a booking is that is kept: by the price that it has, and by what its cancellation gave back. */
export function settlementOf(facts: ReleaseFacts, kept = keptOf(facts)): Settlement {
  const { quote, currency } = facts;
  const price = { currency, lines: quote.lines, hostFee: money(quote.hostFee, currency) };
  return keptSettlement(price, refundLines(facts), kept);
}

export const releasedSoFar = (facts: ReleaseFacts): Settlement => ({
  hostPayout: facts.released_host,
  platformFee: facts.released_fee,
  tax: facts.released_tax,
});

/** The lines that the cancellation gave back, as they were said to whoever cancelled: nothing of what they rest on has changed since. */
function refundLines(facts: ReleaseFacts): readonly RefundLine[] {
  if (facts.state !== 'cancelled') return [];
  const { quote, currency, ended_at: endedAt, confirmed_at: confirmedAt } = facts;
  const { lines, nights, checkInTime, timeZone } = quote;
  // A booking whose balance was not paid ends as if its guest had cancelled.
  const byPolicy = facts.cancelled_by === 'guest' || facts.cancelled_by === 'system';
  if (!byPolicy || endedAt === null) return fullRefund({ lines, currency }).lines;
  const stay = { currency, nights, lines, checkInTime, timeZone, confirmedAt: confirmedAt && instant(confirmedAt) };
  return refundFor(facts.cancellation_policy, stay, instant(endedAt)).lines;
}
