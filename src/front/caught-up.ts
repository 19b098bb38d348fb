import type { Middleware } from 'koa';
import type { ChangeFeed } from '../adapters/postgres/change-feed';

const readOnly: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whoever has written reads what they wrote: before the answer to a write leaves, this process has heard of it, and dropped what it
 * kept. Outermost, so that everything that writes is inside.
 */
export const caughtUp =
  (changes: ChangeFeed): Middleware =>
  async (ctx, next) => {
    if (readOnly.has(ctx.method)) return next();
    try {
      await next();
    } finally {
      // A GraphQL query is a POST that reads.
      if (ctx.state['readsOnly'] !== true) await changes.caughtUp();
    }
  };
