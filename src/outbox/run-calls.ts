import { ProviderRefused, type Casita } from '../ports';
import { callHandler } from './call-handlers';
import type { Settle } from './call-handler';
import { bookingLane } from './owe-call';
import { endCall, postponeCall, takeCall, type CallRow } from './queries/calls';

/** The provider keeps keys for 24 hours: near their end nothing is made again without a look. */
const KEY_HOURS = 23;
const DELAY_SECONDS_MAX = 300;

/** The calls that a booking owes. */
export const runCalls = (app: Casita, bookingId: number): Promise<void> => runLane(app, bookingLane(bookingId));

export const runLane = async (app: Casita, lane: string): Promise<void> => void (await makeCalls(app, lane));

/**
 * Makes the calls of a lane, oldest first, until none is due. Each call is made outside any transaction under its stored key;
 * what it answers commits together with the end of the call. Whoever dies in between leaves the call to be made again under
 * the same key, which the provider answers as it did the first time.
 * @returns true when it made the last that was open; false says nothing: somebody else may be making one, or may have made it
 */
export async function makeCalls(app: Casita, lane: string): Promise<boolean> {
  for (;;) {
    const call = await takeCall(app.db, lane, app.clock.now().toString());
    const after = call && (await runCall(app, call));
    if (after !== 'more') return after === 'none';
  }
}

/** @returns what of the lane is open after it; 'same' when the call has to be made again later */
async function runCall(app: Casita, call: CallRow): Promise<'none' | 'more' | 'same'> {
  try {
    const end = await answered(app, call);
    const more = await app.db.transaction(async (tx) => {
      await end.settle(tx);
      return endCall(tx, call.id, end.state, end.error);
    });
    return more ? 'more' : 'none';
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    app.log.warn(`call ${call.idempotency_key}: ${message}`);
    await postponeCall(app.db, call.id, message, Math.min(DELAY_SECONDS_MAX, 2 ** call.attempts));
    return 'same';
  }
}

interface End {
  readonly state: 'done' | 'failed';
  readonly error: string | null;
  readonly settle: Settle;
}

async function answered(app: Casita, call: CallRow): Promise<End> {
  const handler = callHandler(call.kind);
  try {
    const found = keyMayBeGone(app, call) ? await handler.find(app, call) : null;
    return { state: 'done', error: null, settle: found ?? (await handler.perform(app, call)) };
  } catch (error) {
    if (!(error instanceof ProviderRefused)) throw error;
    app.log.warn(`call ${call.idempotency_key} was refused: ${error.message}`);
    return { state: 'failed', error: error.message, settle: await handler.refused(app, call, error) };
  }
}

/** By the app's clock, which in the sandbox is that of its Stripe: keys are forgotten as soon as it is moved by a day. */
const keyMayBeGone = (app: Casita, call: CallRow): boolean =>
  call.attempts > 1 && app.clock.now().epochMilliseconds - call.first_attempt_at.getTime() > KEY_HOURS * 3_600_000;
