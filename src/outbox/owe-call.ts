import type { Tx } from '../adapters/postgres/sql';
import type { Casita } from '../ports';
import { insertCall, type NewCall } from './queries/calls';

/** Calls of one booking, or of one host, are made in the order in which they came to be owed. */
export const bookingLane = (bookingId: number): string => `booking:${bookingId}`;
export const hostLane = (hostId: number): string => `host:${hostId}`;

/**
 * The outbox: writes down, in the transaction of the change that needs it, a call that we owe the payment provider, with its
 * idempotency key, and a job that makes it. No call is ever made inside a transaction. The lane keeps the order by itself: a named queue of
 * the worker's for each lane would stay for ever, and each job that is fetched looks at all of those.
 */
export async function oweCall(app: Casita, tx: Tx, call: NewCall): Promise<void> {
  await Promise.all([insertCall(tx, call), wakeLane(app, tx, call.lane)]);
}

/** The job that makes a lane's calls once the transaction is committed. */
export const wakeLane = (app: Casita, tx: Tx, lane: string): Promise<void> =>
  app.jobs.add(tx, 'stripe-calls', { lane });
