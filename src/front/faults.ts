import type { Context, Middleware } from 'koa';
import { errors } from '@strapi/utils';
import { isDatabaseGone } from '../adapters/postgres/database-gone';
import { answerRefusal, errorBody } from '../contract/refusal-http';
import { refuse, type Reason, type Refusal } from '../domain/refusal';
import type { Log } from '../ports';

const RETRY_SECONDS = 5;

/**
 * Turns whatever is thrown into Strapi's error shape. Strapi's own errors pass: it answers them itself. It is mounted twice: around
 * the front, and (src/middlewares/faults.ts) inside Strapi's own error handling, which would answer 500 for all the rest.
 */
export const faults =
  (log: () => Log, databaseReachable: () => Promise<boolean>): Middleware =>
  async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (isStrapiError(error)) throw error;
      answerFault(ctx, error, log());
      return;
    }
    if (isBareUnauthorized(ctx) && !(await databaseReachable())) return answerRefusal(ctx, databaseAway);
    nameBareStatus(ctx);
  };

const isStrapiError = (error: unknown): boolean =>
  error instanceof errors.ApplicationError || error instanceof errors.HttpError;

function answerFault(ctx: Context, error: unknown, log: Log): void {
  const { status, body, retryAfterSeconds } = faultOf(error, idOf(ctx), log);
  ctx.status = status;
  if (retryAfterSeconds !== undefined) ctx.set('Retry-After', String(retryAfterSeconds));
  ctx.body = body;
}

export interface Fault {
  readonly status: number;
  readonly body: object;
  readonly retryAfterSeconds?: number;
}

/** What is told of something thrown; what it was is for the log alone. */
export function faultOf(error: unknown, requestId: string, log: Log): Fault {
  if (isDatabaseGone(error)) {
    log.error(`${requestId} the database cannot do it now: ${error instanceof Error ? error.message : String(error)}`);
    return { status: 503, body: errorBody(databaseAway), retryAfterSeconds: RETRY_SECONDS };
  }
  const status = clientStatus(error);
  if (status !== null) return { status, body: clientErrorBody(status, error as Error) };
  log.error(`${requestId} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return { status: 500, body: errorOf(500, 'InternalServerError', 'Internal Server Error', { requestId }) };
}

const idOf = (ctx: Context): string => String(ctx.state['requestId'] ?? '');

/** The 4xx status that a parser (http-errors) gave; null for our own fault. */
function clientStatus(error: unknown): number | null {
  if (!(error instanceof Error)) return null;
  const { status: own, httpCode, expose } = error as { status?: unknown; httpCode?: unknown; expose?: unknown };
  // formidable, which reads forms, has a name of its own for it.
  const status = own ?? httpCode;
  if (error instanceof URIError || isBrokenCompression(error)) return 400;
  return typeof status === 'number' && status >= 400 && status < 500 && expose !== false ? status : null;
}

const isBrokenCompression = (error: Error): boolean => String((error as { code?: unknown }).code).startsWith('Z_');

function clientErrorBody(status: number, error: Error): object {
  const known = clientErrors[status];
  const reason: Reason = known
    ? { code: known.code }
    : { code: /JSON/i.test(error.message) ? 'invalid_json' : 'invalid' };
  // The parser's own words may repeat what was sent: they are not passed on.
  return errorOf(status, known?.name ?? 'ValidationError', known?.message ?? 'The request cannot be read', {
    reasons: [reason],
  });
}

const bare = {
  404: { name: 'NotFoundError', message: 'Not Found', code: 'no_such_route' },
  405: { name: 'MethodNotAllowedError', message: 'Method Not Allowed', code: 'method_not_allowed' },
} as const;

const clientErrors: Readonly<
  Record<number, { readonly name: string; readonly message: string; readonly code: string }>
> = {
  ...bare,
  413: { name: 'PayloadTooLargeError', message: 'The body is too large', code: 'body_too_large' },
  415: { name: 'UnsupportedMediaTypeError', message: 'Send JSON in UTF-8', code: 'unsupported_media_type' },
};

/** Strapi answers 401 when it cannot read permissions, also when that is because the database is away. */
const isBareUnauthorized = (ctx: Context): boolean => ctx.status === 401 && !hasReasons(ctx.body);

const hasReasons = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'error' in body && JSON.stringify(body.error).includes('"reasons"');

const databaseAway: Refusal = {
  ...refuse('unavailable', 'The service is not available at the moment', [{ code: 'database' }]),
  retryAfterSeconds: RETRY_SECONDS,
};

/** Koa's router answers an unknown method with a bare status, and an unknown path with nothing at all. */
function nameBareStatus(ctx: Context): void {
  const isUnknownPath = ctx.status === 404 && (ctx.body === undefined || ctx.body === null);
  if (isUnknownPath) return answerBare(ctx, 404);
  const isUnknownMethod =
    (ctx.status === 405 || ctx.status === 501) &&
    (ctx.body === undefined || ctx.body === null || typeof ctx.body === 'string');
  if (isUnknownMethod && ctx.method !== 'HEAD') answerBare(ctx, isOnlyForFiles(ctx) ? 404 : 405);
}

/** Files are looked for under any path: that makes no path known. */
function isOnlyForFiles(ctx: Context): boolean {
  const matched = (ctx['matched'] ?? []) as readonly { readonly path: unknown; readonly methods: readonly string[] }[];
  const known = matched.filter(({ path, methods }) => methods.length > 0 && !String(path).includes('('));
  return matched.length > 0 && known.length === 0;
}

function answerBare(ctx: Context, status: 404 | 405): void {
  const { name, message, code } = bare[status];
  ctx.status = status;
  ctx.body = errorOf(status, name, message, { reasons: [{ code }] });
}

const errorOf = (status: number, name: string, message: string, details: object) => ({
  data: null,
  error: { status, name, message, details },
});
