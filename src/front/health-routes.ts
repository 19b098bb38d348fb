import { timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import { bearerOf } from '../contract/rest';
import { answerRefusal } from '../contract/refusal-http';
import { refuse } from '../domain/refusal';
import type { Metrics } from '../health/metrics';
import type { Readiness } from '../health/readiness';
import { isFromThisMachine } from './caller-nearness';
import { setPlainHeaders } from './page';
import type { FrontRoutes } from './router';

export interface HealthParts {
  readonly readiness: () => Promise<Readiness>;
  readonly metrics: Metrics;
  /** Empty: metrics are for this machine alone. */
  readonly metricsToken: string;
}

const RETRY_SECONDS = 5;

/** `/live`: the process answers. `/ready`: it may take traffic. `/metrics`: for Prometheus. */
export const healthRoutes = (parts: HealthParts): FrontRoutes => ({
  '/live': { GET: live },
  '/ready': { GET: (ctx) => ready(ctx, parts) },
  '/metrics': { GET: (ctx) => showMetrics(ctx, parts) },
});

function live(ctx: Context): void {
  answerFresh(ctx);
  ctx.body = { status: 'live' };
}

async function ready(ctx: Context, { readiness }: HealthParts): Promise<void> {
  answerFresh(ctx);
  const state = await readiness();
  if (state.ready) {
    ctx.body = { status: 'ready' };
    return;
  }
  answerRefusal(ctx, { ...refuse('unavailable', 'Not ready', state.missing), retryAfterSeconds: RETRY_SECONDS });
}

async function showMetrics(ctx: Context, { metrics, metricsToken }: HealthParts): Promise<void> {
  answerFresh(ctx);
  const token = bearerOf(ctx.get('authorization')) ?? '';
  const may = metricsToken === '' ? isFromThisMachine(ctx) : isSame(token, metricsToken);
  if (!may) return answerRefusal(ctx, refuse('not_found', 'Not found', []));
  ctx.type = 'text/plain; version=0.0.4; charset=utf-8';
  ctx.body = await metrics.text();
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function answerFresh(ctx: Context): void {
  setPlainHeaders(ctx);
  ctx.set('Cache-Control', 'no-store');
}
