import { type Temporal } from 'temporal-polyfill';
import type { Tx } from '../../adapters/postgres/sql';
import { newId } from './ids';
import type { Sandbox } from './sandbox';
import type { EventBody, RelatedObject } from './objects';

/** One piece of work: an API call, or something that fell due. All of it commits together, its events too. */
export interface Work {
  readonly sandbox: Sandbox;
  readonly tx: Tx;
  /** The sandbox clock; for what fell due, the instant at which it did. */
  readonly now: Temporal.Instant;
  /** The API call behind this work; both are null where the clock is behind it. */
  readonly origin: EventBody['request'];
  /** The connected account that the call is made for; null for the platform itself. */
  readonly account: string | null;
  readonly emitted: (PendingEvent | PendingThinEvent)[];
}

/** A v1 event: it holds the object as it was. */
export interface PendingEvent {
  readonly payload: 'snapshot';
  readonly type: string;
  /** The connected account that it happened to; null for the platform. */
  readonly account: string | null;
  readonly object: { readonly id?: string; readonly object: string };
  readonly previousAttributes: Record<string, unknown> | null;
}

/** A v2 event: it names the object. `data` and `changes` are seen by who fetches the event. */
export interface PendingThinEvent {
  readonly payload: 'thin';
  readonly id: string;
  readonly type: string;
  /** The one endpoint that hears of it; null: all that want to. */
  readonly to: string | null;
  readonly related: RelatedObject | null;
  readonly data: Record<string, unknown> | null;
  readonly changes: { readonly before: unknown; readonly after: unknown } | null;
}

export function beginWork(
  sandbox: Sandbox,
  tx: Tx,
  now: Temporal.Instant,
  origin?: EventBody['request'],
  account: string | null = null,
): Work {
  return { sandbox, tx, now, origin: origin ?? { id: null, idempotency_key: null }, account, emitted: [] };
}

/** Notes an event with the object as it is at this moment; it is written when the work ends. */
export function emit(
  work: Work,
  type: string,
  object: PendingEvent['object'],
  previousAttributes?: Record<string, unknown>,
): void {
  emitFor(work, null, type, object, previousAttributes);
}

/** As `emit`, of something that belongs to a connected account. */
export function emitFor(
  work: Work,
  account: string | null,
  type: string,
  object: PendingEvent['object'],
  previousAttributes?: Record<string, unknown>,
): void {
  const copy = structuredClone(object);
  work.emitted.push({
    payload: 'snapshot',
    type,
    account,
    object: copy,
    previousAttributes: previousAttributes ?? null,
  });
}

/** Notes a v2 event; it is written when the work ends. */
export function notify(
  work: Work,
  type: string,
  event: Partial<Omit<PendingThinEvent, 'payload' | 'id' | 'type'>>,
): PendingThinEvent {
  const pending: PendingThinEvent = {
    payload: 'thin',
    id: newId('evt_test'),
    type,
    to: event.to ?? null,
    related: event.related ?? null,
    data: event.data ?? null,
    changes: event.changes ?? null,
  };
  work.emitted.push(pending);
  return pending;
}

export function seconds(instant: Temporal.Instant): number {
  return Math.floor(instant.epochMilliseconds / 1000);
}
