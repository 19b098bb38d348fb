/** Deadlines of a booking that is not confirmed yet, and of alterations of one that is. They are inclusive. */
import type { Temporal } from 'temporal-polyfill';
import { earlier } from './stay-time';

export const defaultHoldMinutes = 15;
export const defaultRequestHours = 24;
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

/** Until when a proposal can be answered, or its difference paid: never later than the check-out, or the new check-in. */
export function alterationEndsAt(by: Temporal.Instant, { checkOutAt, newCheckInAt }: AlteredStayInstants) {
  const atTheLatest = newCheckInAt === null ? checkOutAt : earlier(checkOutAt, newCheckInAt);
  return earlier(by, atTheLatest);
}
