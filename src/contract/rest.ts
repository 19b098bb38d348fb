import type { Context } from 'koa';
import { accept, refuse, type Outcome } from '../domain/refusal';
import type { Casita, FinishedAnswer } from '../ports';
import { jsonType, sendFinished } from './finished-answer';
import { jsonOf, keptAnswer } from './kept-answer';
import type { AnyOperation, UploadedFile } from './operation';
import { admit, type RawCall } from './perform';
import { answerRefusal } from './refusal-http';

/** Strapi routes for operations: what src/api/<thing>/routes/ exports. Who may call is the operation's own matter. */
export function routesOf(operations: readonly AnyOperation[]) {
  return {
    type: 'content-api' as const,
    routes: operations.map((operation) => ({
      method: operation.method,
      path: operation.path,
      handler: (ctx: Context) => answerOperation(ctx, operation),
      config: { auth: false as const },
    })),
  };
}

/** The way from Koa to `perform`. `ctx.params` is what the path says. */
export async function answerOperation(ctx: Context, operation: AnyOperation): Promise<void> {
  if (hasUnreadBody(ctx, operation)) {
    const reason = { code: 'unsupported_media_type', field: 'Content-Type' };
    return answerRefusal(ctx, refuse('malformed', 'Send JSON', [reason]));
  }
  const made = await performForRest(strapi.get('casita') as Casita, operation, callOf(ctx));
  if (!made.ok) return answerRefusal(ctx, made);
  if (!isJson(made.value)) return sendFinished(ctx, made.value);
  ctx.status = operation.success.status;
  ctx.set(headersOf(operation));
  ctx.body = made.value;
}

const forAnyone = { 'Content-Type': jsonType };
const forAccounts = { ...forAnyone, 'Cache-Control': 'no-store' };

/** Of an answer that was made for one call: what an account is told is stored by nobody on the way, whatever a cache takes for usual. */
export const headersOf = ({ access }: AnyOperation): Readonly<Record<string, string>> =>
  access === 'anyone' ? forAnyone : forAccounts;

/** The answer to one call, as text or bytes. */
export type MadeJson = string | Buffer;

export const isJson = (made: MadeJson | FinishedAnswer): made is MadeJson =>
  typeof made === 'string' || Buffer.isBuffer(made);

/** The one way from REST to `perform`: JSON made for this call, or an answer that is the same for all. */
export async function performForRest(
  app: Casita,
  operation: AnyOperation,
  call: RawCall,
): Promise<Outcome<MadeJson | FinishedAnswer>> {
  const admitted = await admit(app, operation, call);
  if (!admitted.ok) return admitted;
  const same = operation.sameForAll?.(app, admitted.value) ?? null;
  if (same) return keptAnswer(app, operation, admitted.value, same);
  const outcome = await operation.handle(app, admitted.value);
  return outcome.ok ? accept(jsonOf(operation, outcome.value)) : outcome;
}

/** What REST knows of a request before anything is checked. */
export const callOf = (ctx: Context): RawCall => ({
  door: 'rest',
  bearer: bearerOf(ctx.get('authorization')),
  address: ctx.ip,
  params: ctx['params'],
  query: ctx.query,
  body: bodyOf((ctx.request as { body?: unknown }).body),
  idempotencyKey: ctx.get('idempotency-key') || null,
  uploads: uploadsOf((ctx.request as { files?: unknown }).files),
});

/**
 * A body of another type is not read, and must not count as left out: a cancellation whose expected refund was not read
 * would go ahead without it.
 */
function hasUnreadBody(ctx: Context, operation: AnyOperation): boolean {
  if (operation.body === undefined || ctx.request.length === 0) return false;
  const read = operation.upload === undefined ? ['json', '+json'] : ['json', '+json', 'multipart'];
  return ctx.is(read) === false;
}

/** Strapi's clients wrap what they write in `data`: with or without it means the same. */
function bodyOf(body: unknown): unknown {
  if (body === null || typeof body !== 'object' || Object.keys(body).join() !== 'data') return body;
  const { data } = body as { data: unknown };
  return data !== null && typeof data === 'object' && !Array.isArray(data) ? data : body;
}

/** Fields that hold exactly one file. */
export function uploadsOf(files: unknown): ReadonlyMap<string, UploadedFile> {
  const uploads = new Map<string, UploadedFile>();
  for (const [field, value] of Object.entries((files ?? {}) as Record<string, unknown>)) {
    const file = Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;
    const { filepath, size } = (file ?? {}) as { filepath?: unknown; size?: unknown };
    if (typeof filepath === 'string' && typeof size === 'number') uploads.set(field, { path: filepath, bytes: size });
  }
  return uploads;
}

/** The token of `Authorization: Bearer …`; an empty string for another scheme, which no account answers to. */
export function bearerOf(header: string): string | null {
  if (header === '') return null;
  return /^Bearer ([^\s]+)$/i.exec(header)?.[1] ?? '';
}
