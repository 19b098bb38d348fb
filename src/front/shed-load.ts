import type { Middleware } from 'koa';
import { answerRefusal } from '../contract/refusal-http';
import { refuse, type Refusal } from '../domain/refusal';
import { isGraphqlPath } from './graphql-door';

const RETRY_SECONDS = 2;

/** What must get through as long as anything does: booking, paying, cancelling, and what Stripe says of it. */
const first = [/^\/api\/bookings(\/|$)/, /^\/api\/stripe\//, /^\/sandbox\/stripe\//];

export const comesFirst = (path: string): boolean => first.some((pattern) => pattern.test(path));

/** Whoever asks how it is must be told. */
const always: ReadonlySet<string> = new Set(['/live', '/ready', '/metrics', '/_health']);

/** The share of `max` that is kept for what comes first. */
const KEPT_SHARE = 0.25;

/** Counts the requests in work, whoever answers them. */
export interface WorkGate {
  /** @returns whether there is room; then `leave` must be called once the answer is out, or the client gone */
  enter(path: string): boolean;
  leave(): void;
  /** Whether only what comes first has room: for one that is in, and turns out to be something else. */
  isCrowded(): boolean;
}

/**
 * With more requests in work than the process can answer in time, the next one is told at once to come back: answered late, they
 * would all be too late. Bookings and payments are turned away last.
 * @param max requests in work at one time
 */
export function workGate(max: number): WorkGate {
  const others = Math.max(1, Math.floor(max * (1 - KEPT_SHARE)));
  let inWork = 0;
  return {
    enter(path) {
      // GraphQL may be any of it, and is looked at again once it has been read (graphql-requests.ts).
      const limit = inWork < others || comesFirst(path) || isGraphqlPath(path) ? max : others;
      if (inWork >= limit && !always.has(path)) return false;
      inWork += 1;
      return true;
    },
    leave: () => void (inWork -= 1),
    isCrowded: () => inWork > others,
  };
}

export const tooMuchWork: Refusal = {
  ...refuse('unavailable', 'Too much is going on at the moment', [{ code: 'overload' }]),
  retryAfterSeconds: RETRY_SECONDS,
};

export const shedLoad =
  (gate: WorkGate): Middleware =>
  async (ctx, next) => {
    if (!gate.enter(ctx.path)) return answerRefusal(ctx, tooMuchWork);
    ctx.res.once('close', gate.leave);
    await next();
  };
