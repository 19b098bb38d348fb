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
export function answerTo(problem: StripeProblem): Answer {
  return { status: problem.status, body: { error: problem.body } };
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

export const internalFault = (requestId: string) =>
  new StripeProblem(
    500,
    { type: 'api_error', message: `An unknown error occurred in the sandbox. (Request ${requestId})` },
    false,
  );
