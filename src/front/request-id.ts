import { randomUUID } from 'node:crypto';
import type { Middleware } from 'koa';

const acceptable = /^[\w.:-]{8,64}$/;

/** The name of a request, in the answer and in the log; a proxy in front may have named it already. */
export function requestIdOf(given: string | string[] | undefined): string {
  return typeof given === 'string' && acceptable.test(given) ? given : randomUUID();
}

export const requestIds: Middleware = async (ctx, next) => {
  const id = requestIdOf(ctx.get('x-request-id'));
  ctx.state['requestId'] = id;
  ctx.set('X-Request-Id', id);
  await next();
};
