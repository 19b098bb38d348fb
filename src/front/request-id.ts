import { randomUUID } from 'node:crypto';
import type { Middleware } from 'koa';

const acceptable = /^[\w.:-]{8,64}$/;

/** Names each request, in the answer and in the log; a proxy in front may have named it already. */
export const requestIds: Middleware = async (ctx, next) => {
  const given = ctx.get('x-request-id');
  const id = acceptable.test(given) ? given : randomUUID();
  ctx.state['requestId'] = id;
  ctx.set('X-Request-Id', id);
  await next();
};
