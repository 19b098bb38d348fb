/** Deadlines of a booking that is not confirmed yet, and of alterations of one that is. They are inclusive. */
import type { Temporal } from 'temporal-polyfill';
import { nightsBetween, stayHasNight, type StayDates } from './night';
import { earlier, isAfter, later, wallClock, type TimeOfDay } from './stay-time';

export const defaultHoldMinutes = 15;
export const defaultRequestHours = 24;
export const defaultAlterationPaymentHours = 24;
/** An authorisation is let go at least this long before the bank drops it, so that an approval can always be captured. */
export const captureMarginHours = 12;

export const holdExpiresAt = (heldAt: Temporal.Instant, minutes = defaultHoldMinutes): Temporal.Instant =>
  heldAt.add({ minutes });

/** Until when the host can answer: 24 hours, and never later than 12 hours before the authorisation runs out. */
export function requestExpiresAt(
  requestedAt: Temporal.Instant,
  captureBefore: Temporal.Instant | null,
  hours = defaultRequestHours,
): Temporal.Instant {
  const answerBy = requestedAt.add({ hours });
  return captureBefore === null ? answerBy : earlier(answerBy, captureBefore.subtract({ hours: captureMarginHours }));
}

export interface AlteredStayInstants {
  /** Of the booking as it is. */
  readonly checkOutAt: Temporal.Instant;
  /** The new check-in; null where it stays as it is. */
  readonly newCheckInAt: Temporal.Instant | null;
}

/** Until when a proposal can be answered: never later than the check-out, or the new check-in. */
export function alterationEndsAt(by: Temporal.Instant, { checkOutAt, newCheckInAt }: AlteredStayInstants) {
  const atTheLatest = newCheckInAt === null ? checkOutAt : earlier(checkOutAt, newCheckInAt);
  return earlier(by, atTheLatest);
}

/** The stay as it is. */
export interface BookedDates extends StayDates {
  readonly checkInAt: Temporal.Instant;
  readonly checkOutAt: Temporal.Instant;
}

/** The stay as it would be, on the property's clock. */
export interface AlteredDates extends StayDates {
  readonly checkInTime: TimeOfDay;
  readonly timeZone: string;
}

/**
 * Until when the difference of an accepted alteration can be paid. Whoever accepts, the other party is not there to pay at once; but by
 * the time that the answer changes what happens at the door it has to be known. It is never less than the time of a hold.
 */
export function alterationPaymentDueAt(
  acceptedAt: Temporal.Instant,
  own: BookedDates,
  altered: AlteredDates,
  { hours = defaultAlterationPaymentHours, holdMinutes = defaultHoldMinutes } = {},
): Temporal.Instant {
  const dueAt = earlier(acceptedAt.add({ hours }), lastPaymentAt(acceptedAt, own, altered));
  return later(holdExpiresAt(acceptedAt, holdMinutes), dueAt);
}

/** A stay that keeps its check-in and gets longer: its check-out. Any other: the check-in that comes first. */
function lastPaymentAt(now: Temporal.Instant, own: BookedDates, altered: AlteredDates): Temporal.Instant {
  const added = nightsBetween(altered.checkIn, altered.checkOut).find((night) => !stayHasNight(own, night));
  if (added === undefined) return isAfter(own.checkInAt, now) ? own.checkInAt : own.checkOutAt;
  const addedAt = wallClock(added, altered.checkInTime, altered.timeZone);
  return earlier(addedAt, altered.checkIn === own.checkIn ? own.checkOutAt : own.checkInAt);
}
