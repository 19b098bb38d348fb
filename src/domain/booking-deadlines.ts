/** Deadlines of a booking that is not confirmed yet, and what becomes of money that comes after them. All are inclusive. */
import type { Temporal } from 'temporal-polyfill';
import type { BookingState, MoveName } from './booking-moves';
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

/** What to do with money that came in: a move that keeps it, or a full refund. Never both, never neither. */
export type PaymentDecision =
  | { readonly action: 'move'; readonly move: MoveName }
  | { readonly action: 'refund' }
  /** The booking has its money already (the same event again). */
  | { readonly action: 'none' };

/** `nightsFree`: whether every night of the stay could still be sold, asked under the property's lock. */
export function decidePayment(state: BookingState, nightsFree: boolean): PaymentDecision {
  switch (state) {
    case 'held':
      return { action: 'move', move: 'pay' };
    case 'expired':
      return nightsFree ? { action: 'move', move: 'pay_late' } : { action: 'refund' };
    case 'requested': // the money of a request comes with the host's approval, which has its own move
    case 'confirmed':
    case 'checked_in':
    case 'completed':
    case 'no_show':
      return { action: 'none' };
    case 'cancelled':
    case 'declined':
      return { action: 'refund' };
    default:
      return state satisfies never;
  }
}
