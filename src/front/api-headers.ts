import type { Core } from '@strapi/strapi';
import type { Context, Middleware } from 'koa';

type Headers = readonly (readonly [string, string])[];

/**
 * Gives an answer of the front the headers that it would have through Strapi's own stack, as config/middlewares.ts says: those of
 * security, which are the same for each answer and are asked for once, of CORS, and the server's name.
 */
export function apiHeaders(strapi: Core.Strapi): Middleware {
  const cors = strapiMiddleware(strapi, 'strapi::cors');
  const { poweredBy } = configOf(strapi, 'strapi::poweredBy') as { poweredBy: string };
  let security: Promise<Headers> | undefined;
  return async (ctx, next) => {
    security ??= securityHeaders(strapi);
    for (const [name, value] of await security) ctx.res.setHeader(name, value);
    return cors(ctx, async () => {
      await next();
      ctx.res.setHeader('X-Powered-By', poweredBy);
    });
  };
}

/** What Strapi's middleware sets on an answer of the API; it makes them anew, and alike, for each. */
async function securityHeaders(strapi: Core.Strapi): Promise<Headers> {
  const headers = new Map<string, string>();
  const res = {
    setHeader: (name: string, value: unknown) => void headers.set(name, String(value)),
    removeHeader: (name: string) => void headers.delete(name),
    getHeader: (name: string) => headers.get(name),
  };
  const ctx = { method: 'GET', path: '/api', req: {}, res } as unknown as Context;
  await strapiMiddleware(strapi, 'strapi::security')(ctx, async () => undefined);
  return [...headers];
}

function strapiMiddleware(strapi: Core.Strapi, name: string): Middleware {
  const make = strapi.middleware(name as never) as unknown as (config: object, parts: object) => Middleware;
  return make(configOf(strapi, name), { strapi });
}

interface Named {
  readonly name: string;
  readonly config?: object;
}

function configOf(strapi: Core.Strapi, name: string): object {
  const entries = strapi.config.get<readonly (string | Named)[]>('middlewares');
  const entry = entries.find((each) => typeof each === 'object' && each.name === name) as Named | undefined;
  return entry?.config ?? {};
}
