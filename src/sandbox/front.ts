import { Temporal } from 'temporal-polyfill';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { errorBody, httpOf } from '../contract/refusal-http';
import { parsePart } from '../contract/parse';
import { refuse, type Refusal } from '../domain/refusal';
import type { Sandbox } from '../composition';

const STRIPE = '/sandbox/stripe';
const CLOCK = '/sandbox/clock';
const BODY_BYTES_MAX = 1_000;
const YEARS_AHEAD_MAX = 5;

const move = z.union([
  z.strictObject({ advance: z.string().refine(isDuration, { message: 'an ISO 8601 duration such as P1D or PT30M' }) }),
  z.strictObject({ to: z.iso.datetime({ offset: true }) }),
]);

function isDuration(text: string): boolean {
  try {
    return Temporal.Duration.from(text).sign > 0;
  } catch {
    return false;
  }
}

/** Serves the local Stripe and the clock; in front of Strapi, since neither is part of the API. Mounted in the sandbox only. */
export function sandboxFront(sandbox: Sandbox): Middleware {
  return async (ctx, next) => {
    if (ctx.path.startsWith(`${STRIPE}/`)) return serveStripe(ctx, sandbox);
    if (ctx.path === CLOCK && ctx.method === 'POST') return moveClock(ctx, sandbox);
    return next();
  };
}

/** The local Stripe reads and writes the connection itself, as the real one would. */
async function serveStripe(ctx: Context, sandbox: Sandbox): Promise<void> {
  ctx.respond = false;
  ctx.req.url = (ctx.req.url ?? '').slice(STRIPE.length);
  await sandbox.stripe.listener(ctx.req, ctx.res);
}

async function moveClock(ctx: Context, sandbox: Sandbox): Promise<void> {
  const body = parsePart('body', move, await readJson(ctx));
  if (!body.ok) return answerRefusal(ctx, body);
  const now = sandbox.clock.now();
  const target = 'to' in body.value ? Temporal.Instant.from(body.value.to) : after(now, body.value.advance);
  const furthest = now.toZonedDateTimeISO('UTC').add({ years: YEARS_AHEAD_MAX }).toInstant();
  if (Temporal.Instant.compare(target, now) < 0 || Temporal.Instant.compare(target, furthest) > 0) {
    const reason = { code: 'out_of_range', field: 'to', limit: [now.toString(), furthest.toString()], value: target.toString() };
    return answerRefusal(ctx, refuse('refused', 'The clock goes forward only, by five years at most', [reason]));
  }
  const done = await sandbox.advanceTo(target);
  ctx.body = { data: { now: sandbox.clock.now().toString(), done }, meta: {} };
}

const after = (now: Temporal.Instant, duration: string): Temporal.Instant => now.toZonedDateTimeISO('UTC').add(duration).toInstant();

/** Undefined for a body that is no JSON or too long. */
async function readJson(ctx: Context): Promise<unknown> {
  let text = '';
  for await (const chunk of ctx.req) {
    text += String(chunk);
    if (text.length > BODY_BYTES_MAX) return undefined;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function answerRefusal(ctx: Context, refusal: Refusal): void {
  ctx.status = httpOf[refusal.kind].status;
  ctx.body = errorBody(refusal);
}
