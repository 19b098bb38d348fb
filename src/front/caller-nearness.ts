import type { Context } from 'koa';

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/**
 * Whether the caller is on this machine. Whatever came through a proxy is not, even though the proxy may be here: the address
 * is the socket's own, which no header can change.
 */
export const isFromThisMachine = (ctx: Context): boolean =>
  loopback.test(ctx.req.socket.remoteAddress ?? '') &&
  !ctx.get('x-forwarded-for') &&
  !ctx.get('forwarded') &&
  !ctx.get('x-real-ip');
