import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import type { FinishedAnswer } from '../ports/kept-answers';

export function finishAnswer(json: string | Buffer): FinishedAnswer {
  const bytes = typeof json === 'string' ? Buffer.from(json) : json;
  return { body: bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
}

export const jsonType = 'application/json; charset=utf-8';

/** What goes out of it: all, or that the asker has it already. Names of headers as they are sent. */
export interface SentAnswer {
  readonly status: 200 | 304;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

/** Who may store an answer on its way: any cache, or that of the one who asked. */
export type StoredBy = 'public' | 'private';

/**
 * What is the same for everyone may be stored by any cache on the way, but none may give it out without asking here whether it still holds:
 * that is the cheap question, answered with 304.
 */
export function finishedFor(
  ifNoneMatch: string | undefined,
  { body, etag }: FinishedAnswer,
  storedBy: StoredBy = 'public',
): SentAnswer {
  const headers = { 'Cache-Control': `${storedBy}, no-cache`, ETag: etag };
  if (isKnown(ifNoneMatch, etag)) return { status: 304, headers, body: null };
  return { status: 200, headers: { ...headers, 'Content-Type': jsonType }, body };
}

export function sendFinished(ctx: Context, answer: FinishedAnswer, storedBy: StoredBy = 'public'): void {
  const { status, headers, body } = finishedFor(ctx.req.headers['if-none-match'], answer, storedBy);
  ctx.set(headers);
  ctx.body = body;
  ctx.status = status;
}

/** RFC 9110, 13.1.2: a list of tags, compared weakly, or `*`. */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
