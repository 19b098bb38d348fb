/** Deadlines of a booking that is not confirmed yet. They are inclusive. */
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
