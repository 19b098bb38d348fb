import type { Answer } from './answer';

export interface ProblemBody {
  readonly type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  readonly code?: string;
  readonly param?: string;
  readonly message: string;
  readonly [further: string]: unknown;
}

/**
 * A call that is refused before it changed anything. Thrown, because it ends the call from any depth; the door turns it into an answer.
 * A decline is not one of these: it leaves a failed charge behind, so it is a returned `Answer`.
 */
export class StripeProblem extends Error {
  constructor(
    readonly status: number,
    readonly body: ProblemBody,
    /** Whether the answer is kept for the idempotency key: not where the parameters never passed, or the call never began. */
    readonly kept: boolean = true,
  ) {
    super(body.message);
    this.name = 'StripeProblem';
  }
}

/** Every failure has this shape: the SDK takes an answer without an `error` key for a success, whatever its status. */
export function answerTo(problem: StripeProblem, api: Api): Answer {
  return { status: problem.status, body: { error: api === 'v1' ? problem.body : inV2(problem) } };
}

export type Api = 'v1' | 'v2';

export const apiOf = (path: string): Api => (path.startsWith('/v2/') ? 'v2' : 'v1');

/** API v2 has fewer words for what is wrong: `invalid_fields` for every parameter, `not_found`, `rate_limit`. */
function inV2({ status, body, kept }: StripeProblem): ProblemBody | (Omit<ProblemBody, 'type'> & { type: string }) {
  const { message } = body;
  if (status === 429) return { type: 'rate_limit', code: 'rate_limit', message };
  if (status === 404) return { type: 'invalid_request_error', code: 'not_found', message };
  if (body.type !== 'invalid_request_error' || body.param === undefined || kept) return body;
  return { type: 'invalid_request_error', code: 'invalid_fields', message };
}

function refused(status: number, body: Omit<ProblemBody, 'type'> & { message: string }, kept: boolean): StripeProblem {
  return new StripeProblem(status, { type: 'invalid_request_error', ...body }, kept);
}

// The parameters themselves are at fault: nothing began, nothing is kept.

export const unknownParameter = (param: string) =>
  refused(400, { code: 'parameter_unknown', param, message: `Received unknown parameter: ${param}` }, false);

export const missingParameter = (param: string) =>
  refused(400, { code: 'parameter_missing', param, message: `Missing required param: ${param}.` }, false);

export const invalidParameter = (param: string, message: string, code?: string) =>
  refused(400, { ...(code === undefined ? {} : { code }), param, message }, false);

export const unreadableBody = (message: string, status = 400) => refused(status, { message }, false);

export const unknownRoute = (method: string, path: string) =>
  refused(404, { message: `Unrecognized request URL (${method}: ${path}). The sandbox does not serve it.` }, false);

export const notForAccounts = (method: string, path: string) =>
  refused(400, { message: `The sandbox does not serve ${method} ${path} for a connected account.` }, false);

export const unauthenticated = (message: string, code?: string) =>
  refused(401, { ...(code === undefined ? {} : { code }), message }, false);

export const forbidden = (message: string) => refused(403, { message }, false);

export const busy = (message: string) => refused(429, { code: 'lock_timeout', message }, false);

// The call began, and the state of things refuses it.

export const noSuchObject = (noun: string, id: string, param = 'id') =>
  refused(404, { code: 'resource_missing', param, message: `No such ${noun}: '${id}'` }, true);

/** A reference inside the parameters to something that is not there: 400, where the path itself would be 404. */
export const noSuchReference = (noun: string, id: string, param: string) =>
  refused(400, { code: 'resource_missing', param, message: `No such ${noun}: '${id}'` }, true);

export const notAllowed = (message: string, details: { code?: string; param?: string; [key: string]: unknown } = {}) =>
  refused(400, { ...details, message }, true);

export function cardProblem(body: Omit<ProblemBody, 'type'> & { code: string; message: string }): StripeProblem {
  return new StripeProblem(402, { type: 'card_error', ...body });
}

/** `Stripe-Account` names an account that is not there, is closed, or is not the platform's. */
export const noAccess = (account: string) =>
  refused(
    403,
    {
      code: 'account_invalid',
      message: `The provided key does not have access to account '${account}' (or that account does not exist).`,
    },
    false,
  );

export const insufficientBalance = (message: string, param?: string) =>
  notAllowed(message, { code: 'balance_insufficient', ...(param === undefined ? {} : { param }) });

export const internalFault = (requestId: string) =>
  new StripeProblem(
    500,
    { type: 'api_error', message: `An unknown error occurred in the sandbox. (Request ${requestId})` },
    false,
  );
