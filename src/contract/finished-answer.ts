import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import type { FinishedAnswer } from '../ports/kept-answers';

export function finishAnswer(json: string): FinishedAnswer {
  const bytes = Buffer.from(json);
  return { body: bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
}

/**
 * The same for everyone, so any cache on the way may store it, but none may give it out without asking here whether it still holds:
 * that is the cheap question, answered with 304.
 */
export function sendFinished(ctx: Context, { body, etag }: FinishedAnswer): void {
  ctx.set('Cache-Control', 'public, no-cache');
  ctx.set('ETag', etag);
  if (isKnown(ctx.req.headers['if-none-match'], etag)) {
    ctx.body = null;
    ctx.status = 304;
    return;
  }
  ctx.status = 200;
  ctx.set('Content-Type', 'application/json; charset=utf-8');
  ctx.body = body;
}

/** RFC 9110, 13.1.2: a list of tags, compared weakly, or `*`. */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
