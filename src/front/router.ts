import type { Context, Middleware } from 'koa';

export type FrontHandler = (ctx: Context) => void | Promise<void>;

/** Exact paths, answered ahead of Strapi's own middleware. `GET` answers HEAD too. */
export type FrontRoutes = Readonly<Record<string, Readonly<Partial<Record<'GET' | 'POST', FrontHandler>>>>>;

/** @param passed methods that go on to Strapi on a path which the front knows too */
export function frontRouter(routes: FrontRoutes, passed: Readonly<Record<string, readonly string[]>> = {}): Middleware {
  const table = new Map(Object.entries(routes));
  return async (ctx, next) => {
    const route = table.get(ctx.path);
    if (!route || passed[ctx.path]?.includes(ctx.method)) return next();
    const handler = ctx.method === 'HEAD' ? route.GET : route[ctx.method as 'GET' | 'POST'];
    if (handler) return handler(ctx);
    const allowed = [...Object.keys(route), ...(passed[ctx.path] ?? [])];
    ctx.set('Allow', allowed.join(', '));
    ctx.throw(405);
  };
}
