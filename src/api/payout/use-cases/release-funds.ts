import type { Temporal } from 'temporal-polyfill';
import type { Tx } from '../../../adapters/postgres/sql';
import { released } from '../../../domain/ledger-payouts';
import { dueBy, type PayoutPart } from '../../../domain/payout-schedule';
import { releasable } from '../../../domain/release';
import { isAfter, later } from '../../../domain/stay-time';
import type { Casita } from '../../../ports';
import { bookingById, lockBookingById } from '../../booking/queries/load-booking';
import { lockProperty } from '../../booking/queries/lock-property';
import { lockLivePayments } from '../../payment/queries/load-payment';
import { postLedger } from '../../payment/queries/post-ledger';
import { releaseDueAt } from '../queries/release-due';
import { releaseFacts, type ReleaseFacts } from '../queries/release-facts';
import { insertRelease, type NewRelease } from '../queries/releases';
import { makePayout } from './make-payout';
import { planRelease, scheduleOf } from './plan-release';
import { releasedSoFar } from './settlement-of';

/** Releases what is due of a booking's money, makes the host's payout of it, and says when to look again. Twice is as once. */
export async function releaseFunds(app: Casita, bookingId: number): Promise<void> {
  const { property_id: propertyId } = (await bookingById(app.db, bookingId)) ?? {};
  if (propertyId === undefined) return;
  await app.db.transaction(async (tx) => {
    await lockProperty(tx, propertyId);
    await lockBookingById(tx, bookingId);
    const dueAt = await releaseDueAt(tx, bookingId);
    const now = app.clock.now();
    // Released by another worker, or put off by an alteration, since the list was read.
    if (!dueAt || dueAt.getTime() > now.epochMilliseconds) return;
    await lockLivePayments(tx, bookingId);
    const facts = await releaseFacts(tx, bookingId);
    if (facts) await releaseDue(app, tx, facts, now);
    await planRelease(app, tx, bookingId);
  });
}

async function releaseDue(app: Casita, tx: Tx, facts: ReleaseFacts, now: Temporal.Instant): Promise<void> {
  const parts = scheduleOf(app, facts);
  const shares = releasable(dueBy(parts, now), releasedSoFar(facts));
  if (shares === null) return;
  const { id: bookingId, host_id: hostId, currency } = facts;
  const part = facts.parts + 1;
  const at = now.toString();
  const dueAt = lastDue(parts, now);
  const release: NewRelease = { ...shares, bookingId, part, hostId, currency, dueAt, at };
  await insertRelease(tx, release);
  await postLedger(tx, released(release), {
    source: 'casita',
    externalId: `release-${bookingId}-${part}`,
    bookingId,
    hostId,
    at,
  });
  if (shares.hostPayout === 0) return;
  await makePayout(app, tx, {
    hostId,
    bookingId,
    part,
    currency,
    lines: [{ kind: 'stay', bookingId, amount: shares.hostPayout }],
    newHostHold: holdOf(app, facts, now),
  });
}

/** When the latest of the parts that are due fell due. */
function lastDue(parts: readonly PayoutPart[], now: Temporal.Instant): string {
  const due = parts.filter((part) => !isAfter(part.releaseAt, now)).map((part) => part.releaseAt);
  return due.reduce(later, parts[0]?.releaseAt ?? now).toString();
}

/** Until when the payout waits where nothing was ever sent to the host; null: it does not. */
function holdOf(app: Casita, facts: ReleaseFacts, now: Temporal.Instant): Temporal.Instant | null {
  const end = scheduleOf(app, facts, true)[0]?.releaseAt;
  return end && isAfter(end, now) ? end : null;
}
