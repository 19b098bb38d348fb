import type { Context } from 'koa';
import type { Reason, Refusal, RefusalKind } from '../domain/refusal';

/** The one place where a refusal becomes an HTTP status and an error name in Strapi's shape. */
export const httpOf: Record<RefusalKind, { readonly status: number; readonly name: string }> = {
  malformed: { status: 400, name: 'ValidationError' },
  unauthenticated: { status: 401, name: 'UnauthorizedError' },
  payment_failed: { status: 402, name: 'PaymentError' },
  forbidden: { status: 403, name: 'ForbiddenError' },
  not_found: { status: 404, name: 'NotFoundError' },
  conflict: { status: 409, name: 'ConflictError' },
  refused: { status: 422, name: 'UnprocessableEntityError' },
  too_many: { status: 429, name: 'RateLimitError' },
  unavailable: { status: 503, name: 'ServiceUnavailableError' },
};

/** What a caller is told of a refusal beyond its message, over REST and GraphQL alike. */
export interface RefusalDetails {
  readonly reasons: readonly Reason[];
  readonly nearestStays?: Refusal['nearestStays'];
}

export const detailsOf = ({ reasons, nearestStays }: Refusal): RefusalDetails =>
  nearestStays === undefined ? { reasons } : { reasons, nearestStays };

export interface ErrorBody {
  readonly data: null;
  readonly error: {
    readonly status: number;
    readonly name: string;
    readonly message: string;
    readonly details: RefusalDetails;
  };
}

export function errorBody(refusal: Refusal): ErrorBody {
  const { status, name } = httpOf[refusal.kind];
  return { data: null, error: { status, name, message: refusal.message, details: detailsOf(refusal) } };
}

/** Answers with a refusal: status, Retry-After and body. */
export function answerRefusal(ctx: Context, refusal: Refusal): void {
  ctx.status = httpOf[refusal.kind].status;
  if (refusal.retryAfterSeconds !== undefined) ctx.set('Retry-After', String(refusal.retryAfterSeconds));
  ctx.body = errorBody(refusal);
}
