/**
 * Keeping a card before anything is charged: for requests whose host may take longer to answer than a bank reserves money. Nothing is
 * reserved meanwhile; the card is charged once the host has taken the guest.
 */
import type { BookingState } from './booking-moves';
import { captureMarginHours } from './booking-deadlines';

/** How long a bank keeps an authorisation for a payment that is made on the internet. */
export const authorisationHours = 168;

/** What a request does with the card: reserve the money, where that lasts until the host has answered, or keep the card. */
export const requestCards = ['authorise', 'save'] as const;
export type RequestCard = (typeof requestCards)[number];

export const requestCardFor = (preferred: RequestCard, requestHours: number): RequestCard =>
  requestHours > authorisationHours - captureMarginHours ? 'save' : preferred;

export const setupStates = ['creating', 'open', 'ready', 'cancelled'] as const;
export type SetupState = (typeof setupStates)[number];

export type SetupStatus =
  'requires_payment_method' | 'requires_confirmation' | 'requires_action' | 'processing' | 'canceled' | 'succeeded';

export interface SetupEffects {
  /** The setup's new state; null: unchanged. */
  readonly setup: SetupState | null;
  /** The card is kept and the nights are still held: the host is asked. */
  readonly move: 'authorise' | null;
}

const target = (status: SetupStatus): SetupState =>
  status === 'succeeded' ? 'ready' : status === 'canceled' ? 'cancelled' : 'open';

const stage: Readonly<Record<SetupState, number>> = { creating: 0, open: 1, ready: 2, cancelled: 2 };

/** Effects only move forward: doubled, late and reordered news do no harm. */
export function setupEffects(setup: SetupState, booking: BookingState, status: SetupStatus): SetupEffects {
  const to = target(status);
  if (stage[to] <= stage[setup]) return { setup: null, move: null };
  return { setup: to, move: to === 'ready' && booking === 'held' ? 'authorise' : null };
}
