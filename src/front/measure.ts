import type { Middleware } from 'koa';
import type { Metrics } from '../health/metrics';

/** Times every request under the pattern of its route, never under its path: ids would make a series each. */
export const measure =
  (metrics: Metrics, known: ReadonlySet<string>): Middleware =>
  async (ctx, next) => {
    const started = performance.now();
    ctx.res.once('close', () => {
      const matched = ctx['_matchedRoute'] as unknown;
      const route =
        typeof matched === 'string' && matched.startsWith('/') ? matched : known.has(ctx.path) ? ctx.path : 'other';
      metrics.observe({
        method: ctx.method,
        route,
        status: ctx.status,
        seconds: (performance.now() - started) / 1_000,
      });
    });
    await next();
  };
