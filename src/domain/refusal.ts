/**
 * A refusal is data: which rule said no, about which field, with the rule's numbers.
 * Faults (a broken connection, a bug) are exceptions; refusals never are.
 */

import type { StayDates } from './night';

/** One broken rule. `limit` is what the rule allows, `value` what it was given. */
export interface Reason {
  readonly code: string;
  readonly field?: string;
  readonly limit?: unknown;
  readonly value?: unknown;
}

/** What kind of no: each has one HTTP status (src/contract/refusal-http.ts). */
export const refusalKinds = [
  'malformed', // 400: the request cannot be read
  'unauthenticated', // 401
  'payment_failed', // 402
  'forbidden', // 403
  'not_found', // 404: also for what belongs to another
  'conflict', // 409: nights gone, or a move that the state does not allow
  'refused', // 422: a rule refuses
  'too_many', // 429
  'unavailable', // 503
] as const;
export type RefusalKind = (typeof refusalKinds)[number];

export interface Refusal {
  readonly ok: false;
  readonly kind: RefusalKind;
  readonly message: string;
  readonly reasons: readonly Reason[];
  /** Where the reasons are about dates alone: stays that would do, the nearest first; absent where none were looked for. */
  readonly nearestStays?: readonly StayDates[];
  /** Seconds after which a retry makes sense; only for `too_many` and `unavailable`. */
  readonly retryAfterSeconds?: number;
}

export interface Accepted<T> {
  readonly ok: true;
  readonly value: T;
}

export type Outcome<T> = Accepted<T> | Refusal;

export const accept = <T>(value: T): Accepted<T> => ({ ok: true, value });

export function refuse(kind: RefusalKind, message: string, reasons: readonly Reason[] = []): Refusal {
  return { ok: false, kind, message, reasons };
}
