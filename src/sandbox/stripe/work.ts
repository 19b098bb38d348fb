import { type Temporal } from 'temporal-polyfill';
import type { Tx } from '../../adapters/postgres/sql';
import type { Sandbox } from './sandbox';
import type { EventBody } from './objects';

/** One piece of work: an API call, or something that fell due. All of it commits together, its events too. */
export interface Work {
  readonly sandbox: Sandbox;
  readonly tx: Tx;
  /** The sandbox clock; for what fell due, the instant at which it did. */
  readonly now: Temporal.Instant;
  /** The API call behind this work; both are null where the clock is behind it. */
  readonly origin: EventBody['request'];
  readonly emitted: PendingEvent[];
}

export interface PendingEvent {
  readonly type: string;
  readonly object: unknown;
  readonly previousAttributes: Record<string, unknown> | null;
}

export function beginWork(sandbox: Sandbox, tx: Tx, now: Temporal.Instant, origin?: EventBody['request']): Work {
  return { sandbox, tx, now, origin: origin ?? { id: null, idempotency_key: null }, emitted: [] };
}

/** Notes an event with the object as it is at this moment; it is written when the work ends. */
export function emit(work: Work, type: string, object: unknown, previousAttributes?: Record<string, unknown>): void {
  work.emitted.push({ type, object: structuredClone(object), previousAttributes: previousAttributes ?? null });
}

export function seconds(instant: Temporal.Instant): number {
  return Math.floor(instant.epochMilliseconds / 1000);
}
