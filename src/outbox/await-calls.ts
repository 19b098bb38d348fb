import { setTimeout as sleep } from 'node:timers/promises';
import type { Casita } from '../ports';
import { bookingLane } from './owe-call';
import { hasOpenCalls } from './queries/calls';
import { makeCalls } from './run-calls';

const PATIENCE_MS = 4_000;
const LOOK_MS = 40;

/** The calls that a booking owes. */
export const awaitCalls = (app: Casita, bookingId: number): Promise<void> => awaitLane(app, bookingLane(bookingId));

/**
 * Makes a lane's calls so that the answer can say what came of them. A worker may have been quicker and be at it: then
 * this waits for it, but not for long. What is still open goes on without the caller.
 */
export async function awaitLane(app: Casita, lane: string): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    if (await makeCalls(app, lane)) return;
    if (!(await hasOpenCalls(app.db, lane)) || performance.now() > until) return;
    await sleep(LOOK_MS);
  }
}
