import { setTimeout as sleep } from 'node:timers/promises';
import type { Casita } from '../../../ports';
import { hasOpenCalls } from '../queries/calls';
import { runCalls } from './run-calls';

const PATIENCE_MS = 4_000;
const LOOK_MS = 40;

/**
 * Makes a booking's calls so that the answer can say what came of them. A worker may have been quicker and be at it: then
 * this waits for it, but not for long. What is still open goes on without the caller.
 */
export async function awaitCalls(app: Casita, bookingId: number): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    await runCalls(app, bookingId);
    if (!(await hasOpenCalls(app.db, bookingId)) || performance.now() > until) return;
    await sleep(LOOK_MS);
  }
}
