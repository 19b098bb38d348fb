import { createHash } from 'node:crypto';
import type { KeptAnswer } from '../queries/idempotency';
import { StripeProblem, invalidParameter } from './problem';

/** How long an answer is kept for its key: a day by API v1, thirty by v2. */
export const keptHours = { v1: 24, v2: 24 * 30 } as const;

export function readIdempotencyKey(header: string | string[] | undefined): string | null {
  const key = Array.isArray(header) ? header[0] : header;
  if (key === undefined || key === '') return null;
  if (key.length > 255) {
    throw invalidParameter('Idempotency-Key', 'Idempotency keys can be up to 255 characters long.');
  }
  return key;
}

/** The same for the same parameters, in whatever order they were sent. */
export function fingerprintOf(parameters: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(parameters)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([key, inside]) => [key, sorted(inside)]);
}

export interface KeyedRequest {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly fingerprint: string;
}

/** A key belongs to one endpoint and one set of parameters. */
export function assertSameRequest(kept: KeptAnswer, request: KeyedRequest): void {
  if (kept.method !== request.method || kept.path !== request.path) {
    throw mismatch(
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${kept.path}' vs '${request.path}').`,
      request.key,
    );
  }
  if (kept.fingerprint !== request.fingerprint) {
    throw mismatch(
      'Keys for idempotent requests can only be used with the same parameters they were first used with.',
      request.key,
    );
  }
}

function mismatch(reason: string, key: string): StripeProblem {
  const message = `${reason} Try using a key other than '${key}' if you meant to execute a different request.`;
  return new StripeProblem(400, { type: 'idempotency_error', message }, false);
}

export function keyInUse(key: string): StripeProblem {
  const message = `There is currently another in-progress request using this Idempotency-Key: ${key}`;
  return new StripeProblem(409, { type: 'idempotency_error', code: 'idempotency_key_in_use', message }, false);
}
