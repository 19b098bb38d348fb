import type { Context, Middleware } from 'koa';
import { answerRefusal } from '../contract/refusal-http';
import { refuse } from '../domain/refusal';

const RETRY_SECONDS = 2;

/** What must get through as long as anything does: booking, paying, cancelling, and what Stripe says of it. */
const first = [/^\/api\/bookings(\/|$)/, /^\/api\/stripe\//, /^\/sandbox\/stripe\//];
/** Whoever asks how it is must be told. */
const always: ReadonlySet<string> = new Set(['/live', '/ready', '/metrics', '/_health']);

/** The share of `max` that is kept for what comes first. */
const KEPT_SHARE = 0.25;

/**
 * With more requests in work than the process can answer in time, the next one is told at once to come back: answered late, they
 * would all be too late. Bookings and payments are turned away last.
 * @param max requests in work at one time
 */
export function shedLoad(max: number): Middleware {
  let inWork = 0;
  return async (ctx, next) => {
    const limit = first.some((pattern) => pattern.test(ctx.path))
      ? max
      : Math.max(1, Math.floor(max * (1 - KEPT_SHARE)));
    if (inWork >= limit && !always.has(ctx.path)) return turnAway(ctx);
    inWork += 1;
    let done = false;
    // A client that hangs up ends its request too.
    ctx.res.once('close', () => {
      if (!done) inWork -= 1;
      done = true;
    });
    await next();
  };
}

function turnAway(ctx: Context): void {
  const refusal = refuse('unavailable', 'Too much is going on at the moment', [{ code: 'overload' }]);
  answerRefusal(ctx, { ...refusal, retryAfterSeconds: RETRY_SECONDS });
}
