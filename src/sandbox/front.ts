import { Temporal } from 'temporal-polyfill';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { answerRefusal } from '../contract/refusal-http';
import { parsePart } from '../contract/parse';
import { refuse } from '../domain/refusal';
import { isFromThisMachine } from '../front/caller-nearness';
import { sandboxPage, type SandboxPageParts } from './page';
import type { Sandbox } from '../composition';

const PAGE = '/sandbox';
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

export interface SandboxFrontParts extends SandboxPageParts {
  /** Others than this machine may see the page, with everybody's mails, and move the clock. */
  readonly allowRemote: boolean;
}

/** Serves the page, the local Stripe and the clock; in front of Strapi, since none is part of the API. Mounted in the sandbox only. */
export function sandboxFront(parts: SandboxFrontParts): Middleware {
  return async (ctx, next) => {
    // The local Stripe knows by itself whom it serves.
    if (ctx.path.startsWith(`${STRIPE}/`)) return serveStripe(ctx, parts.sandbox);
    if (ctx.path !== PAGE && ctx.path !== CLOCK) return next();
    if (!parts.allowRemote && !isFromThisMachine(ctx)) return next();
    if (ctx.path === PAGE && (ctx.method === 'GET' || ctx.method === 'HEAD')) return sandboxPage(ctx, parts);
    if (ctx.path === CLOCK && ctx.method === 'POST') return moveClock(ctx, parts.sandbox);
    ctx.set('Allow', ctx.path === PAGE ? 'GET, HEAD' : 'POST');
    return ctx.throw(405);
  };
}

/** The local Stripe reads and writes the connection itself, as the real one would. */
async function serveStripe(ctx: Context, sandbox: Sandbox): Promise<void> {
  ctx.respond = false;
  ctx.req.url = (ctx.req.url ?? '').slice(STRIPE.length);
  await sandbox.stripe.listener(ctx.req, ctx.res);
}

async function moveClock(ctx: Context, sandbox: Sandbox): Promise<void> {
  if (isFromAnotherSite(ctx))
    return answerRefusal(
      ctx,
      refuse('forbidden', 'Not from another site', [{ code: 'foreign_origin', field: 'Origin' }]),
    );
  const sent = await readBody(ctx);
  const body = parsePart('body', move, sent.value);
  if (!body.ok) return answerRefusal(ctx, body);
  const now = sandbox.clock.now();
  const target = 'to' in body.value ? Temporal.Instant.from(body.value.to) : after(now, body.value.advance);
  const furthest = now.toZonedDateTimeISO('UTC').add({ years: YEARS_AHEAD_MAX }).toInstant();
  if (Temporal.Instant.compare(target, now) < 0 || Temporal.Instant.compare(target, furthest) > 0) {
    const reason = {
      code: 'out_of_range',
      field: 'to',
      limit: [now.toString(), furthest.toString()],
      value: target.toString(),
    };
    return answerRefusal(ctx, refuse('refused', 'The clock goes forward only, by five years at most', [reason]));
  }
  const done = await sandbox.advanceTo(target);
  if (sent.isForm) return backToPage(ctx);
  ctx.body = { data: { now: sandbox.clock.now().toString(), done }, meta: {} };
}

const after = (now: Temporal.Instant, duration: string): Temporal.Instant =>
  now.toZonedDateTimeISO('UTC').add(duration).toInstant();

/** A page elsewhere could have a browser on this machine move the clock. */
const isFromAnotherSite = (ctx: Context): boolean => {
  const from = ctx.get('origin');
  return from !== '' && from !== `${ctx.protocol}://${ctx.host}`;
};

function backToPage(ctx: Context): void {
  ctx.status = 303;
  ctx.set('Location', PAGE);
}

/** JSON, whatever its type is said to be, or the fields of the page's forms; undefined for what is too long. */
async function readBody(ctx: Context): Promise<{ readonly value: unknown; readonly isForm: boolean }> {
  let text = '';
  for await (const chunk of ctx.req) {
    text += String(chunk);
    if (text.length > BODY_BYTES_MAX) return { value: undefined, isForm: false };
  }
  try {
    return { value: JSON.parse(text) as unknown, isForm: false };
  } catch {
    return { value: Object.fromEntries(new URLSearchParams(text)), isForm: true };
  }
}
