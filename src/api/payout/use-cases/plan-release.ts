import { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import type { BookingState } from '../../../domain/booking-moves';
import { dueBy, payoutSchedule, type PayoutPart } from '../../../domain/payout-schedule';
import { releasable } from '../../../domain/release';
import { isAfter } from '../../../domain/stay-time';
import type { Casita } from '../../../ports';
import { clearReleaseDue, setReleaseDue } from '../queries/release-due';
import { releaseFacts, type ReleaseFacts } from '../queries/release-facts';
import { releasedSoFar, settlementOf } from './settlement-of';

/** Stays, and what a policy keeps of a stay that was cancelled: a guest who did not come has paid like one who did. */
const releasing: ReadonlySet<BookingState> = new Set(['confirmed', 'checked_in', 'completed', 'no_show', 'cancelled']);

export function scheduleOf(app: Casita, facts: ReleaseFacts, isHostsFirst = false): PayoutPart[] {
  const { checkInTime, timeZone } = facts.quote;
  const { check_in: checkIn, nights } = facts;
  const { currency } = facts;
  const stay = { checkIn, nights, checkInTime, timeZone, currency, settlement: settlementOf(facts), isHostsFirst };
  return payoutSchedule(stay, app.config.payouts);
}

/**
 * Says when a booking's money is to be looked at next: at once where some of it is due, else when the next part falls due, or never.
 * Called in the transaction of whatever changes the money, the dates or the price of a booking; its lock is held.
 */
export async function planRelease(app: Casita, tx: Tx, bookingId: number): Promise<void> {
  const facts = await releaseFacts(tx, bookingId);
  if (!facts) throw new Error(`booking ${bookingId} is gone`);
  const dueAt = releasing.has(facts.state) ? nextLook(app, facts) : null;
  if (dueAt === null) return clearReleaseDue(tx, bookingId);
  const hostAmount = Math.max(0, settlementOf(facts).hostPayout - facts.released_host);
  const { host_id: hostId, currency } = facts;
  await setReleaseDue(tx, { bookingId, hostId, currency, dueAt: dueAt.toString(), hostAmount });
}

function nextLook(app: Casita, facts: ReleaseFacts): Temporal.Instant | null {
  const now = app.clock.now();
  const parts = scheduleOf(app, facts);
  const released = releasedSoFar(facts);
  if (releasable(dueBy(parts, now), released) !== null) return now;
  const last = parts.at(-1)?.releaseAt;
  // Nothing is left to be released: neither now nor at the end.
  if (!last || releasable(dueBy(parts, last), released) === null) return null;
  const coming = parts.map((part) => part.releaseAt).filter((at) => isAfter(at, now));
  return coming.sort(Temporal.Instant.compare)[0] ?? null;
}
