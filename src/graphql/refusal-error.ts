import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { errors } from '@strapi/utils';
import { detailsOf, httpOf } from '../contract/refusal-http';
import { isDatabaseGone } from '../adapters/postgres/database-gone';
import type { Reason, Refusal } from '../domain/refusal';

/** What every error carries in `extensions`, whether a rule refused, the request was wrong, or we failed. */
export interface ErrorExtensions extends Record<string, unknown> {
  readonly code: string;
  readonly status: number;
  readonly reasons: readonly Reason[];
}

/** A refusal as REST answers it: the same status and reasons. */
export function refusalError(refusal: Refusal): GraphQLError {
  const extensions: ErrorExtensions = {
    code: refusal.kind.toUpperCase(),
    status: httpOf[refusal.kind].status,
    ...detailsOf(refusal),
    ...(refusal.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: refusal.retryAfterSeconds }),
  };
  return new GraphQLError(refusal.message, { extensions });
}

const answer = (from: GraphQLFormattedError, message: string, extensions: ErrorExtensions): GraphQLFormattedError => ({
  message,
  ...(from.locations ? { locations: from.locations } : {}),
  ...(from.path ? { path: from.path } : {}),
  extensions,
});

/**
 * Apollo's `formatError`: what the caller may know is passed on, what went wrong inside is logged and masked.
 * @param fault logs the error and returns the id of the request that it belongs to
 */
export function formatErrors(fault: (error: unknown) => string | null) {
  return (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const error = causeOf(thrown);
    if (hasOwnExtensions(formatted.extensions)) return answer(formatted, formatted.message, formatted.extensions);
    if (error instanceof errors.ApplicationError) return answer(formatted, error.message, strapiExtensions(error));
    if (error instanceof GraphQLError && !error.path) return wrongRequest(formatted);
    return internal(formatted, error, fault);
  };
}

/** What a resolver threw, from under the error that graphql-js wraps it in; an error with a path comes from execution. */
function causeOf(thrown: unknown): unknown {
  if (!(thrown instanceof GraphQLError) || !thrown.originalError) return thrown;
  return thrown.path && thrown.originalError instanceof GraphQLError ? thrown : thrown.originalError;
}

const hasOwnExtensions = (extensions: unknown): extensions is ErrorExtensions =>
  typeof extensions === 'object' && extensions !== null && 'reasons' in extensions;

const strapiKinds = [
  { type: errors.UnauthorizedError, kind: 'unauthenticated' },
  { type: errors.ForbiddenError, kind: 'forbidden' },
  { type: errors.NotFoundError, kind: 'not_found' },
  { type: errors.RateLimitError, kind: 'too_many' },
] as const;

/** Strapi's own refusals, on generated reads: an unknown or private field in a filter, a role without the permission. */
function strapiExtensions(error: InstanceType<typeof errors.ApplicationError>): ErrorExtensions {
  const kind = strapiKinds.find(({ type }) => error instanceof type)?.kind ?? 'malformed';
  const details = error.details as { key?: unknown; reasons?: readonly Reason[] } | undefined;
  const field = typeof details?.key === 'string' ? { field: details.key } : {};
  return {
    code: kind.toUpperCase(),
    status: httpOf[kind].status,
    reasons: details?.reasons ?? [{ code: 'invalid', ...field }],
  };
}

/** graphql-js says in words only which field of a variable is wrong: `"$input" got invalid value 5 at "input.checkIn"; …`. */
function variableReason(message: string): Reason {
  const at = / at "[^".[]+\.?([^"]*)"/.exec(message)?.[1] ?? '';
  // A place in a list is named as over REST: `items.0.amount`.
  const place = at.replace(/\[(\d+)\]/g, '.$1');
  const missing = /Field "([^"]+)" of required type|Variable "\$([^"]+)" of required type/.exec(message);
  const unknown = /; Field "([^"]+)" is not defined by type /.exec(message);
  const inside = missing?.[1] ?? missing?.[2] ?? unknown?.[1] ?? '';
  const whole = /^Variable "\$([^"]+)" got invalid value/.exec(message)?.[1] ?? '';
  const field = [place, inside].filter(Boolean).join('.') || whole;
  const code = missing ? 'required' : unknown ? 'unknown_field' : 'wrong_type';
  return { code, ...(field ? { field } : {}) };
}

/** The document does not parse, does not fit the schema, or is over a limit. */
function wrongRequest(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const code = typeof formatted.extensions?.['code'] === 'string' ? formatted.extensions['code'] : 'BAD_USER_INPUT';
  if (code === 'INTERNAL_SERVER_ERROR')
    return answer(formatted, 'Malformed request', { code: 'MALFORMED', status: 400, reasons: [{ code: 'invalid' }] });
  const reason = code === 'BAD_USER_INPUT' ? variableReason(formatted.message) : { code: 'invalid_document' };
  return answer(formatted, formatted.message, { code, status: 400, reasons: [reason] });
}

function internal(
  formatted: GraphQLFormattedError,
  error: unknown,
  fault: (error: unknown) => string | null,
): GraphQLFormattedError {
  const requestId = fault(error);
  const id = requestId === null ? {} : { requestId };
  if (isDatabaseGone(error)) {
    return answer(formatted, 'The service is not available at the moment', {
      code: 'UNAVAILABLE',
      status: 503,
      reasons: [],
      retryAfterSeconds: 5,
      ...id,
    });
  }
  return answer(formatted, 'Internal Server Error', { code: 'INTERNAL_SERVER_ERROR', status: 500, reasons: [], ...id });
}
